import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { isHttpError } from '@sveltejs/kit';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { readCaseload } from '#lib/caseload/caseload.server.ts';
import { readQuery } from '#lib/caseload/rules.ts';
import { readDesk } from '#lib/desk/desk.server.ts';
import { readStops } from '#lib/organization/stops.server.ts';
import { clearExpired } from '#lib/server/clearing.ts';
import { as, asRole } from '#lib/server/db.ts';
import { readingLimits } from '#lib/server/settings.ts';
import { house } from '../../../tests/house.ts';
import { noteReading, readPathway, type ReadingKind } from './pathway.server.ts';

const home = await house({ after });
const { filesAnHour, filesADay, searchesAnHour } = readingLimits();

/** A caseload planted without asking anybody. */
async function caseload(lead: Actor, people: number): Promise<string[]> {
	const rows = await home.sql<{ id: string }>(
		`with people as (insert into person (id) select gen_random_uuid() from generate_series(1, $1) returning id),
			sealed as (insert into keys.person_key (person_id, wrapped) select id, (select wrapped from keys.person_key limit 1) from people)
		insert into accompaniment (id, organization_id, person_id, lead_id, name_to_use, opened_on)
		select gen_random_uuid(), $2, id, $3, 'Nadia ' || row_number() over (), current_date from people returning id`,
		[people, lead.organization, lead.member]
	);
	return rows.map(({ id }) => id);
}

const opens = (actor: Actor, id: string, kind: ReadingKind = 'pathway') => as(actor, (tx) => noteReading(tx, kind, id));
const lists = (actor: Actor, address: string) => as(actor, (tx) => readCaseload(tx, actor.member, readQuery(new URLSearchParams(address))));
/** Seconds to wait, or 0 when it was done. */
const waits = (work: Promise<unknown>): Promise<number> =>
	work.then(
		() => 0,
		(problem) => {
			assert.ok(isHttpError(problem, 429), String(problem));
			return problem.body.wait ?? 0;
		}
	);
const passes = (who: Actor, time: string) =>
	home.sql(`update journal set at = at - $2::interval, hour = hour - $2::interval where account_id = $1`, [who.account, time]);
const practitioner = async () => home.member(await home.organization());

// Something to seal with: keys are copied, texts are never opened here.
await home.pathway(await practitioner());

test('Whoever walks through a thousand files is stopped early, and the journal keeps it.', async () => {
	const thief = await practitioner();
	const ids = await caseload(thief, 1000);
	let read = 0;
	for (const id of ids) if ((await waits(opens(thief, id))) === 0) read += 1;
	assert.equal(read, filesAnHour);
	assert.deepEqual(
		await home.sql(`select kind, accompaniment_id, count(*) from journal where member_id = $1 and kind = 'stopped' group by 1, 2`, [
			thief.member
		]),
		[{ kind: 'stopped', accompaniment_id: null, count: 1 }]
	);
});

test('Twenty at once are twenty: speed does not pass the limit.', async () => {
	const thief = await practitioner();
	const ids = await caseload(thief, filesAnHour + 60);
	const answers: number[] = [];
	for (let at = 0; at < ids.length; at += 20)
		answers.push(...(await Promise.all(ids.slice(at, at + 20).map((id) => waits(opens(thief, id))))));
	assert.equal(answers.filter((wait) => wait === 0).length, filesAnHour);
});

test('A hard day passes: nine interviews, forty files opened many times, a caseload printed and handed over, a hundred searches.', async () => {
	const aurore = await practitioner();
	const ids = await caseload(aurore, 110);
	for (let round = 0; round < 3; round += 1) for (const id of ids.slice(0, 40)) await opens(aurore, id);
	await passes(aurore, '2 hours');
	for (const id of ids) await opens(aurore, id, 'print');
	for (let time = 0; time < 100; time += 1) await lists(aurore, 'q=nadia');
	for (const page of ['', 'tri=vue', 'suite=sans', 'fin=oui']) for (let time = 0; time < 10; time += 1) await lists(aurore, page);
	await as(aurore, (tx) => noteReading(tx, 'list', null, false));
	assert.deepEqual(await home.sql(`select from journal where member_id = $1 and kind = 'stopped'`, [aurore.member]), []);
});

test('A file opened since yesterday stays open, whatever was opened after it: what is typed there is never refused.', async () => {
	const aurore = await practitioner();
	const ids = await caseload(aurore, filesAnHour + 2);
	await opens(aurore, ids[0]!);
	await passes(aurore, '10 hours');
	for (const id of ids.slice(1, filesAnHour + 1)) await opens(aurore, id);
	assert.ok((await waits(opens(aurore, ids[filesAnHour + 1]!))) > 0);
	assert.equal(await waits(opens(aurore, ids[0]!)), 0);
	assert.equal(await waits(opens(aurore, ids[1]!, 'print')), 0);
});

test('A line of the day is written whatever was read; it opens nothing, and leads to no file that was not opened.', async () => {
	const aurore = await practitioner();
	const ids = await caseload(aurore, filesAnHour + 30);
	for (const id of ids.slice(0, filesAnHour)) await opens(aurore, id);
	for (const id of ids.slice(filesAnHour)) {
		await opens(aurore, id, 'writing');
		assert.ok((await waits(opens(aurore, id))) > 0);
	}
});

test('Waiting is enough: as long as was said, and not longer for having tried.', async () => {
	const aurore = await practitioner();
	const ids = await caseload(aurore, filesAnHour + 1);
	for (const id of ids.slice(0, filesAnHour)) await opens(aurore, id);
	const last = ids[filesAnHour]!;
	const wait = await waits(opens(aurore, last));
	assert.ok(wait > 3500 && wait <= 3600, String(wait));
	for (let time = 0; time < 5; time += 1) await waits(opens(aurore, last));
	await passes(aurore, '59 minutes');
	const rest = await waits(opens(aurore, last));
	assert.ok(rest > 0 && rest <= 60, String(rest));
	await passes(aurore, '2 minutes');
	assert.equal(await waits(opens(aurore, last)), 0);
});

test('A slow walk is stopped within the day, and the day passes too.', async () => {
	const thief = await practitioner();
	const ids = await caseload(thief, filesADay + 1);
	for (let at = 0; at < filesADay; at += 100) {
		for (const id of ids.slice(at, at + 100)) await opens(thief, id);
		await passes(thief, '2 hours');
	}
	assert.ok((await waits(opens(thief, ids[filesADay]!))) > 3600);
	await passes(thief, '1 day');
	assert.equal(await waits(opens(thief, ids[filesADay]!)), 0);
});

test('Every way of opening a file counts together, in every organisation where the account acts.', async () => {
	const here = await practitioner();
	const there = await home.member(await home.organization(), ['practitioner'], { account: here.account });
	const [first, second] = [await caseload(here, filesAnHour), await caseload(there, 20)];
	for (const [index, id] of first.entries()) await opens(here, id, (['pathway', 'print', 'export'] as const)[index % 3]);
	for (const id of second) assert.ok((await waits(opens(there, id))) > 0);
});

test('Two accounts do not share a limit, even over the same people.', async () => {
	const organization = await home.organization();
	const [aurore, simon] = [await home.member(organization), await home.member(organization)];
	const ids = await caseload(aurore, filesAnHour + 1);
	await home.sql(`insert into colleague (accompaniment_id, organization_id, member_id) select unnest($1::uuid[]), $2, $3`, [
		ids,
		organization,
		simon.member
	]);
	for (const id of ids.slice(0, filesAnHour)) await opens(aurore, id);
	assert.ok((await waits(opens(aurore, ids[filesAnHour]!))) > 0);
	for (const id of ids.slice(0, filesAnHour)) assert.equal(await waits(opens(simon, id)), 0);
});

test('What is not in reach is no reading: at the limit too it is answered like a thing that never existed.', async () => {
	const organization = await home.organization();
	const [aurore, simon] = [await home.member(organization), await home.member(organization)];
	const ids = await caseload(aurore, filesAnHour + 1);
	const [hers] = await caseload(simon, 1);
	for (const id of [newId(), hers!]) assert.equal(await as(aurore, (tx) => readPathway(tx, id)), undefined);
	for (const id of ids.slice(0, filesAnHour)) await opens(aurore, id);
	assert.ok((await waits(opens(aurore, ids[filesAnHour]!))) > 0);
	for (const id of [newId(), hers!]) assert.equal(await as(aurore, (tx) => readPathway(tx, id)), undefined);
});

test('Searches and pages of a list are counted whatever their words, the list as it opens and the desk are not; then the hour passes.', async () => {
	const aurore = await practitioner();
	await caseload(aurore, 3);
	for (let time = 0; time < 30; time += 1) {
		await lists(aurore, '');
		await as(aurore, (tx) => readDesk(tx, aurore, 'Europe/Brussels'));
	}
	assert.deepEqual(await home.sql('select from reading_pace where account_id = $1', [aurore.account]), []);
	const letters = 'abcdefghijklmnopqrstuvwxyz';
	let done = 0;
	let wait = 0;
	for (let time = 0; time < searchesAnHour + 10; time += 1) {
		wait = await waits(lists(aurore, time % 3 ? `q=${letters[time % 26]}${letters[time % 7]}` : `tri=vue&place=reference`));
		if (wait === 0) done += 1;
	}
	assert.equal(done, searchesAnHour);
	assert.ok(wait > 2900 && wait <= 3600, String(wait));
	// The list as it opens still does.
	assert.equal(await waits(lists(aurore, '')), 0);
	const counted = await home.sql<Record<string, unknown>>('select * from reading_pace where account_id = $1', [aurore.account]);
	assert.deepEqual(Object.keys(counted[0]!).sort(), ['account_id', 'since', 'times']);
	await home.sql(`update reading_pace set since = since - interval '1 hour' where account_id = $1`, [aurore.account]);
	assert.equal(await waits(lists(aurore, 'q=nadia')), 0);
});

test('The front desk and coordination have the same limit on their lists.', async () => {
	const organization = await home.organization();
	for (const [role, kind] of [
		['front-desk', 'front-desk'],
		['coordination', 'coordination']
	] as const) {
		const actor = await home.member(organization, [role]);
		await home.sql(`insert into reading_pace values ($1, date_bin('10 minutes', now(), timestamptz '2000-01-01'), $2)`, [
			actor.account,
			searchesAnHour - 1
		]);
		assert.equal(await waits(as(actor, (tx) => noteReading(tx, kind))), 0);
		assert.ok((await waits(as(actor, (tx) => noteReading(tx, kind)))) > 0);
	}
});

test('The administrator of the organisation where it happened is told for a month whose account waited; nobody else is.', async () => {
	const organization = await home.organization();
	const elsewhere = await home.organization();
	const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore' });
	const [anne, stranger] = [await home.member(organization, ['administrator']), await home.member(elsewhere, ['administrator'])];
	for (let time = 0; time < 3; time += 1) await as(aurore, (tx) => sql`select note_stop()`.execute(tx));
	assert.deepEqual(
		(await as(anne, readStops)).map((stop) => stop.first_name),
		['Aurore']
	);
	assert.deepEqual(await as(stranger, readStops), []);
	await assert.rejects(as(aurore, readStops), { status: 404 });
	await passes(aurore, '31 days');
	assert.deepEqual(await as(anne, readStops), []);
});

test('Counts of searches are kept a day, and nobody reads or lowers his own.', async () => {
	const aurore = await practitioner();
	await lists(aurore, 'q=nadia');
	for (const trick of [
		sql`select times from reading_pace`,
		sql`update reading_pace set times = 0`,
		sql`delete from reading_pace`,
		sql`delete from journal`,
		sql`select opening_wait(${aurore.account}::uuid, ${newId()}::uuid, ${newId()}::uuid, 1, 1)`,
		sql`select walking_wait(${aurore.account}::uuid, 1)`
	]) {
		await assert.rejects(
			as(aurore, (tx) => trick.execute(tx)),
			{ status: 404 }
		);
	}
	await home.sql(`update reading_pace set since = since - interval '25 hours' where account_id = $1`, [aurore.account]);
	await lists(aurore, 'q=nadia');
	await asRole('cheminer_jobs', clearExpired);
	assert.equal((await home.sql('select from reading_pace where account_id = $1', [aurore.account])).length, 1);
});

test('Counting a search waits for no disk; a line of the journal beside it does.', async () => {
	const kept = await home.sql<{ relname: string; relpersistence: string }>(
		`select relname, relpersistence from pg_class where relname in ('journal', 'reading_pace') order by relname`
	);
	assert.deepEqual(kept, [
		{ relname: 'journal', relpersistence: 'p' },
		{ relname: 'reading_pace', relpersistence: 'u' }
	]);
});
