import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as } from '#lib/server/db.ts';
import { once } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import { coverCaseload, endCover, readCovers } from './covers.server.ts';
import { assignLead, excludeColleague, readColleagues, readLoad, readPractitioners, readUnassigned } from './team.server.ts';

const home = await house({ after });
const NOT_FOUND = { status: 404 };
const later = (days: number) => new Date(Math.floor(Date.now() / 1000) * 1000 + days * 86_400_000);

/** An organisation with three practitioners, one coordination, one front desk and one administrator. */
async function team() {
	const organization = await home.organization();
	const member = (first: string, roles: Actor['roles']) => home.member(organization, roles, { first });
	return {
		organization,
		aurore: await member('Aurore', ['practitioner']),
		simon: await member('Simon', ['practitioner']),
		elise: await member('Élise', ['practitioner']),
		camille: await member('Camille', ['coordination']),
		bruno: await member('Bruno', ['front-desk']),
		anne: await member('Anne', ['administrator'])
	};
}

/** A pathway that has lost its lead. */
async function unassigned(lead: Actor, name: string) {
	const pathway = await home.pathway(lead, name);
	await home.sql('update accompaniment set lead_id = null where id = $1', [pathway.id]);
	return pathway;
}
const reads = async (actor: Actor, id: string) => (await as(actor, (tx) => readPathway(tx, id))) !== undefined;
const journal = (actor: Actor) =>
	home.sql<{ kind: string; accompaniment_id: string | null }>('select kind, accompaniment_id from journal where member_id = $1', [
		actor.member
	]);

test('Coordination sees what each colleague carries, in numbers, by first name whatever the accents.', async () => {
	const { aurore, simon, camille } = await team();
	for (const name of ['Nadia', 'Kevin']) await home.pathway(aurore, name);
	const paused = await home.pathway(simon, 'Irina');
	await home.sql(`update accompaniment set moment = 'paused' where id = $1`, [paused.id]);
	await as(camille, (tx) => coverCaseload(tx, { of: aurore.member, by: simon.member, until: later(3) }));
	const load = await as(camille, readLoad);
	assert.deepEqual(
		load.map((one) => [one.first_name, one.walking_with, one.without_next, one.covering]),
		[
			['Aurore', 2, 2, 0],
			['Élise', 0, 0, 0],
			['Simon', 1, 0, 2]
		]
	);
});

test('Whom a colleague saw today is not without a next step, even before it is written up.', async () => {
	const { organization, aurore, camille } = await team();
	const { id } = await home.pathway(aurore, 'Nadia');
	const meet = (at: string) =>
		home.sql(
			`insert into appointment (id, accompaniment_id, organization_id, member_id, starts_at, time_zone) values ($1, $2, $3, $4, ${at}, 'Europe/Brussels')`,
			[newId(), id, organization, aurore.member]
		);
	const without = async () => (await as(camille, readLoad)).find((one) => one.first_name === 'Aurore')?.without_next;
	await meet(`now() - interval '26 hours'`);
	assert.equal(await without(), 1);
	// The last instant, whatever the hour of this test: yesterday only within its first second.
	await meet('now()');
	assert.equal(await without(), 0);
});

test('Only coordination sees the load, the unassigned and gives them a lead: others are refused as if there were nothing.', async () => {
	const { aurore, simon, bruno, anne } = await team();
	const { id } = await unassigned(aurore, 'Nadia');
	const elsewhere = await home.member(await home.organization('Ailleurs'), ['coordination', 'administrator', 'practitioner', 'front-desk']);
	for (const actor of [aurore, bruno, anne]) {
		await assert.rejects(as(actor, readLoad), NOT_FOUND);
		await assert.rejects(as(actor, readUnassigned), NOT_FOUND);
		await assert.rejects(
			as(actor, (tx) => assignLead(tx, { accompaniment: id, member: simon.member })),
			NOT_FOUND
		);
		await assert.rejects(
			as(actor, (tx) => excludeColleague(tx, { accompaniment: id, member: simon.member })),
			NOT_FOUND
		);
	}
	assert.deepEqual(await as(elsewhere, readUnassigned), []);
	for (const wanted of [id, newId()]) {
		await assert.rejects(
			as(elsewhere, (tx) => assignLead(tx, { accompaniment: wanted, member: elsewhere.member })),
			{ code: 'list_changed', status: 409 }
		);
	}
});

test('Coordination sees the names of unassigned people only, and each reading is one line in the journal.', async () => {
	const { aurore, camille } = await team();
	const walked = await home.pathway(aurore, 'Nadia');
	await as(camille, readUnassigned);
	assert.deepEqual(await journal(camille), [], 'no name was read');
	await unassigned(aurore, 'Kevin');
	assert.deepEqual(
		(await as(camille, readUnassigned)).map((one) => one.shown_name),
		['Kevin']
	);
	await as(camille, readUnassigned);
	assert.deepEqual(await journal(camille), [{ kind: 'coordination', accompaniment_id: null }]);
	assert.equal(await reads(camille, walked.id), false);
});

test('A person is entrusted to a colleague once, and leaves the list.', async () => {
	const { aurore, simon, elise, camille } = await team();
	const { id } = await unassigned(aurore, 'Nadia');
	await as(camille, (tx) => assignLead(tx, { accompaniment: id, member: simon.member }));
	assert.equal(await reads(simon, id), true);
	assert.equal(await reads(aurore, id), false);
	assert.deepEqual(await as(camille, readUnassigned), []);
	await assert.rejects(
		as(camille, (tx) => assignLead(tx, { accompaniment: id, member: elise.member })),
		{ code: 'list_changed' }
	);
	assert.equal(await reads(elise, id), false);
});

test('Nobody is entrusted to a colleague who left, who does not practise, who is elsewhere, or whom the person keeps away.', async () => {
	const { aurore, simon, elise, bruno, camille } = await team();
	const { id, person } = await unassigned(aurore, 'Nadia');
	const elsewhere = await home.member(await home.organization('Ailleurs'));
	await home.sql('update member set ended_at = now() where id = $1', [simon.member]);
	await home.sql('insert into exclusion (person_id, account_id, organization_id) values ($1, $2, $3)', [
		person,
		elise.account,
		elise.organization
	]);
	for (const member of [simon, elise, bruno, elsewhere]) {
		await assert.rejects(
			as(camille, (tx) => assignLead(tx, { accompaniment: id, member: member.member })),
			{ code: 'colleague', status: 422 }
		);
	}
	assert.equal((await as(camille, readUnassigned)).length, 1);
});

test('Coordination does not see the name of somebody who keeps it away, and cannot entrust her.', async () => {
	const { aurore, simon, camille } = await team();
	const { id, person } = await unassigned(aurore, 'Nadia');
	await home.sql('insert into exclusion (person_id, account_id, organization_id) values ($1, $2, $3)', [
		person,
		camille.account,
		camille.organization
	]);
	assert.deepEqual(await as(camille, readUnassigned), []);
	await assert.rejects(
		as(camille, (tx) => assignLead(tx, { accompaniment: id, member: simon.member })),
		{ code: 'list_changed' }
	);
});

test('A colleague is kept away from an unassigned person at once, and cannot be given her afterwards.', async () => {
	const { aurore, simon, camille } = await team();
	const { id } = await unassigned(aurore, 'Nadia');
	await home.sql(`insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)`, [
		id,
		simon.organization,
		simon.member
	]);
	assert.equal(await reads(simon, id), true);
	await as(camille, (tx) => excludeColleague(tx, { accompaniment: id, member: simon.member }));
	assert.equal(await reads(simon, id), false);
	await assert.rejects(
		as(camille, (tx) => assignLead(tx, { accompaniment: id, member: simon.member })),
		{ code: 'colleague' }
	);
	await assert.rejects(
		as(camille, (tx) => excludeColleague(tx, { accompaniment: id, member: camille.member })),
		{ code: 'colleague' }
	);
});

test('Coordination covers a whole caseload without reading a name; the cover reads until the date, and not after.', async () => {
	const { aurore, simon, camille } = await team();
	const pathways = [await home.pathway(aurore, 'Nadia'), await home.pathway(aurore, 'Kevin')];
	const done = await as(camille, (tx) => coverCaseload(tx, { of: aurore.member, by: simon.member, until: later(3) }));
	assert.deepEqual(done, { covered: 2, leftOut: 0 });
	for (const { id } of pathways) assert.equal(await reads(simon, id), true);
	assert.deepEqual(await journal(camille), []);
	await home.sql(`update colleague set until = now() - interval '1 second' where member_id = $1`, [simon.member]);
	for (const { id } of pathways) assert.equal(await reads(simon, id), false);
	assert.deepEqual(await as(camille, readCovers), []);
});

test('Somebody who keeps the cover away is left out, and counted without a name.', async () => {
	const { aurore, simon, camille } = await team();
	const kept = await home.pathway(aurore, 'Nadia');
	const covered = await home.pathway(aurore, 'Kevin');
	await home.sql('insert into exclusion (person_id, account_id, organization_id) values ($1, $2, $3)', [
		kept.person,
		simon.account,
		simon.organization
	]);
	assert.deepEqual(await as(camille, (tx) => coverCaseload(tx, { of: aurore.member, by: simon.member, until: later(3) })), {
		covered: 1,
		leftOut: 1
	});
	assert.deepEqual([await reads(simon, kept.id), await reads(simon, covered.id)], [false, true]);
});

test('A practitioner covers her own caseload, never another one, and nobody makes himself a cover.', async () => {
	const { aurore, simon, elise, camille } = await team();
	await home.pathway(aurore, 'Nadia');
	await home.pathway(simon, 'Kevin');
	assert.deepEqual(await as(aurore, (tx) => coverCaseload(tx, { of: aurore.member, by: simon.member, until: later(2) })), {
		covered: 1,
		leftOut: 0
	});
	for (const [actor, of, by] of [
		[aurore, simon, elise],
		[aurore, simon, aurore],
		[camille, aurore, camille]
	] as const) {
		await assert.rejects(
			as(actor, (tx) => coverCaseload(tx, { of: of.member, by: by.member, until: later(2) })),
			NOT_FOUND
		);
	}
	await assert.rejects(
		as(elise, (tx) => coverCaseload(tx, { of: elise.member, by: simon.member, until: later(2) })),
		{ code: 'nobody_to_cover' }
	);
});

test('Front desk, administrator and a former member name no cover and see none.', async () => {
	const { aurore, simon, bruno, anne } = await team();
	await home.pathway(aurore, 'Nadia');
	await as(aurore, (tx) => coverCaseload(tx, { of: aurore.member, by: simon.member, until: later(2) }));
	for (const actor of [bruno, anne]) {
		assert.deepEqual(await as(actor, readCovers), []);
		await assert.rejects(
			as(actor, (tx) => coverCaseload(tx, { of: aurore.member, by: simon.member, until: later(2) })),
			NOT_FOUND
		);
		await assert.rejects(
			as(actor, (tx) => endCover(tx, { of: aurore.member, by: simon.member, until: later(2) })),
			NOT_FOUND
		);
	}
	await home.sql('update member set ended_at = now() where id = $1', [aurore.member]);
	assert.deepEqual(await as(aurore, readCovers), []);
	assert.deepEqual(await as(aurore, readPractitioners), []);
	assert.deepEqual(await as(aurore, readColleagues), []);
});

test('Covers are told by who, whom, until when and how many; a practitioner sees those given and held, coordination all of them.', async () => {
	const { aurore, simon, elise, camille } = await team();
	for (const name of ['Nadia', 'Kevin']) await home.pathway(aurore, name);
	await home.pathway(simon, 'Irina');
	const until = later(4);
	await as(camille, (tx) => coverCaseload(tx, { of: aurore.member, by: simon.member, until }));
	await as(camille, (tx) => coverCaseload(tx, { of: simon.member, by: elise.member, until }));
	const line = (cover: { of_first_name: string | null; by_first_name: string; people: number; until: Date }) =>
		[cover.of_first_name, cover.by_first_name, cover.people, cover.until.getTime() === until.getTime()] as const;
	const first = ['Aurore', 'Simon', 2, true] as const;
	const second = ['Simon', 'Élise', 1, true] as const;
	assert.deepEqual((await as(camille, readCovers)).map(line), [first, second]);
	assert.deepEqual((await as(aurore, readCovers)).map(line), [first]);
	assert.deepEqual((await as(simon, readCovers)).map(line), [first, second]);
	assert.deepEqual((await as(elise, readCovers)).map(line), [second]);
});

test('A cover is extended by naming it again, and ended by who gave it or by coordination, never by who holds it.', async () => {
	const { aurore, simon, camille } = await team();
	const { id } = await home.pathway(aurore, 'Nadia');
	await as(aurore, (tx) => coverCaseload(tx, { of: aurore.member, by: simon.member, until: later(2) }));
	await as(camille, (tx) => coverCaseload(tx, { of: aurore.member, by: simon.member, until: later(9) }));
	const [cover] = await as(aurore, readCovers);
	assert.equal(cover?.until.getTime(), later(9).getTime());
	const line = { of: aurore.member, by: simon.member, until: cover!.until };
	await assert.rejects(
		as(simon, (tx) => endCover(tx, line)),
		NOT_FOUND
	);
	await as(aurore, (tx) => endCover(tx, line));
	assert.equal(await reads(simon, id), false);
	await assert.rejects(
		as(camille, (tx) => endCover(tx, line)),
		{ code: 'list_changed', status: 409 }
	);
});

test('Another organisation, whatever its roles, neither covers, ends nor sees a cover here.', async () => {
	const { aurore, simon } = await team();
	await home.pathway(aurore, 'Nadia');
	await as(aurore, (tx) => coverCaseload(tx, { of: aurore.member, by: simon.member, until: later(2) }));
	const elsewhere = await home.member(await home.organization('Ailleurs'), ['coordination', 'administrator', 'practitioner', 'front-desk']);
	assert.deepEqual(await as(elsewhere, readCovers), []);
	const [cover] = await as(aurore, readCovers);
	await assert.rejects(
		as(elsewhere, (tx) => endCover(tx, { of: aurore.member, by: simon.member, until: cover!.until })),
		{ code: 'list_changed' }
	);
	await assert.rejects(as(elsewhere, (tx) => coverCaseload(tx, { of: aurore.member, by: elsewhere.member, until: later(2) })));
	assert.equal((await as(aurore, readCovers)).length, 1);
});

test('Twenty posts of one form entrust a person once.', async () => {
	const { aurore, simon, elise, camille } = await team();
	const { id } = await unassigned(aurore, 'Nadia');
	const key = newId();
	const answers = await Promise.allSettled(
		Array.from({ length: 20 }, (_, index) =>
			as(camille, (tx) =>
				once(tx, key, async () => {
					await assignLead(tx, { accompaniment: id, member: (index % 2 ? simon : elise).member });
					return '/equipe?fait=confier';
				})
			)
		)
	);
	assert.ok(answers.every((answer) => answer.status === 'fulfilled' && answer.value === '/equipe?fait=confier'));
	const changes = await home.sql(`select from audit where subject = 'accompaniment' and row_id = $1 and member_id = $2`, [
		id,
		camille.member
	]);
	assert.equal(changes.length, 1);
});

test('Twenty coordinations at once entrust a person to one colleague.', async () => {
	const { aurore, simon, elise, camille } = await team();
	const { id } = await unassigned(aurore, 'Nadia');
	const answers = await Promise.allSettled(
		Array.from({ length: 20 }, (_, index) =>
			as(camille, (tx) => assignLead(tx, { accompaniment: id, member: (index % 2 ? simon : elise).member }))
		)
	);
	assert.equal(answers.filter((answer) => answer.status === 'fulfilled').length, 1);
});

test('A colleague who leaves, or practises no more, leaves her people unassigned, and coordination sees them.', async () => {
	const { aurore, simon, camille } = await team();
	await home.pathway(aurore, 'Nadia');
	await home.pathway(simon, 'Kevin');
	await home.sql('update member set ended_at = now() where id = $1', [aurore.member]);
	await home.sql(`update member set roles = array['front-desk'] where id = $1`, [simon.member]);
	assert.deepEqual((await as(camille, readUnassigned)).map((one) => one.shown_name).sort(), ['Kevin', 'Nadia']);
});

test('The functions of the wall refuse who asks nothing but a name.', async () => {
	const { aurore, bruno } = await team();
	for (const actor of [aurore, bruno]) {
		for (const call of [sql`select * from team_load()`, sql`select * from unassigned()`, sql`select led_by(${aurore.member})`]) {
			await assert.rejects(
				as(actor, (tx) => call.execute(tx)),
				NOT_FOUND
			);
		}
	}
});
