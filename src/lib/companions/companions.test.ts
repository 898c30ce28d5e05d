import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { as, type Tx } from '#lib/server/db.ts';
import { found } from '#lib/web/found.ts';
import { house } from '../../../tests/house.ts';
import { readPathway, type Pathway } from '../people/pathway.server.ts';
import { countMyTexts, openMyTexts, readWidenings } from '../interviews/audience.server.ts';
import { readInterviews } from '../interviews/interviews.server.ts';
import { recordMoment } from '../people/moment.server.ts';
import {
	ColleagueGone,
	excludeMember,
	liftExclusion,
	nameColleague,
	nameCover,
	readCompanions,
	readExcluded,
	readNameableHere,
	readRights,
	removeColleague
} from './companions.server.ts';
import { handOver, handOverCaseload, readHandovers, readMyCaseload } from './handover.server.ts';
import { lastDayOf } from '../ui/dates.ts';
import { CaseloadHandoverForm, untilEndOf } from './rules.ts';

const home = await house({ after });
const TODAY = '2026-11-22';
const SOON = new Date(Date.now() + 86_400_000);
const on = <T>(actor: Actor, id: string, work: (tx: Tx, pathway: Pathway) => Promise<T>) =>
	as(actor, async (tx) => work(tx, found(await readPathway(tx, id))));
const reads = (actor: Actor, id: string) => as(actor, async (tx) => (await readPathway(tx, id)) !== undefined);
const handing = (actor: Actor, id: string, to: string, more: Partial<{ said: string; open: boolean; stayUntil: Date | null }> = {}) =>
	on(actor, id, (tx, path) =>
		handOver(tx, actor, path.accompaniment, path.key, { to, happenedOn: TODAY, talked: true, said: '', stayUntil: null, ...more })
	);

async function scene() {
	const organization = await home.organization();
	const aurore = await home.member(organization);
	const paul = await home.member(organization, ['practitioner'], { first: 'Paul-Henri' });
	const mourad = await home.member(organization, ['practitioner'], { first: 'Mourad' });
	return { organization, aurore, paul, mourad, ...(await home.pathway(aurore)) };
}

test('A day said "until" is included, whatever the clocks do that night.', () => {
	assert.equal(untilEndOf('2026-11-30', 'Europe/Brussels').toISOString(), '2026-11-30T23:00:00.000Z');
	assert.equal(untilEndOf('2026-03-28', 'Europe/Paris').toISOString(), '2026-03-28T23:00:00.000Z');
	assert.equal(untilEndOf('2026-03-29', 'Europe/Paris').toISOString(), '2026-03-29T22:00:00.000Z');
	for (const day of ['2026-03-28', '2026-03-29', '2026-10-25', '2026-12-31'])
		assert.equal(lastDayOf(untilEndOf(day, 'Europe/Paris'), 'Europe/Paris'), day);
});

test('A named colleague reads the file on a track of her own; removed, she no longer does.', async () => {
	const { aurore, paul, id } = await scene();
	assert.equal(await reads(paul, id), false);
	await on(aurore, id, (tx) => nameColleague(tx, id, { member: paul.member, track: 'social', until: null }));
	assert.equal(await reads(paul, id), true);
	const companions = await on(paul, id, (tx) => readCompanions(tx, id));
	assert.deepEqual(
		companions.map(({ first_name, place, track }) => [first_name, place, track]),
		[
			['Aurore', 'lead', null],
			['Paul-Henri', 'named', 'social']
		]
	);
	await on(aurore, id, (tx) => removeColleague(tx, id, paul.member, 'named'));
	assert.equal(await reads(paul, id), false);
});

test('A cover reads until its date, and not a minute longer.', async () => {
	const { aurore, paul, id } = await scene();
	await on(aurore, id, (tx) => nameCover(tx, id, { member: paul.member, until: SOON }));
	assert.equal(await reads(paul, id), true);
	await home.sql(`update colleague set until = now() - interval '1 second' where accompaniment_id = $1`, [id]);
	assert.equal(await reads(paul, id), false);
	assert.deepEqual(
		(await on(aurore, id, (tx) => readCompanions(tx, id))).map((one) => one.first_name),
		['Aurore']
	);
	// The same colleague covers again later.
	await on(aurore, id, (tx) => nameCover(tx, id, { member: paul.member, until: SOON }));
	assert.equal(await reads(paul, id), true);
});

test('Only practitioners of my own organisation who are still here can be named.', async () => {
	const { organization, aurore, id } = await scene();
	const stranger = await home.member(await home.organization());
	const desk = await home.member(organization, ['front-desk']);
	const gone = await home.member(organization);
	await home.sql(`update member set ended_at = now() where id = $1`, [gone.member]);
	for (const { member } of [stranger, desk, gone]) {
		await assert.rejects(
			on(aurore, id, (tx) => nameColleague(tx, id, { member, track: null, until: null })),
			ColleagueGone
		);
		await assert.rejects(
			on(aurore, id, (tx) => nameCover(tx, id, { member, until: SOON })),
			ColleagueGone
		);
		await assert.rejects(handing(aurore, id, member), ColleagueGone);
		await assert.rejects(
			on(aurore, id, (tx) => tx.insertInto('colleague').values({ accompaniment_id: id, member_id: member }).execute()),
			{ status: 404 }
		);
	}
	assert.deepEqual(await home.sql('select lead_id from accompaniment where id = $1', [id]), [{ lead_id: aurore.member }]);
});

test('The lead hands over with a note she sees, and may stay named for a while.', async () => {
	const { aurore, paul, id } = await scene();
	await on(aurore, id, (tx) => nameColleague(tx, id, { member: paul.member, track: 'social', until: null }));
	await handing(aurore, id, paul.member, { said: 'On se connaît depuis mars.', stayUntil: SOON });
	const companions = await on(aurore, id, (tx) => readCompanions(tx, id));
	assert.deepEqual(
		companions.map(({ first_name, place }) => [first_name, place]),
		[
			['Paul-Henri', 'lead'],
			['Aurore', 'named']
		]
	);
	assert.deepEqual(
		(await on(paul, id, (tx, { key }) => readHandovers(tx, id, key))).map(({ from_name, to_name, said, talked_with_her }) => [
			from_name,
			to_name,
			said,
			talked_with_her
		]),
		[['Aurore', 'Paul-Henri', 'On se connaît depuis mars.', true]]
	);
	const [row] = await home.sql<{ sealed: string }>('select sealed from handover where accompaniment_id = $1', [id]);
	assert.ok(!row!.sealed.includes('mars'));
});

test('Without staying, the former lead sees nothing from then on.', async () => {
	const { aurore, paul, id } = await scene();
	await handing(aurore, id, paul.member);
	assert.deepEqual([await reads(aurore, id), await reads(paul, id)], [false, true]);
});

test('Nobody takes a person from a colleague: only the lead hands over, and never to nobody.', async () => {
	const { aurore, paul, mourad, id } = await scene();
	await on(aurore, id, (tx) => nameColleague(tx, id, { member: paul.member, track: null, until: null }));
	await assert.rejects(handing(paul, id, paul.member), { status: 404 });
	await assert.rejects(handing(paul, id, mourad.member), { status: 404 });
	await assert.rejects(
		on(paul, id, (tx) => tx.updateTable('accompaniment').set({ lead_id: null }).where('id', '=', id).execute()),
		{ status: 404 }
	);
	await assert.rejects(
		on(paul, id, (tx) =>
			tx
				.insertInto('handover')
				.values({ id: crypto.randomUUID(), accompaniment_id: id, from_id: aurore.member, to_id: paul.member, happened_on: TODAY })
				.execute()
		),
		{ status: 404 }
	);
	assert.deepEqual(await home.sql('select lead_id from accompaniment where id = $1', [id]), [{ lead_id: aurore.member }]);
});

test('When a lead has left, a colleague who walks with her takes it up.', async () => {
	const { aurore, paul, id } = await scene();
	await on(aurore, id, (tx) => nameColleague(tx, id, { member: paul.member, track: null, until: null }));
	await home.sql(`update member set ended_at = now() - interval '1 second' where id = $1`, [aurore.member]);
	assert.deepEqual(await home.sql('select lead_id from accompaniment where id = $1', [id]), [{ lead_id: null }]);
	await handing(paul, id, paul.member);
	assert.deepEqual(
		(await on(paul, id, (tx) => readCompanions(tx, id))).map(({ first_name, place }) => [first_name, place]),
		[['Paul-Henri', 'lead']]
	);
});

test('Whom she excludes sees nothing at once, under no role, and not even that.', async () => {
	const { organization, aurore, id, person } = await scene();
	const all = await home.member(organization, ['practitioner', 'front-desk', 'coordination', 'administrator'], { first: 'Rémi' });
	await on(aurore, id, (tx) => nameColleague(tx, id, { member: all.member, track: null, until: null }));
	await home.sql(
		`insert into appointment (id, accompaniment_id, organization_id, member_id, starts_at, time_zone) values (gen_random_uuid(), $1, $2, $3, now() + interval '1 hour', 'Europe/Brussels')`,
		[id, organization, aurore.member]
	);
	const seen = () =>
		as(all, async (tx) => ({
			file: (await readPathway(tx, id)) !== undefined,
			day: (await sql`select 1 from front_desk(now(), now() + interval '1 day')`.execute(tx)).rows.length,
			exclusions: (await readExcluded(tx, person)).length,
			audit: (await sql`select 1 from audit where subject = 'exclusion'`.execute(tx)).rows.length,
			journal: (await sql`select 1 from journal where accompaniment_id = ${id}`.execute(tx)).rows.length
		}));
	const before = await seen();
	assert.ok(before.file && before.day === 1 && before.journal > 0);
	await on(aurore, id, (tx) => excludeMember(tx, person, all.member));
	assert.deepEqual(await seen(), { file: false, day: 0, exclusions: 0, audit: 0, journal: 0 });
	assert.deepEqual(
		(await on(aurore, id, (tx) => readExcluded(tx, person))).map(({ first_name, added_by }) => [first_name, added_by]),
		[['Rémi', 'Aurore']]
	);
	// He cannot be named again, nor cover, nor lift it himself.
	await assert.rejects(
		on(aurore, id, (tx) => nameCover(tx, id, { member: all.member, until: SOON })),
		ColleagueGone
	);
	await assert.rejects(handing(aurore, id, all.member), ColleagueGone);
	assert.ok(!(await on(aurore, id, (tx) => readNameableHere(tx, id))).some((one) => one.id === all.member));
	await as(all, (tx) => liftExclusion(tx, person, all.account));
	assert.equal((await seen()).file, false);
	// Lifted at her word, being named again is a gesture of its own.
	await on(aurore, id, (tx) => liftExclusion(tx, person, all.account));
	assert.equal((await seen()).file, false);
	await on(aurore, id, (tx) => nameColleague(tx, id, { member: all.member, track: null, until: null }));
	assert.equal((await seen()).file, true);
});

test('Her lead is excluded only once somebody else is; nobody excludes himself.', async () => {
	const { aurore, paul, id, person } = await scene();
	await on(aurore, id, (tx) => nameColleague(tx, id, { member: paul.member, track: null, until: null }));
	await assert.rejects(
		on(paul, id, (tx) => excludeMember(tx, person, paul.member)),
		{ status: 404 }
	);
	await assert.rejects(
		on(paul, id, (tx) => excludeMember(tx, person, aurore.member)),
		{ status: 404 }
	);
	await handing(aurore, id, paul.member, { stayUntil: SOON });
	assert.equal(await reads(aurore, id), true);
	await on(paul, id, (tx) => excludeMember(tx, person, aurore.member));
	assert.equal(await reads(aurore, id), false);
	assert.deepEqual(await home.sql('select count(*)::int as places from colleague where accompaniment_id = $1', [id]), [{ places: 0 }]);
});

test('A cover names nobody, excludes nobody and does not stay longer by himself.', async () => {
	const { aurore, paul, mourad, id, person } = await scene();
	await on(aurore, id, (tx) => nameCover(tx, id, { member: paul.member, until: SOON }));
	assert.deepEqual(await on(paul, id, (tx) => readRights(tx, id)), { leads: false, names: false });
	await assert.rejects(
		on(paul, id, (tx) => nameColleague(tx, id, { member: mourad.member, track: null, until: null })),
		{ status: 404 }
	);
	await assert.rejects(
		on(paul, id, (tx) => nameCover(tx, id, { member: paul.member, until: new Date(Date.now() + 9e9) })),
		{ status: 404 }
	);
	await assert.rejects(
		on(paul, id, (tx) => excludeMember(tx, person, mourad.member)),
		{ status: 404 }
	);
});

test('An exclusion holds against colleagues here; an account of elsewhere, or a person out of my reach, changes nothing.', async () => {
	const { aurore, mourad, id, person } = await scene();
	const stranger = await home.member(await home.organization());
	await on(aurore, id, (tx) => excludeMember(tx, person, stranger.member));
	await assert.rejects(
		on(aurore, id, (tx) => tx.insertInto('exclusion').values({ person_id: person, account_id: stranger.account }).execute()),
		{ status: 404 }
	);
	await assert.rejects(
		as(mourad, (tx) => excludeMember(tx, person, aurore.member)),
		{ status: 404 }
	);
	await assert.rejects(
		as(stranger, (tx) => tx.insertInto('exclusion').values({ person_id: person, account_id: aurore.account }).execute()),
		{ status: 404 }
	);
	assert.deepEqual(await home.sql('select count(*)::int as made from exclusion where person_id = $1', [person]), [{ made: 0 }]);
});

test('A whole caseload changes hands at once; those I keep stay, and those who excluded the colleague stay and are told.', async () => {
	const { aurore, paul, id } = await scene();
	const samir = await home.pathway(aurore, 'Samir K.');
	const chantal = await home.pathway(aurore, 'Chantal D.');
	const kept = await home.pathway(aurore, 'Irina V.');
	const ended = await home.pathway(aurore, 'Bernard G.');
	await home.sql(`update accompaniment set ended_on = current_date, ended_how = 'together' where id = $1`, [ended.id]);
	await on(aurore, chantal.id, (tx) => excludeMember(tx, chantal.person, paul.member));
	const said = CaseloadHandoverForm(TODAY).parse({
		member: paul.member,
		said: 'Je change de service.',
		keep: [kept.id],
		notes: { [samir.id]: 'Bravo pour l’équivalence.' },
		talked: [samir.id]
	});
	const done = await as(aurore, (tx) => handOverCaseload(tx, aurore, said, { happenedOn: TODAY, stayUntil: SOON }));
	assert.deepEqual(done, { went: 2, stayed: [chantal.id] });
	const note = async (of: string) =>
		(await on(paul, of, (tx, { key }) => readHandovers(tx, of, key))).map((one) => [one.said, one.talked_with_her]);
	assert.deepEqual([await note(id), await note(samir.id)], [[['Je change de service.', false]], [['Bravo pour l’équivalence.', true]]]);
	assert.deepEqual(
		(await as(aurore, (tx) => readMyCaseload(tx, aurore, paul.member))).map(({ name, possible }) => [name, possible]),
		[
			['Chantal D.', false],
			['Irina V.', true]
		]
	);
	assert.equal(await reads(paul, chantal.id), false);
	assert.equal(await reads(aurore, id), true);
});

test("A handover of a caseload moves nobody's people but mine.", async () => {
	const { aurore, paul, mourad } = await scene();
	const his = await home.pathway(mourad, 'Kevin M.');
	const said = CaseloadHandoverForm(TODAY).parse({ member: paul.member, notes: { [his.id]: 'x' } });
	await as(aurore, (tx) => handOverCaseload(tx, aurore, said, { happenedOn: TODAY, stayUntil: null }));
	assert.deepEqual(await home.sql('select lead_id from accompaniment where id = $1', [his.id]), [{ lead_id: mourad.member }]);
});

test('After a death nobody is named any more; removing and excluding stay possible.', async () => {
	const { aurore, paul, mourad, id, person } = await scene();
	await on(aurore, id, (tx) => nameColleague(tx, id, { member: paul.member, track: null, until: null }));
	await home.sql(`update accompaniment set ended_on = current_date, ended_how = 'death' where id = $1`, [id]);
	await assert.rejects(
		on(aurore, id, (tx) => nameColleague(tx, id, { member: mourad.member, track: null, until: null })),
		{ status: 404 }
	);
	await assert.rejects(
		on(aurore, id, (tx) => recordMoment(tx, id, { moment: 'paused', until: null }, TODAY)),
		{ status: 404 }
	);
	await on(aurore, id, (tx) => removeColleague(tx, id, paul.member, 'named'));
	await on(aurore, id, (tx) => excludeMember(tx, person, paul.member));
	assert.equal(await reads(paul, id), false);
});

test('When the colleague has just left, a caseload stays where it is and the notes come back.', async () => {
	const { aurore, paul, id } = await scene();
	await home.sql(`update member set ended_at = now() where id = $1`, [paul.member]);
	const said = CaseloadHandoverForm(TODAY).parse({ member: paul.member, said: 'Je change de service.' });
	await assert.rejects(
		as(aurore, (tx) => handOverCaseload(tx, aurore, said, { happenedOn: TODAY, stayUntil: null })),
		ColleagueGone
	);
	assert.deepEqual(await home.sql('select lead_id from accompaniment where id = $1', [id]), [{ lead_id: aurore.member }]);
});

/** A meeting written up by one practitioner, named with nobody else. */
const writeUp = (author: Actor, id: string, text: string) =>
	on(author, id, async (tx, { key }) => {
		const [interview, note] = [newId(), newId()];
		await tx.insertInto('interview').values({ id: interview, accompaniment_id: id, held_on: TODAY, channel: 'presence' }).execute();
		const sealed = key.seal('note', note, { text, moved: '' });
		await tx.insertInto('note').values({ id: note, interview_id: interview, accompaniment_id: id, sealed }).execute();
	});
const texts = (reader: Actor, id: string) =>
	on(reader, id, async (tx, path) => (await readInterviews(tx, path)).interviews.flatMap(({ note }) => note?.text ?? []).sort());

test('A cover reads what was said before only when its author opens it, and it is told once.', async () => {
	const { aurore, paul, mourad, id } = await scene();
	await on(aurore, id, (tx) => nameColleague(tx, id, { member: mourad.member, track: null, until: null }));
	for (const said of ['un', 'deux']) await writeUp(aurore, id, said);
	await writeUp(mourad, id, 'de Mourad');
	assert.equal(await on(aurore, id, (tx) => countMyTexts(tx, id)), 2);
	await on(aurore, id, (tx) => nameCover(tx, id, { member: paul.member, until: SOON }));
	assert.deepEqual(await texts(paul, id), []);
	await on(aurore, id, (tx) => nameCover(tx, id, { member: paul.member, until: SOON, open: true }));
	// A colleague's texts are a colleague's to open.
	assert.deepEqual(await texts(paul, id), ['deux', 'un']);
	const told = await on(aurore, id, (tx, path) => readWidenings(tx, path));
	assert.deepEqual(
		told.map((one) => [one.named, one.by, one.texts]),
		[['Paul-Henri', 'Aurore', 2]]
	);
	await home.sql('update colleague set until = now() where member_id = $1', [paul.member]);
	assert.equal(await reads(paul, id), false);
});

test('A new lead begins with the texts that the former one opens, and with none without.', async () => {
	const { aurore, paul, mourad, id } = await scene();
	await writeUp(aurore, id, 'le début');
	await handing(aurore, id, paul.member, { open: true });
	assert.deepEqual(await texts(paul, id), ['le début']);
	assert.deepEqual(
		(await on(paul, id, (tx) => readCompanions(tx, id))).map(({ member_id, place }) => [member_id, place]),
		[[paul.member, 'lead']]
	);
	await handing(paul, id, mourad.member);
	assert.deepEqual(await texts(mourad, id), []);
});

test('For a whole caseload, my texts open to the cover where she covers, and nowhere else.', async () => {
	const { aurore, paul, mourad, id } = await scene();
	const other = await home.pathway(aurore, 'Samir K.');
	for (const one of [id, other.id]) await writeUp(aurore, one, 'dit');
	await on(aurore, id, (tx) => nameCover(tx, id, { member: paul.member, until: SOON }));
	await on(aurore, other.id, (tx) => nameCover(tx, other.id, { member: mourad.member, until: SOON }));
	await as(aurore, (tx) => openMyTexts(tx, null, paul.member));
	assert.deepEqual(await texts(paul, id), ['dit']);
	assert.deepEqual(await texts(mourad, other.id), []);
	// Nobody opens what somebody else wrote, nor to somebody who does not walk with her.
	await as(paul, (tx) => openMyTexts(tx, null, mourad.member));
	assert.deepEqual(await texts(mourad, other.id), []);
	await assert.rejects(
		as(aurore, (tx) => openMyTexts(tx, other.id, paul.member)),
		{ status: 404 }
	);
});
