import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { as, asRole, type Tx } from '#lib/server/db.ts';
import { StaleError } from '#lib/web/once.server.ts';
import { found } from '#lib/web/found.ts';
import { house } from '../../../tests/house.ts';
import { readAnswers, recordAnswer } from './answer.server.ts';
import { readContacts } from './contact.server.ts';
import { countAhead, endAccompaniment, readEndings, recordDeath, reopenAccompaniment } from './ending.server.ts';
import { recordMoment, readMoments } from './moment.server.ts';
import { readPathway, type Pathway } from './pathway.server.ts';
import { changeProfile, readFormer, readProfile, type FormerProfile } from './profile.server.ts';
import { keepProtection, readProtections, removeProtection } from './protection.server.ts';
import { ProfileForm, ProtectionForm } from './rules.ts';

const home = await house({ after });
const TODAY = '2026-11-22';

/** As somebody, on one pathway, as every page does. */
const on = <T>(actor: Actor, id: string, work: (tx: Tx, pathway: Pathway) => Promise<T>) =>
	as(actor, async (tx) => work(tx, found(await readPathway(tx, id))));
const profile = (fields: Record<string, unknown>) => ProfileForm(TODAY).parse({ name_to_use: 'Nadia B.', version: '0', ...fields });
const answer = (value: 'yes' | 'not-now' | 'no') => ({ answer: value, how: 'orally' as const, said_on: TODAY });
const looked = {
	hers: 'On a bien ri.',
	ours: 'Le bail est signé.',
	helped: 'Le vélo',
	how: 'together' as const,
	ended_on: TODAY,
	release: false
};

async function pathway() {
	const organization = await home.organization();
	const aurore = await home.member(organization);
	return { organization, aurore, ...(await home.pathway(aurore)) };
}

/** Everybody who must be answered as if the pathway did not exist. */
async function outsiders(organization: string, id: string) {
	const stranger = await home.member(await home.organization(), ['practitioner', 'front-desk', 'coordination', 'administrator']);
	const notNamed = await home.member(organization, ['practitioner', 'coordination', 'administrator']);
	const ended = await home.member(organization);
	const lapsed = await home.member(organization);
	const excluded = await home.member(organization);
	await home.sql(
		`insert into colleague (accompaniment_id, organization_id, member_id, until) values ($1, $2, $3, null), ($1, $2, $4, now() - interval '1 minute'), ($1, $2, $5, null)`,
		[id, organization, ended.member, lapsed.member, excluded.member]
	);
	await home.sql(`update member set ended_at = now() - interval '1 minute' where id = $1`, [ended.member]);
	await home.sql(
		`insert into exclusion (person_id, account_id, organization_id) select person_id, $2, $3 from accompaniment where id = $1`,
		[id, excluded.account, organization]
	);
	return { stranger, notNamed, ended, lapsed, excluded };
}

test('She answers anew as often as she likes; every answer stays, and the last one counts.', async () => {
	const { aurore, id } = await pathway();
	for (const value of ['not-now', 'yes', 'no'] as const) await on(aurore, id, (tx) => recordAnswer(tx, id, answer(value)));
	assert.deepEqual(
		(await on(aurore, id, (tx) => readAnswers(tx, id))).map((one) => one.value),
		['no', 'yes', 'not-now']
	);
	assert.deepEqual(await home.sql('select carnet from accompaniment where id = $1', [id]), [{ carnet: 'no' }]);
});

test('Who is not named, has left, is excluded or belongs elsewhere finds nothing and changes nothing.', async () => {
	const { organization, aurore, id } = await pathway();
	await on(aurore, id, (tx) => recordAnswer(tx, id, answer('yes')));
	for (const [who, actor] of Object.entries(await outsiders(organization, id))) {
		await assert.rejects(
			on(actor, id, async () => undefined),
			{ status: 404 },
			who
		);
		// Even past the first gate, the wall refuses each act.
		await assert.rejects(
			as(actor, (tx) => recordAnswer(tx, id, answer('no'))),
			{ status: 404 },
			who
		);
		await assert.rejects(
			as(actor, (tx) => recordMoment(tx, id, { moment: 'paused', until: null }, TODAY)),
			{ status: 404 },
			who
		);
		assert.deepEqual(await as(actor, (tx) => readAnswers(tx, id)), [], who);
		const changed = await as(
			actor,
			async (tx) => (await tx.updateTable('accompaniment').set({ carnet: 'no' }).where('id', '=', id).returning('id').execute()).length
		);
		assert.equal(changed, 0, who);
	}
	assert.deepEqual(await home.sql('select carnet, moment from accompaniment where id = $1', [id]), [{ carnet: 'yes', moment: 'moving' }]);
});

test('Forged columns are refused by the database itself.', async () => {
	const { aurore, id } = await pathway();
	const stranger = await home.member(await home.organization());
	const forged: Record<string, string> = { recorded_by: stranger.member, organization_id: stranger.organization };
	for (const [column, value] of Object.entries(forged)) {
		await assert.rejects(
			on(aurore, id, (tx) =>
				sql`insert into answer (id, accompaniment_id, value, said_on, ${sql.ref(column)}) values (${newId()}, ${id}, 'yes', ${TODAY}, ${value})`.execute(
					tx
				)
			),
			{ status: 404 },
			column
		);
	}
	await assert.rejects(
		on(aurore, id, (tx) => sql`update accompaniment set organization_id = ${stranger.organization} where id = ${id}`.execute(tx)),
		{ status: 404 }
	);
	await assert.rejects(
		on(aurore, id, (tx) => sql`update accompaniment set last_met_on = now() where id = ${id}`.execute(tx)),
		{ status: 404 }
	);
});

test('A moment is said, kept with its day, and ends by itself never.', async () => {
	const { aurore, id } = await pathway();
	await on(aurore, id, (tx) => recordMoment(tx, id, { moment: 'holding', until: null }, '2026-10-01'));
	await on(aurore, id, (tx) => recordMoment(tx, id, { moment: 'paused', until: '2026-10-31' }, '2026-10-15'));
	const [row] = await home.sql('select moment, moment_until::text from accompaniment where id = $1', [id]);
	assert.deepEqual(row, { moment: 'paused', moment_until: '2026-10-31' });
	assert.deepEqual(
		(await on(aurore, id, (tx) => readMoments(tx, id))).map(({ value, since }) => [value, since]),
		[
			['paused', '2026-10-15'],
			['holding', '2026-10-01']
		]
	);
});

test('A change of the profile keeps the former one whole, and says who replaced it.', async () => {
	const { organization, aurore, id } = await pathway();
	const paul = await home.member(organization, ['practitioner'], { first: 'Paul-Henri' });
	await home.sql('insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)', [
		id,
		organization,
		paul.member
	]);
	await on(aurore, id, (tx, path) =>
		changeProfile(
			tx,
			aurore,
			path,
			profile({
				matters: 'Travailler en cuisine.',
				contacts: { 0: { kind: 'phone', value: '0475 12 34 56' }, 1: { kind: 'mail', value: 'n@courrier.example' } }
			})
		)
	);
	const contacts = await on(aurore, id, (tx, { key }) => readContacts(tx, id, key));
	await on(paul, id, (tx, path) =>
		changeProfile(
			tx,
			paul,
			path,
			profile({
				name_to_use: 'Nadia Ben',
				version: '1',
				matters: 'Être là à 16 h.',
				contacts: {
					0: { id: contacts[1]!.id, kind: 'mail', value: 'nadia@courrier.example' },
					1: { id: contacts[0]!.id, kind: 'phone', value: '' }
				}
			})
		)
	);
	await on(aurore, id, async (tx, path) => {
		const now = await readProfile(tx, path);
		assert.deepEqual([now.version, now.matters, path.accompaniment.name_to_use], [2, 'Être là à 16 h.', 'Nadia Ben']);
		assert.deepEqual(
			(await readContacts(tx, id, path.key)).map(({ id, value }) => [id, value]),
			[[contacts[1]!.id, 'nadia@courrier.example']]
		);
		const [former, ...more] = await readFormer<FormerProfile>(tx, path, 'profile');
		assert.equal(more.length, 0);
		assert.deepEqual(
			[former!.by, former!.text.matters, former!.text.name_to_use, former!.text.contacts.length],
			['Paul-Henri', 'Travailler en cuisine.', 'Nadia B.', 2]
		);
	});
});

test('Two who change the profile at once: the second is told, and overwrites nothing.', async () => {
	const { aurore, id } = await pathway();
	const change = (matters: string) => on(aurore, id, (tx, path) => changeProfile(tx, aurore, path, profile({ matters })));
	const results = await Promise.allSettled(['un', 'deux', 'trois'].map(change));
	assert.equal(results.filter((one) => one.status === 'fulfilled').length, 1);
	for (const one of results) if (one.status === 'rejected') assert.ok(one.reason instanceof StaleError);
	await on(aurore, id, async (tx, path) => assert.equal((await readProfile(tx, path)).version, 1));
});

test('A contact of another file is not changed through mine.', async () => {
	const { aurore, id } = await pathway();
	const other = await home.pathway(aurore, 'Samir K.');
	await on(aurore, other.id, (tx, path) =>
		changeProfile(tx, aurore, path, profile({ name_to_use: 'Samir K.', contacts: { 0: { kind: 'phone', value: '0499' } } }))
	);
	const [his] = await on(aurore, other.id, (tx, { key }) => readContacts(tx, other.id, key));
	await on(aurore, id, (tx, path) =>
		changeProfile(tx, aurore, path, profile({ contacts: { 0: { id: his!.id, kind: 'phone', value: '0488' } } }))
	);
	assert.deepEqual(
		(await on(aurore, other.id, (tx, { key }) => readContacts(tx, other.id, key))).map((one) => one.value),
		['0499']
	);
	assert.deepEqual(
		(await on(aurore, id, (tx, { key }) => readContacts(tx, id, key))).map((one) => one.value),
		['0488']
	);
});

test('A protection is named, changed with its version, and opens no access.', async () => {
	const { organization, aurore, id } = await pathway();
	const said = (fields: Record<string, unknown>) =>
		ProtectionForm.parse({ kind: 'administrateur', name: 'Me Dubois', domains: 'les comptes', ...fields });
	await on(aurore, id, (tx, path) => keepProtection(tx, path, said({})));
	const [one] = await on(aurore, id, (tx, { key }) => readProtections(tx, id, key));
	await on(aurore, id, (tx, path) => keepProtection(tx, path, said({ id: one!.id, version: '1', name: 'Me Dupont' })));
	await assert.rejects(
		on(aurore, id, (tx, path) => keepProtection(tx, path, said({ id: one!.id, version: '1' }))),
		StaleError
	);
	const [stored] = await home.sql<{ sealed: string }>('select sealed from protection where id = $1', [one!.id]);
	assert.ok(!stored!.sealed.includes('Dupont'));
	// A staff member of the same name gains nothing.
	const dupont = await home.member(organization, ['practitioner'], { first: 'Me', last: 'Dupont' });
	await assert.rejects(
		on(dupont, id, async () => undefined),
		{ status: 404 }
	);
	const other = await home.pathway(aurore, 'Autre');
	await on(aurore, other.id, (tx) => removeProtection(tx, other.id, one!.id));
	assert.equal((await on(aurore, id, (tx, { key }) => readProtections(tx, id, key))).length, 1);
});

test('An ending keeps the look back sealed, may release what was planned, and the way can go on.', async () => {
	const { aurore, organization, id } = await pathway();
	await home.sql(
		`insert into appointment (id, accompaniment_id, organization_id, member_id, starts_at, time_zone) values ($1, $2, $3, $4, now() + interval '3 days', 'Europe/Brussels')`,
		[newId(), id, organization, aurore.member]
	);
	await on(aurore, id, (tx, path) => endAccompaniment(tx, path, looked));
	assert.equal(await on(aurore, id, (tx) => countAhead(tx, id)), 1);
	await assert.rejects(
		on(aurore, id, (tx, path) => endAccompaniment(tx, path, looked)),
		StaleError
	);
	const endings = await on(aurore, id, (tx, { key }) => readEndings(tx, id, key));
	assert.deepEqual(
		endings.map(({ how, hers, helped, reopened_on }) => [how, hers, helped, reopened_on]),
		[['together', 'On a bien ri.', 'Le vélo', null]]
	);
	await on(aurore, id, (tx, path) => reopenAccompaniment(tx, path, TODAY));
	assert.deepEqual(await home.sql('select ended_on, ended_how from accompaniment where id = $1', [id]), [
		{ ended_on: null, ended_how: null }
	]);
	await on(aurore, id, (tx, path) => endAccompaniment(tx, path, { ...looked, how: 'elsewhere', release: true }));
	assert.equal(await on(aurore, id, (tx) => countAhead(tx, id)), 0);
	assert.equal((await on(aurore, id, (tx, { key }) => readEndings(tx, id, key))).length, 2);
});

test('After a death the appointments are released, the file is read, and nothing can be added or changed.', async () => {
	const { aurore, organization, id } = await pathway();
	await home.sql(
		`insert into appointment (id, accompaniment_id, organization_id, member_id, starts_at, time_zone)
		select gen_random_uuid(), $1, $2, $3, now() + day * interval '1 day', 'Europe/Brussels' from unnest(array[-1, 1, 9]) day`,
		[id, organization, aurore.member]
	);
	await on(aurore, id, (tx, path) => recordDeath(tx, path, '2026-11-20'));
	assert.deepEqual(
		await home.sql('select state, count(*)::int from appointment where accompaniment_id = $1 group by state order by state', [id]),
		[
			{ state: 'planned', count: 1 },
			{ state: 'released', count: 2 }
		]
	);
	const [row] = await home.sql('select ended_how, ended_on::text, next_at from accompaniment where id = $1', [id]);
	assert.deepEqual(row, { ended_how: 'death', ended_on: '2026-11-20', next_at: null });
	assert.equal((await on(aurore, id, async (_, { accompaniment }) => accompaniment)).id, id);
	const acts: Record<string, (tx: Tx, path: Pathway) => Promise<unknown>> = {
		answer: (tx) => recordAnswer(tx, id, answer('yes')),
		moment: (tx) => recordMoment(tx, id, { moment: 'paused', until: null }, TODAY),
		profile: (tx, path) => changeProfile(tx, aurore, path, profile({ matters: 'x' })),
		protection: (tx, path) => keepProtection(tx, path, ProtectionForm.parse({ kind: 'tuteur', name: 'x' })),
		name: (tx) => tx.updateTable('accompaniment').set({ name_to_use: 'x' }).where('id', '=', id).execute(),
		appointment: (tx) =>
			tx
				.insertInto('appointment')
				.values({ id: newId(), accompaniment_id: id, starts_at: new Date(), time_zone: 'Europe/Brussels' })
				.execute()
	};
	for (const [name, act] of Object.entries(acts)) await assert.rejects(on(aurore, id, act), { status: 404 }, name);
});

test("A death is in no figure: not in statistics, not in anybody's load.", async () => {
	const { aurore, organization, id } = await pathway();
	const coordination = await home.member(organization, ['coordination']);
	await on(aurore, id, (tx, path) => recordDeath(tx, path, TODAY));
	const counted = await asRole('cheminer_statistics', (tx) =>
		sql<{ n: number }>`select count(*)::int as n from accompaniment where organization_id = ${organization}`.execute(tx)
	);
	assert.equal(counted.rows[0]!.n, 0);
	const load = await as(coordination, (tx) => sql<{ walking_with: number }>`select walking_with::int from team_load()`.execute(tx));
	assert.deepEqual(
		load.rows.map((row) => row.walking_with),
		[0]
	);
});

test('A death recorded by mistake is taken back, and the file lives on.', async () => {
	const { aurore, id } = await pathway();
	await on(aurore, id, (tx, path) => recordDeath(tx, path, TODAY));
	await on(aurore, id, (tx, path) => reopenAccompaniment(tx, path, TODAY));
	await on(aurore, id, (tx) => recordMoment(tx, id, { moment: 'holding', until: null }, TODAY));
	const [ending] = await on(aurore, id, (tx, { key }) => readEndings(tx, id, key));
	assert.equal(ending!.reopened_on, TODAY);
});

test('What counts for her is never lost, whatever the order in which people change it.', async () => {
	const { organization, aurore, id } = await pathway();
	const paul = await home.member(organization, ['practitioner'], { first: 'Paul-Henri' });
	await home.sql('insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)', [
		id,
		organization,
		paul.member
	]);
	const edit = fc.record({
		by: fc.constantFrom(0, 1),
		late: fc.boolean(),
		matters: fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).map((text) => `« ${text} »`.normalize('NFC'))
	});
	await fc.assert(
		fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), async (edits) => {
			const stands = () => on(aurore, id, readProfile);
			const said = [(await stands()).matters];
			const from = (await on(aurore, id, (tx, path) => readFormer<FormerProfile>(tx, path, 'profile'))).length;
			for (const { by, late, matters } of edits) {
				const actor = [aurore, paul][by]!;
				const version = String((await stands()).version + (late ? 1 : 0));
				const work = on(actor, id, (tx, path) => changeProfile(tx, actor, path, profile({ matters, version })));
				if (late) await assert.rejects(work, StaleError);
				else {
					await work;
					said.push(matters);
				}
			}
			const former = (await on(paul, id, (tx, path) => readFormer<FormerProfile>(tx, path, 'profile'))).reverse().slice(from);
			const kept = [...former.map(({ text }) => text.matters), (await stands()).matters];
			const once = (texts: string[]) => texts.filter((text, at) => text !== '' && text !== texts[at - 1]);
			assert.deepEqual(once(kept), once(said));
		}),
		{ numRuns: 12 }
	);
});
