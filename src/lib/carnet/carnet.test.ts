import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { readPathway } from '../people/pathway.server.ts';
import { as, asHer, keyring, type Her } from '../server/db.ts';
import { readParts } from '../space/her.server.ts';
import { house } from '../../../tests/house.ts';
import { endCarnet, giveCarnet, readCarnets } from './carnet.server.ts';
import { codeIndex } from './secrets.ts';

const home = await house({ after });
const organization = await home.organization('Relance d’essai');
const aurore = await home.member(organization);
const nadia = await home.pathway(aurore, 'Nadia B.');

/** The card that lives, as a session would open it. */
async function cardOf(actor: typeof aurore, pathway: { id: string; person: string }, pin = '258147'): Promise<Her> {
	await as(actor, async (tx) => giveCarnet(tx, (await readPathway(tx, pathway.id))!, pin));
	const [card] = await home.sql<{ id: string }>('select id from carnet where accompaniment_id = $1 and ended_at is null', [pathway.id]);
	return { person: pathway.person, cards: [card!.id] };
}

test('With her card she finds what is hers, under her name, with its key; without one there is nothing at all.', async () => {
	const her = await cardOf(aurore, nadia);
	const parts = await asHer(her, readParts);
	assert.deepEqual(
		parts.map(({ accompaniment, first, lead, organization: { name } }) => [accompaniment.id, first, lead, name]),
		[[nadia.id, 'Nadia', 'Aurore', 'Relance d’essai']]
	);
	assert.deepEqual(await asHer({ ...her, cards: [] }, readParts), []);
});

test('A new card ends the former one, and its sessions, at once.', async () => {
	const her = await cardOf(aurore, nadia);
	await home.sql(
		`insert into auth.person_session (id, carnet_id, token, expires_at) values (gen_random_uuid(), $1, 'jeton', now() + interval '30 minutes')`,
		[her.cards[0]]
	);
	await cardOf(aurore, nadia, '847261');
	const [session] = await home.sql<{ ended: boolean }>(
		`select ended_at is not null as ended from auth.person_session where token = 'jeton'`
	);
	assert.equal(session?.ended, true);
	assert.deepEqual(await asHer(her, readParts), [], 'the former card opens nothing');
	const cards = await as(aurore, async (tx) => readCarnets(tx, (await readPathway(tx, nadia.id))!));
	assert.equal(cards.filter(({ ended_at }) => !ended_at).length, 1);
});

test('Neither code nor PIN stands in the database, and no colleague’s role reads what they are checked with.', async () => {
	const her = await cardOf(aurore, nadia, '736152');
	const [row] = await home.sql<{ line: string; code_index: string }>('select c::text as line, code_index from carnet c where id = $1', [
		her.cards[0]
	]);
	const [card] = await as(aurore, async (tx) => readCarnets(tx, (await readPathway(tx, nadia.id))!));
	assert.equal(row!.code_index, codeIndex(keyring(), card!.code));
	assert.ok(!row!.line.includes(card!.code) && !row!.line.includes('736152'));
	for (const column of ['pin', 'code_index', 'also'])
		await assert.rejects(
			as(aurore, (tx) => sql.raw(`select ${column} from carnet`).execute(tx)),
			(problem) => (problem as { status?: number }).status === 404
		);
});

test('A colleague out of reach gives no card and sees none; nor does another organisation; nor can one be given for somebody else’s person.', async () => {
	const paul = await home.member(organization, ['practitioner'], { first: 'Paul' });
	const foreign = await home.member(await home.organization('Ailleurs'), ['practitioner'], { first: 'Léa' });
	const other = await home.pathway(paul, 'Samir K.');
	for (const actor of [paul, foreign]) {
		assert.deepEqual(await as(actor, (tx) => tx.selectFrom('carnet').select('id').where('accompaniment_id', '=', nadia.id).execute()), []);
		await assert.rejects(
			as(actor, (tx) =>
				tx
					.insertInto('carnet')
					.values({ id: crypto.randomUUID(), accompaniment_id: nadia.id, person_id: nadia.person, code_index: 'x', pin: 'x', sealed: 'x' })
					.execute()
			),
			(problem) => (problem as { status?: number }).status === 404
		);
	}
	await assert.rejects(
		as(aurore, (tx) =>
			tx
				.insertInto('carnet')
				.values({ id: crypto.randomUUID(), accompaniment_id: nadia.id, person_id: other.person, code_index: 'y', pin: 'x', sealed: 'x' })
				.execute()
		),
		(problem) => (problem as { status?: number }).status === 404
	);
});

test('Whoever she excluded gives her no card, though he is named; taken back, a card opens nothing.', async () => {
	const inès = await home.member(organization, ['practitioner'], { first: 'Inès' });
	const mine = await home.pathway(aurore, 'Kevin M.');
	await home.sql(`insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)`, [
		mine.id,
		organization,
		inès.member
	]);
	await home.sql('insert into exclusion (person_id, account_id, organization_id) values ($1, $2, $3)', [
		mine.person,
		inès.account,
		organization
	]);
	assert.equal(await as(inès, (tx) => readPathway(tx, mine.id)), undefined);
	await assert.rejects(
		as(inès, (tx) =>
			tx
				.insertInto('carnet')
				.values({ id: crypto.randomUUID(), accompaniment_id: mine.id, person_id: mine.person, code_index: 'z', pin: 'x', sealed: 'x' })
				.execute()
		),
		(problem) => (problem as { status?: number }).status === 404
	);
	const her = await cardOf(aurore, mine);
	assert.equal((await asHer(her, readParts)).length, 1);
	await as(aurore, async (tx) => endCarnet(tx, (await readPathway(tx, mine.id))!));
	assert.deepEqual(await asHer(her, readParts), []);
});

test('In her space no table of the house shows anybody else: not a colleague who has no part, not another person, not a memo, not an account.', async () => {
	const her = await cardOf(aurore, nadia);
	await home.member(organization, ['practitioner'], { first: 'Étrangère' });
	await home.sql(`insert into kept_post (id, account_id, path, sealed) values (gen_random_uuid(), $1, '/bureau', 'scellé')`, [
		aurore.account
	]);
	await asHer(her, async (tx) => {
		const names = await tx.selectFrom('member').select('first_name').execute();
		assert.deepEqual(names, [{ first_name: 'Aurore' }]);
		assert.deepEqual(await tx.selectFrom('accompaniment').select('id').execute(), [{ id: nadia.id }]);
		assert.equal((await tx.selectFrom('organization').select('id').execute()).length, 1);
		assert.deepEqual(await tx.selectFrom('kept_post').select('id').execute(), [], 'what an account wrote is not hers');
	});
	for (const table of [
		'memo',
		'draft',
		'person',
		'audit',
		'exclusion',
		'auth.account',
		'auth.session',
		'auth.person_session',
		'invitation',
		'outbox',
		'view_shown'
	])
		await assert.rejects(
			asHer(her, (tx) => sql.raw(`select * from ${table}`).execute(tx)),
			(problem) => (problem as { status?: number }).status === 404,
			table
		);
});

test('After a death her card opens nothing any more.', async () => {
	const loic = await home.pathway(aurore, 'Loïc P.');
	const her = await cardOf(aurore, loic);
	await home.sql(`update accompaniment set ended_on = current_date, ended_how = 'death' where id = $1`, [loic.id]);
	assert.deepEqual(await asHer(her, readParts), []);
});
