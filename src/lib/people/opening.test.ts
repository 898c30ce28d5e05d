import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { ColleagueGone } from '#lib/companions/companions.server.ts';
import { as } from '#lib/server/db.ts';
import { once } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import { readContacts } from './contact.server.ts';
import { openPathway, PossibleDouble, possibleDoubles } from './opening.server.ts';
import { readPathway } from './pathway.server.ts';
import { readProfile } from './profile.server.ts';
import { OpeningForm, type Opening } from './rules.ts';

const home = await house({ after });
const TODAY = '2026-11-22';

const said = (fields: Record<string, unknown> = {}): Opening => OpeningForm(TODAY).parse({ name_to_use: 'Nadia B.', ...fields });
const open = (actor: Actor, fields?: Record<string, unknown>, key = newId()) =>
	as(actor, (tx) => once(tx, key, async () => openPathway(tx, actor, said(fields), TODAY)));

test('A name to use is enough: the person, her key, my accompaniment and nothing else.', async () => {
	const aurore = await home.member(await home.organization());
	const id = await open(aurore);
	const [row] = await home.sql(
		'select lead_id, organization_id, name_to_use, carnet, track, concealed, opened_on::text from accompaniment where id = $1',
		[id]
	);
	assert.deepEqual(row, {
		lead_id: aurore.member,
		organization_id: aurore.organization,
		name_to_use: 'Nadia B.',
		carnet: null,
		track: null,
		concealed: false,
		opened_on: TODAY
	});
	assert.deepEqual(await home.sql('select count(*)::int as answers from answer where accompaniment_id = $1', [id]), [{ answers: 0 }]);
});

test('Everything told at opening is kept, sealed, and read again by me.', async () => {
	const organization = await home.organization();
	const [aurore, paul] = [await home.member(organization), await home.member(organization, ['practitioner'], { first: 'Paul-Henri' })];
	const id = await open(aurore, {
		alias: 'Mme Lilas',
		concealed: 'yes',
		track: 'employment',
		pronouns: 'elle',
		languages: 'arabe, français',
		interpreter: 'au téléphone',
		birthDate: '1992-05-14',
		municipality: 'Noirchâtel',
		reach: 'le matin',
		trusted: 'sa sœur',
		answer: 'yes',
		how: 'paper',
		contacts: {
			0: { kind: 'phone', value: '0475 12 34 56', hours: 'de 9 h à 15 h', shared: 'yes' },
			1: { kind: 'mail', value: 'nadia@courrier.example' }
		},
		colleagues: { 0: { member: paul.member, track: 'social' }, 1: { member: '' } }
	});
	await as(paul, async (tx) => {
		const pathway = (await readPathway(tx, id))!;
		const profile = await readProfile(tx, pathway);
		assert.deepEqual(
			[profile.languages, profile.interpreter, profile.birthDate, profile.trusted, profile.version],
			['arabe, français', 'au téléphone', '1992-05-14', 'sa sœur', 1]
		);
		const contacts = await readContacts(tx, id, pathway.key);
		assert.deepEqual(
			contacts.map(({ kind, value, hours, safe }) => [kind, value, hours, safe]),
			[
				['phone', '0475 12 34 56', 'de 9 h à 15 h', false],
				['mail', 'nadia@courrier.example', '', true]
			]
		);
		assert.equal(pathway.accompaniment.carnet, 'yes');
	});
	assert.deepEqual(await home.sql('select member_id, track, kind from colleague where accompaniment_id = $1', [id]), [
		{ member_id: paul.member, track: 'social', kind: 'named' }
	]);
	assert.deepEqual(await home.sql('select value, how, said_on::text, recorded_by from answer where accompaniment_id = $1', [id]), [
		{ value: 'yes', how: 'paper', said_on: TODAY, recorded_by: aurore.member }
	]);
	const stored = JSON.stringify(
		await home.sql(
			`select p.sealed, p.birth_index, c.sealed as contact, c.value_index from profile p join contact c using (accompaniment_id) where accompaniment_id = $1`,
			[id]
		)
	);
	for (const secret of ['Noirch', '1992', '0475', '475123456', 'nadia@', 'sœur']) assert.ok(!stored.includes(secret), secret);
});

test('Twenty posts of one form make one person.', async () => {
	const aurore = await home.member(await home.organization());
	const key = newId();
	const ids = await Promise.all(Array.from({ length: 20 }, () => open(aurore, { name_to_use: 'Loïc P.' }, key)));
	assert.equal(new Set(ids).size, 1);
	assert.deepEqual(await home.sql('select count(*)::int as made from accompaniment where lead_id = $1', [aurore.member]), [{ made: 1 }]);
	assert.deepEqual(
		await home.sql(
			'select count(*)::int as made from person p where exists (select from accompaniment a where a.person_id = p.id and a.lead_id = $1)',
			[aurore.member]
		),
		[{ made: 1 }]
	);
});

test('Somebody of the same name, phone, mail or birth date in my own people is pointed out, and nothing is recorded.', async () => {
	const aurore = await home.member(await home.organization());
	const first = await open(aurore, {
		name_to_use: 'Nadia B.',
		birthDate: '1992-05-14',
		contacts: { 0: { kind: 'phone', value: '+32 475 12 34 56' }, 1: { kind: 'mail', value: 'n@courrier.example' } }
	});
	const again = [
		{ name_to_use: '  NADIA  b. '.trim() },
		{ name_to_use: 'Autre', birthDate: '1992-05-14' },
		{ name_to_use: 'Autre', contacts: { 0: { kind: 'phone', value: '0475/12.34.56' } } },
		{ name_to_use: 'Autre', contacts: { 0: { kind: 'mail', value: 'N@courrier.example' } } }
	];
	for (const fields of again) {
		await assert.rejects(
			open(aurore, fields),
			(problem) => problem instanceof PossibleDouble && problem.doubles[0]?.id === first && problem.doubles[0].name === 'Nadia B.'
		);
	}
	assert.deepEqual(await home.sql('select count(*)::int as made from accompaniment where lead_id = $1', [aurore.member]), [{ made: 1 }]);
	await open(aurore, { name_to_use: 'Nadia B.', seen: first });
	assert.deepEqual(await home.sql('select count(*)::int as made from accompaniment where lead_id = $1', [aurore.member]), [{ made: 2 }]);
});

test('Going on after a double uses the same form key: the refused post did not spend it.', async () => {
	const aurore = await home.member(await home.organization());
	const first = await open(aurore);
	const key = newId();
	await assert.rejects(open(aurore, {}, key), PossibleDouble);
	const second = await open(aurore, { seen: first }, key);
	assert.equal(await open(aurore, { seen: first }, key), second);
});

test("A double among others' people is never told: not a colleague's, not another organisation's, not one I am excluded from.", async () => {
	const organization = await home.organization();
	const [aurore, paul] = [await home.member(organization), await home.member(organization)];
	const elsewhere = await home.member(await home.organization('Ailleurs'), ['practitioner', 'front-desk', 'coordination', 'administrator']);
	const fields = { name_to_use: 'Chantal D.', birthDate: '1979-01-02', contacts: { 0: { kind: 'phone', value: '0499 00 00 00' } } };
	const hers = await open(paul, fields);
	await open(elsewhere, fields);
	assert.deepEqual(await as(aurore, (tx) => possibleDoubles(tx, aurore, said(fields))), []);
	await home.sql(`insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)`, [
		hers,
		organization,
		aurore.member
	]);
	assert.equal((await as(aurore, (tx) => possibleDoubles(tx, aurore, said(fields)))).length, 1);
	await home.sql(
		`insert into exclusion (person_id, account_id, organization_id) select person_id, $2, $3 from accompaniment where id = $1`,
		[hers, aurore.account, organization]
	);
	assert.deepEqual(await as(aurore, (tx) => possibleDoubles(tx, aurore, said(fields))), []);
});

test('A phone has another index in another organisation: two databases side by side tell nothing.', async () => {
	const [here, there] = [await home.member(await home.organization()), await home.member(await home.organization())];
	const fields = { name_to_use: 'Jo', contacts: { 0: { kind: 'phone', value: '0488 11 22 33' } } };
	const ids = [await open(here, fields), await open(there, fields)];
	const rows = await home.sql('select distinct value_index from contact where accompaniment_id = any ($1)', [ids]);
	assert.equal(rows.length, 2);
});

test('A colleague of another organisation, or one who has left, cannot be named: the form comes back and nothing is recorded.', async () => {
	const organization = await home.organization();
	const aurore = await home.member(organization);
	const stranger = await home.member(await home.organization());
	const gone = await home.member(organization);
	await home.sql(`update member set ended_at = now() - interval '1 day' where id = $1`, [gone.member]);
	const desk = await home.member(organization, ['front-desk']);
	for (const { member } of [stranger, gone, desk]) await assert.rejects(open(aurore, { colleagues: { 0: { member } } }), ColleagueGone);
	assert.deepEqual(await home.sql('select count(*)::int as made from accompaniment where organization_id = $1', [organization]), [
		{ made: 0 }
	]);
});

test('The front desk, coordination, an administrator and an ended member open no pathway.', async () => {
	const organization = await home.organization();
	const others = [
		await home.member(organization, ['front-desk']),
		await home.member(organization, ['coordination']),
		await home.member(organization, ['administrator'])
	];
	const ended = await home.member(organization);
	await home.sql(`update member set ended_at = now() - interval '1 hour' where id = $1`, [ended.member]);
	for (const actor of [...others, ended]) await assert.rejects(open(actor), { status: 404 });
	assert.deepEqual(await home.sql('select count(*)::int as made from accompaniment where organization_id = $1', [organization]), [
		{ made: 0 }
	]);
});

test('Sans carnet, and concealed without an alias: the front desk reads no name at all.', async () => {
	const organization = await home.organization();
	const [aurore, desk] = [await home.member(organization), await home.member(organization, ['front-desk'])];
	const people = {
		no: { answer: 'no' },
		yes: { answer: 'yes' },
		hidden: { concealed: 'yes' },
		alias: { concealed: 'yes', alias: 'Mme Lilas' },
		'no-alias': { answer: 'no', alias: 'Mme Rose', concealed: 'yes' }
	};
	for (const [name, fields] of Object.entries(people)) {
		const id = await open(aurore, { name_to_use: name, ...fields });
		await home.sql(
			`insert into appointment (id, accompaniment_id, organization_id, member_id, starts_at, time_zone) values ($1, $2, $3, $4, now() + interval '1 hour', 'Europe/Brussels')`,
			[newId(), id, organization, aurore.member]
		);
	}
	const rows = await as(
		desk,
		async (tx) => (await sql<{ shown_name: string }>`select shown_name from front_desk(now(), now() + interval '1 day')`.execute(tx)).rows
	);
	assert.deepEqual(rows.map((row) => row.shown_name).sort(), ['', '', '', 'Mme Lilas', 'yes']);
});
