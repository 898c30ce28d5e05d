import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { excludeMember, liftExclusion, nameColleague, readExcluded } from '#lib/companions/companions.server.ts';
import { readCaseload } from '#lib/caseload/caseload.server.ts';
import { readQuery } from '#lib/caseload/rules.ts';
import { endAccompaniment, reopenAccompaniment } from '#lib/people/ending.server.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, type Tx } from '#lib/server/db.ts';
import { readThread } from '#lib/thread/thread.server.ts';
import { found } from '#lib/web/found.ts';
import { once } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import { coverCaseload, readCovers } from './covers.server.ts';
import { assignLead, readLoad, readUnassigned, setAside } from './team.server.ts';

const home = await house({ after });
const endOf = (id: string) => id.slice(-12);
const reads = async (actor: Actor, id: string) => (await as(actor, (tx) => readPathway(tx, id))) !== undefined;
const on = <T>(actor: Actor, id: string, work: (tx: Tx, pathway: Pathway) => Promise<T>) =>
	as(actor, async (tx) => work(tx, found(await readPathway(tx, id))));
const asks = (actor: Actor, id: string, of: Actor) => as(actor, (tx) => setAside(tx, { reference: endOf(id), member: of.member }));
const leadOf = async (id: string) =>
	(await home.sql<{ lead_id: string | null }>('select lead_id from accompaniment where id = $1', [id]))[0]?.lead_id;
const exclusions = () => home.sql<{ person_id: string; account_id: string }>('select person_id, account_id from exclusion');

/** Simon leads her; Béatrice coordinates; Aurore is a colleague. */
async function scene(roles: { simon?: Actor['roles']; camille?: Actor['roles'] } = {}) {
	const organization = await home.organization();
	const simon = await home.member(organization, roles.simon ?? ['practitioner'], { first: 'Simon' });
	const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore' });
	const camille = await home.member(organization, roles.camille ?? ['coordination'], { first: 'Camille' });
	return { organization, simon, aurore, camille, ...(await home.pathway(simon, 'Nadia B.')) };
}

test('At her word coordination sets her lead aside by her reference: he reads nothing more, and she waits for somebody else.', async () => {
	const { simon, aurore, camille, id } = await scene();
	await asks(camille, id, simon);
	assert.equal(await reads(simon, id), false);
	assert.equal(await reads(camille, id), false);
	assert.deepEqual(
		(await as(camille, readUnassigned)).map((one) => one.id),
		[id]
	);
	await as(camille, (tx) => assignLead(tx, { accompaniment: id, member: aurore.member }));
	assert.equal(await reads(aurore, id), true);
	const thread = await on(aurore, id, readThread);
	assert.deepEqual(
		thread.stitches.filter(({ kind }) => kind === 'set-aside').map((stitch) => 'former' in stitch && stitch.former),
		['Simon']
	);
	assert.deepEqual(
		(await on(aurore, id, (tx, { accompaniment }) => readExcluded(tx, accompaniment.person_id))).map((one) => [
			one.first_name,
			one.added_by
		]),
		[['Simon', 'Camille']]
	);
});

test('What was changed, and by whom, stands in the audit; the journal says nothing that coordination did not read.', async () => {
	const { simon, camille, id } = await scene();
	await asks(camille, id, simon);
	assert.deepEqual(
		await home.sql(`select act, columns, member_id from audit where subject = 'accompaniment' and row_id = $1 and act = 'update'`, [id]),
		[{ act: 'update', columns: ['lead_id'], member_id: camille.member }]
	);
	assert.equal(
		(await home.sql(`select from audit where subject = 'exclusion' and act = 'insert' and member_id = $1`, [camille.member])).length,
		1
	);
	assert.deepEqual(await home.sql(`select kind from journal where accompaniment_id = $1`, [id]), []);
});

test('Whoever was set aside finds her in no list, search, count or cover, though he coordinates and administers too.', async () => {
	const { simon, aurore, camille, id } = await scene({ simon: ['practitioner', 'coordination', 'administrator', 'front-desk'] });
	const other = await home.pathway(aurore, 'Kevin M.');
	const seen = () =>
		as(simon, async (tx) => ({
			load: (await readLoad(tx)).map((one) => [one.first_name, one.walking_with, one.without_next, one.covering]),
			unassigned: (await readUnassigned(tx)).map((one) => one.id),
			covers: (await readCovers(tx)).map((one) => [one.by_first_name, one.people]),
			list: (await readCaseload(tx, simon.member, readQuery(new URLSearchParams()))).rows.map((one) => one.id),
			search: (await readCaseload(tx, simon.member, readQuery(new URLSearchParams('q=nadia')))).rows.map((one) => one.id),
			led: (await sql<{ n: number }>`select led_by(${aurore.member}) as n`.execute(tx)).rows[0]?.n
		}));
	await asks(camille, id, simon);
	const without = await seen();
	await as(camille, (tx) => assignLead(tx, { accompaniment: id, member: aurore.member }));
	assert.deepEqual(await seen(), without);
	// Her new lead is away: a colleague covers everybody, her too.
	const elise = await home.member(aurore.organization, ['practitioner'], { first: 'Élise' });
	const covered = await as(simon, (tx) =>
		coverCaseload(tx, { of: aurore.member, by: elise.member, until: new Date(Date.now() + 86_400_000) })
	);
	assert.deepEqual(covered, { covered: 1, leftOut: 0 });
	assert.deepEqual([await reads(elise, id), await reads(elise, other.id)], [true, true]);
	const after = await seen();
	assert.deepEqual(after.covers, [['Élise', 1]]);
	assert.ok(after.load.some(([first, , , covering]) => first === 'Élise' && covering === 1));
});

test('A reference that is unknown, another organisation’s or noted already is answered alike, and changes nothing.', async () => {
	const { simon, camille, id } = await scene();
	const foreign = await scene();
	await asks(camille, id, simon);
	const before = await exclusions();
	for (const other of [newId(), foreign.id, id]) assert.equal(await asks(camille, other, simon), undefined);
	// She excluded this coordination too: for it she is nobody.
	const hers = await scene();
	await home.sql('insert into exclusion (person_id, account_id, organization_id) values ($1, $2, $3)', [
		hers.person,
		hers.camille.account,
		hers.organization
	]);
	assert.equal(await asks(hers.camille, hers.id, hers.simon), undefined);
	assert.equal(await leadOf(hers.id), hers.simon.member);
	assert.equal(await leadOf(foreign.id), foreign.simon.member);
	assert.equal((await exclusions()).length, before.length + 1);
});

test('Two people under one reference: nobody is set aside by chance.', async () => {
	const { simon, camille, id } = await scene();
	const twin = `${newId().slice(0, -12)}${endOf(id)}`;
	const other = await home.pathway(simon, 'Kevin M.');
	await home.sql('update accompaniment set id = $2 where id = $1', [other.id, twin]);
	await asks(camille, id, simon);
	assert.deepEqual([await leadOf(id), await leadOf(twin)], [simon.member, simon.member]);
});

test('Nobody but coordination sets aside: not the lead, a colleague, the front desk, an administrator, or another organisation.', async () => {
	const { organization, simon, aurore, id } = await scene();
	const elsewhere = await home.organization();
	const others = [
		simon,
		aurore,
		await home.member(organization, ['front-desk']),
		await home.member(organization, ['administrator']),
		await home.member(organization, ['practitioner', 'front-desk', 'administrator'])
	];
	for (const actor of others) await assert.rejects(asks(actor, id, simon), { status: 404 });
	const foreign = await home.member(elsewhere, ['practitioner', 'front-desk', 'coordination', 'administrator']);
	await assert.rejects(asks(foreign, id, simon), { field: 'member', code: 'colleague' });
	await assert.rejects(asks(foreign, id, foreign), { field: 'member', code: 'colleague' });
	assert.equal(await leadOf(id), simon.member);
	assert.ok(!(await exclusions()).some(({ account_id }) => account_id === simon.account));
});

test('Nobody takes a person from a colleague: whoever walks with her does not note it, and whoever noted it does not become the lead.', async () => {
	const { simon, camille, aurore, id } = await scene({ camille: ['practitioner', 'coordination'] });
	await on(simon, id, (tx) => nameColleague(tx, id, { member: camille.member, track: 'social', until: null }));
	await assert.rejects(asks(camille, id, simon), { field: 'reference', code: 'walks_with_her' });
	await assert.rejects(asks(camille, id, camille), { field: 'member', code: 'colleague' });
	await on(camille, id, (tx) => tx.deleteFrom('colleague').where('member_id', '=', camille.member).execute());
	await asks(camille, id, simon);
	await assert.rejects(
		as(camille, (tx) => assignLead(tx, { accompaniment: id, member: camille.member })),
		{ field: 'member', code: 'colleague' }
	);
	await as(camille, (tx) => assignLead(tx, { accompaniment: id, member: aurore.member }));
	assert.equal(await leadOf(id), aurore.member);
});

test('The lead who coordinates does not keep her by noting it himself, nor exclude a colleague of hers by her reference.', async () => {
	const { simon, aurore, id } = await scene({ simon: ['practitioner', 'coordination'] });
	await assert.rejects(asks(simon, id, aurore), { field: 'reference', code: 'walks_with_her' });
	assert.deepEqual(await home.sql('select from exclusion where account_id = $1', [aurore.account]), []);
});

test('Sent twenty times at once, by two colleagues of coordination and from a stale form: one exclusion, told once, undone by nothing.', async () => {
	const { organization, simon, aurore, camille, id } = await scene();
	const second = await home.member(organization, ['coordination'], { first: 'Dora' });
	const key = newId();
	const post = (who: Actor, formKey: string) =>
		as(who, (tx) =>
			once(tx, formKey, async () => {
				await setAside(tx, { reference: endOf(id), member: simon.member });
				return '/equipe?fait=demande';
			})
		);
	const answers = await Promise.all(
		Array.from({ length: 20 }, (_, index) => post(index % 2 ? camille : second, index < 10 ? key : newId()))
	);
	assert.deepEqual(new Set(answers), new Set(['/equipe?fait=demande']));
	assert.equal((await home.sql('select from exclusion where account_id = $1', [simon.account])).length, 1);
	assert.equal((await home.sql('select from set_aside where accompaniment_id = $1', [id])).length, 1);
	await as(camille, (tx) => assignLead(tx, { accompaniment: id, member: aurore.member }));
	// Lifted later at her word, the form of that day brings nothing back.
	await on(aurore, id, (tx, { accompaniment }) => liftExclusion(tx, accompaniment.person_id, simon.account));
	assert.equal(await post(camille, key), '/equipe?fait=demande');
	assert.deepEqual(await home.sql('select from exclusion where account_id = $1', [simon.account]), []);
	assert.equal(await leadOf(id), aurore.member);
});

test('Every accompaniment of hers here loses him; another organisation that he leads her in is told nothing but that she has no lead.', async () => {
	const { organization, simon, camille, id, person } = await scene();
	const elsewhere = await home.organization();
	const there = await home.member(elsewhere, ['practitioner'], { first: 'Simon', account: simon.account });
	const [second, abroad] = [newId(), newId()];
	for (const [file, where, lead] of [
		[second, organization, simon.member],
		[abroad, elsewhere, there.member]
	])
		await home.sql(
			`insert into accompaniment (id, organization_id, person_id, lead_id, name_to_use, opened_on) values ($1, $2, $3, $4, 'Nadia', current_date)`,
			[file, where, person, lead]
		);
	await asks(camille, id, simon);
	assert.deepEqual([await leadOf(id), await leadOf(second), await leadOf(abroad)], [null, null, null]);
	assert.equal((await home.sql('select from set_aside where accompaniment_id = any ($1)', [[id, second]])).length, 2);
	assert.deepEqual(await home.sql('select from set_aside where accompaniment_id = $1', [abroad]), []);
});

test('A front desk, a colleague or a cover is set aside in the same way; the lead keeps her.', async () => {
	const { organization, simon, aurore, camille, id, person } = await scene();
	const bruno = await home.member(organization, ['front-desk'], { first: 'Bruno' });
	await on(simon, id, (tx) => nameColleague(tx, id, { member: aurore.member, track: null, until: null }));
	for (const who of [bruno, aurore]) await asks(camille, id, who);
	assert.equal(await reads(aurore, id), false);
	assert.equal(await leadOf(id), simon.member);
	assert.deepEqual(
		(await home.sql<{ account_id: string }>('select account_id from exclusion where person_id = $1', [person]))
			.map((one) => one.account_id)
			.sort(),
		[bruno.account, aurore.account].sort()
	);
	assert.deepEqual(await home.sql('select from set_aside where accompaniment_id = $1', [id]), []);
});

test('A pathway that ended and goes on does not find again a lead who was set aside meanwhile: she is without a lead, and it shows.', async () => {
	const { simon, aurore, camille, id } = await scene();
	await on(simon, id, (tx) => nameColleague(tx, id, { member: aurore.member, track: null, until: null }));
	await on(simon, id, (tx, pathway) =>
		endAccompaniment(tx, pathway, { how: 'together', ended_on: '2026-11-20', hers: '', ours: '', helped: '', release: false })
	);
	await asks(camille, id, simon);
	assert.equal(await reads(simon, id), false);
	await on(aurore, id, (tx, pathway) => reopenAccompaniment(tx, pathway, '2026-11-22'));
	assert.equal(await leadOf(id), null);
	assert.deepEqual(
		(await as(camille, readUnassigned)).map((one) => one.id),
		[id]
	);
});

test('A colleague still excludes no lead by himself, and the exclusion of coordination is lifted by the new lead alone.', async () => {
	const { simon, aurore, camille, id, person } = await scene();
	await on(simon, id, (tx) => nameColleague(tx, id, { member: aurore.member, track: null, until: null }));
	await assert.rejects(
		on(aurore, id, (tx) => excludeMember(tx, person, simon.member)),
		{ status: 404 }
	);
	await asks(camille, id, simon);
	await on(aurore, id, (tx) => liftExclusion(tx, person, simon.account));
	assert.equal((await home.sql('select from exclusion where account_id = $1', [simon.account])).length, 1);
	await as(camille, (tx) => assignLead(tx, { accompaniment: id, member: aurore.member }));
	await on(aurore, id, (tx) => liftExclusion(tx, person, simon.account));
	assert.deepEqual(await home.sql('select from exclusion where account_id = $1', [simon.account]), []);
	assert.equal(await reads(simon, id), false);
});
