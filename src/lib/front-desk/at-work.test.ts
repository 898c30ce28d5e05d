import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { coming, sealedAppointment } from '#lib/appointments/appointments.server.ts';
import { readDesk } from '#lib/desk/desk.server.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as, asRole } from '#lib/server/db.ts';
import { clearExpired } from '#lib/server/clearing.ts';
import { inputDate, instantOf } from '#lib/ui/dates.ts';
import { StaleError } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import {
	moveAtDesk,
	NotAtDesk,
	noteArrival,
	readExpected,
	readOne,
	readOwnWords,
	releaseAtDesk,
	takeBackArrival,
	takeBackWord,
	tellFromDesk
} from './front-desk.server.ts';
import { markRead, readDeskWords } from './words.server.ts';

const home = await house({ after });
const ZONE = 'Europe/Brussels';
const today = inputDate(new Date(), ZONE);
const dayOf = (days: number) => new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const at = (days: number, time = '14:00') => instantOf(dayOf(days), time, ZONE)!;

async function desk() {
	const organization = await home.organization();
	return {
		organization,
		aurore: await home.member(organization, ['practitioner'], { first: 'Aurore' }),
		paul: await home.member(organization, ['practitioner'], { first: 'Paul-Henri' }),
		bruno: await home.member(organization, ['front-desk'], { first: 'Bruno' }),
		lise: await home.member(organization, ['front-desk'], { first: 'Lise' })
	};
}

async function meet(lead: Actor, when: Date, how: { channel?: string; place?: string; bring?: string; name?: string } = {}) {
	const pathway = await home.pathway(lead, how.name ?? 'Nadia B.');
	const appointment = newId();
	await as(lead, async (tx) => {
		const { key } = (await readPathway(tx, pathway.id))!;
		await tx
			.insertInto('appointment')
			.values({
				id: appointment,
				accompaniment_id: pathway.id,
				starts_at: when,
				time_zone: ZONE,
				channel: how.channel ?? 'presence',
				sealed: sealedAppointment(key, appointment, how)
			})
			.execute();
	});
	return { ...pathway, appointment };
}

const line = (actor: Actor, id: string) => as(actor, (tx) => readOne(tx, id));
const arrive = (actor: Actor, id: string) => as(actor, (tx) => noteArrival(tx, id));
const tell = (actor: Actor, id: string, text = 'Elle a appelé, elle sera là à 15 h.') => as(actor, (tx) => tellFromDesk(tx, id, text));
const move = (actor: Actor, id: string, starts_at: Date, version = 1, place = '') =>
	as(actor, (tx) => moveAtDesk(tx, id, { version, starts_at, place }));
const read = (actor: Actor) => as(actor, (tx) => readDeskWords(tx, actor.member));
const texts = async (actor: Actor) => (await read(actor)).map(({ kind, text }) => text || kind);
const deskOf = (actor: Actor) => as(actor, (tx) => readDesk(tx, actor, ZONE));
const exclude = (person: string, who: Actor) =>
	home.sql('insert into exclusion (person_id, account_id, organization_id) values ($1, $2, $3)', [person, who.account, who.organization]);
const audited = (id: string) =>
	home.sql<{ subject: string }>('select distinct subject from audit where accompaniment_id = $1 order by 1', [id]);
const NOT_THERE = { status: 404 };

test('An arrival is one gesture, seen by the practitioner on his desk; said twice the first hour stays, and it is taken back whole.', async () => {
	const { aurore, bruno, lise } = await desk();
	const { appointment, id } = await meet(aurore, at(0));
	assert.equal(await arrive(bruno, appointment), true);
	const first = (await line(bruno, appointment))!.arrived;
	assert.equal(await arrive(lise, appointment), true);
	assert.deepEqual((await line(bruno, appointment))!.arrived, first);
	assert.deepEqual(
		(await deskOf(aurore)).today.map(({ arrived }) => arrived),
		[first]
	);
	assert.equal(await as(lise, (tx) => takeBackArrival(tx, appointment)), true);
	assert.equal((await deskOf(aurore)).today[0]!.arrived, null);
	assert.deepEqual(await home.sql('select from arrival'), []);
	assert.ok(!(await audited(id)).some(({ subject }) => subject === 'arrival'), 'the audit would keep what is cleared');
});

test('Only who comes here, today, arrives: not another day, not on the phone, not once the appointment was released.', async () => {
	const { aurore, bruno } = await desk();
	const others = [
		await meet(aurore, at(1)),
		await meet(aurore, at(-1)),
		await meet(aurore, at(0), { channel: 'phone' }),
		await meet(aurore, at(0))
	];
	await home.sql(`update appointment set state = 'released' where id = $1`, [others[3]!.appointment]);
	for (const { appointment } of others) {
		await arrive(bruno, appointment);
		assert.equal((await line(bruno, appointment))!.arrived, null);
	}
	assert.deepEqual(await home.sql('select from arrival'), []);
});

test('An arrival is gone when the day is over, before the job has passed, and the job leaves no row of it.', async () => {
	const { aurore, bruno } = await desk();
	const { appointment } = await meet(aurore, at(0));
	await arrive(bruno, appointment);
	const [row] = await home.sql<{ clears_at: Date }>('select clears_at from arrival');
	assert.equal(row?.clears_at.getTime(), at(1, '00:00').getTime());
	await asRole('cheminer_jobs', clearExpired);
	assert.equal((await home.sql('select from arrival')).length, 1);
	await home.sql(`update arrival set arrived_at = arrived_at - interval '1 day', clears_at = now() - interval '1 second'`);
	assert.equal((await line(bruno, appointment))!.arrived, null);
	assert.equal((await deskOf(aurore)).today[0]!.arrived, null);
	await asRole('cheminer_jobs', clearExpired);
	assert.deepEqual(await home.sql('select from arrival'), []);
});

test('A moved appointment leaves the trace of any other: released, and a new one with the same colleague, another hour and room.', async () => {
	const { aurore, bruno } = await desk();
	const { appointment, id } = await meet(aurore, at(0), { place: 'Bureau 2' });
	await arrive(bruno, appointment);
	await move(bruno, appointment, at(3, '10:30'), 1, 'Salle calme');
	const rows = await home.sql('select state, member_id, starts_at from appointment where accompaniment_id = $1 order by starts_at', [id]);
	assert.deepEqual(rows, [
		{ state: 'released', member_id: aurore.member, starts_at: at(0) },
		{ state: 'planned', member_id: aurore.member, starts_at: at(3, '10:30') }
	]);
	const [fresh] = await as(bruno, (tx) => readExpected(tx, at(3, '00:00'), at(4, '00:00')));
	assert.deepEqual([fresh?.place, fresh?.arrived], ['Salle calme', null]);
	const [told] = await read(aurore);
	assert.deepEqual([told?.kind, told?.from, told?.now_at, told?.by], ['moved', at(0), at(3, '10:30'), 'Bruno']);
	const [next] = await home.sql<{ next_at: Date }>('select next_at from accompaniment where id = $1', [id]);
	assert.equal(next?.next_at.getTime(), at(3, '10:30').getTime());
	const changes = await home.sql<{ act: string; member_id: string }>(
		`select act, member_id from audit where accompaniment_id = $1 and subject = 'appointment' and member_id = $2 order by act`,
		[id, bruno.member]
	);
	assert.deepEqual(
		changes.map(({ act }) => act),
		['insert', 'update']
	);
});

test('What she may bring is not shown at the desk, and goes along when the desk moves the appointment.', async () => {
	const { aurore, bruno } = await desk();
	const { appointment, id } = await meet(aurore, at(0), { place: 'Bureau 2', bring: 'la lettre' });
	assert.doesNotMatch(JSON.stringify(await line(bruno, appointment)), /lettre/);
	await move(bruno, appointment, at(3, '10:30'), 1, 'Salle calme');
	const [next] = await as(aurore, async (tx) => coming(tx, (await readPathway(tx, id))!));
	assert.deepEqual([next?.place, next?.bring], ['Salle calme', 'la lettre']);
});

test('A desk moves from today to seven days ahead; nothing of yesterday, nothing further, nothing that was agreed elsewhere.', async () => {
	const { aurore, bruno } = await desk();
	const { appointment } = await meet(aurore, at(1));
	const window = (problem: unknown) => problem instanceof NotAtDesk && problem.why === 'window';
	for (const day of [-1, 8]) await assert.rejects(move(bruno, appointment, at(day)), window);
	await assert.rejects(move(bruno, (await meet(aurore, at(-1))).appointment, at(1)), window);
	await assert.rejects(
		as(bruno, async (tx) => releaseAtDesk(tx, (await line(bruno, (await meet(aurore, at(-2))).appointment))!.id, 1)),
		window
	);
	for (const how of [{ channel: 'home', place: 'rue des Lilas 12' }, { channel: 'outside' }, { channel: 'video', place: 'le lien' }])
		await assert.rejects(move(bruno, (await meet(aurore, at(1), how)).appointment, at(2)), window);
	await move(bruno, appointment, at(7));
	assert.equal((await as(bruno, (tx) => readExpected(tx, at(7, '00:00'), at(8, '00:00')))).length, 1);
	assert.equal(await line(bruno, (await meet(aurore, at(8))).appointment), undefined);
});

test('What was moved, met or released meanwhile is not moved a second time; a stale form is told.', async () => {
	const { aurore, bruno, lise } = await desk();
	const { appointment } = await meet(aurore, at(1));
	await home.sql('update appointment set version = 2 where id = $1', [appointment]);
	await assert.rejects(move(bruno, appointment, at(2)), StaleError);
	const both = await Promise.allSettled([move(bruno, appointment, at(2), 2), move(lise, appointment, at(3), 2)]);
	assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
	const met = await meet(aurore, at(0));
	await home.sql(`update appointment set state = 'met' where id = $1`, [met.appointment]);
	await assert.rejects(
		as(bruno, (tx) => releaseAtDesk(tx, met.appointment, 1)),
		StaleError
	);
});

test('Nobody is given to a colleague who has left or whom she keeps away: the desk says so, and leaves the appointment.', async () => {
	const { aurore, bruno } = await desk();
	const { appointment, person } = await meet(aurore, at(1));
	await exclude(person, aurore);
	await assert.rejects(move(bruno, appointment, at(2)), (problem) => problem instanceof NotAtDesk && problem.why === 'colleague');
	assert.equal((await line(bruno, appointment))!.standing, true);
});

test('It will not be: released without a reason, and the practitioner is told which hour is free.', async () => {
	const { aurore, bruno } = await desk();
	const { appointment, id } = await meet(aurore, at(1));
	await as(bruno, (tx) => releaseAtDesk(tx, appointment, 1));
	assert.deepEqual(await as(bruno, (tx) => readExpected(tx, at(1, '00:00'), at(2, '00:00'))), []);
	const [told] = await read(aurore);
	assert.deepEqual([told?.kind, told?.from, told?.now_at, told?.accompaniment_id], ['released', at(1), null, id]);
});

test('A word is sealed with her key, read by whom it is for and by a cover, marked read once; the lead of another track does not read it.', async () => {
	const { organization, aurore, paul, bruno } = await desk();
	const { appointment, id } = await meet(aurore, at(0));
	const cover = await home.member(organization, ['practitioner'], { first: 'Inès' });
	const late = await home.member(organization, ['practitioner'], { first: 'Tom' });
	const colleague = (who: Actor, kind: string, until: string | null) =>
		home.sql(
			`insert into colleague (accompaniment_id, organization_id, member_id, kind, until) values ($1, $2, $3, $4, now() + $5::interval)`,
			[id, organization, who.member, kind, until]
		);
	await colleague(paul, 'named', null);
	await colleague(cover, 'cover', '1 day');
	await colleague(late, 'cover', '-1 second');
	await tell(bruno, appointment);
	const [stored] = await home.sql<{ sealed: string }>('select sealed from desk_word');
	assert.doesNotMatch(stored!.sealed, /appelé/);
	for (const reader of [aurore, cover]) assert.deepEqual(await texts(reader), ['Elle a appelé, elle sera là à 15 h.']);
	assert.equal((await read(cover))[0]!.for, 'Aurore');
	for (const other of [paul, late, bruno]) assert.deepEqual(await texts(other), []);
	const [word] = await read(aurore);
	for (const other of [paul, late, bruno]) assert.equal(await as(other, (tx) => markRead(tx, word!.id)), false);
	assert.equal(await as(aurore, (tx) => markRead(tx, word!.id)), true);
	assert.deepEqual(
		(await read(cover)).map((one) => one.read),
		[true]
	);
	assert.ok(!(await audited(id)).some(({ subject }) => subject === 'desk_word'));
});

test('When the colleague does not walk with her any more, the lead reads the word that was for him.', async () => {
	const { organization, aurore, paul, bruno } = await desk();
	const { id } = await home.pathway(aurore);
	await home.sql('insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)', [
		id,
		organization,
		paul.member
	]);
	const appointment = newId();
	await home.sql(
		'insert into appointment (id, accompaniment_id, organization_id, member_id, starts_at, time_zone) values ($1, $2, $3, $4, $5, $6)',
		[appointment, id, organization, paul.member, at(0), ZONE]
	);
	await tell(bruno, appointment);
	assert.deepEqual([(await texts(aurore)).length, (await texts(paul)).length], [0, 1]);
	await home.sql('delete from colleague where member_id = $1', [paul.member]);
	assert.deepEqual([(await texts(aurore)).length, (await texts(paul)).length], [1, 0]);
});

test('The desk reads back its own words of today and no others, not even those of a colleague at the same desk.', async () => {
	const { aurore, bruno, lise } = await desk();
	const { appointment } = await meet(aurore, at(0));
	await tell(bruno, appointment);
	const own = (actor: Actor) => as(actor, readOwnWords);
	assert.deepEqual(
		(await own(bruno)).map(({ text, to, read }) => [text, to, read]),
		[['Elle a appelé, elle sera là à 15 h.', 'Aurore', false]]
	);
	assert.deepEqual(await own(lise), []);
	for (const table of ['desk_word', 'arrival'] as const)
		assert.deepEqual(await as(bruno, (tx) => tx.selectFrom(table).selectAll().execute()), [], table);
	await home.sql(`update desk_word set created_at = created_at - interval '1 day'`);
	assert.deepEqual(await own(bruno), []);
	await assert.rejects(own(aurore), NOT_THERE);
});

test('A word that nobody has read is taken back by who left it; once read, it stays.', async () => {
	const { aurore, bruno, lise } = await desk();
	const { appointment } = await meet(aurore, at(0));
	const back = (actor: Actor, word: string) => as(actor, (tx) => takeBackWord(tx, word));
	await tell(bruno, appointment);
	const [word] = await read(aurore);
	assert.equal(await back(lise, word!.id), false);
	assert.equal(await back(bruno, word!.id), true);
	assert.deepEqual(await texts(aurore), []);
	await tell(bruno, appointment, 'Rappeler au secrétariat.');
	const [second] = await read(aurore);
	await as(aurore, (tx) => markRead(tx, second!.id));
	await back(bruno, second!.id);
	assert.deepEqual(await texts(aurore), ['Rappeler au secrétariat.']);
});

test('A word lives fourteen days, whoever asks; then nobody reads it and the job takes it away.', async () => {
	const { aurore, bruno } = await desk();
	await tell(bruno, (await meet(aurore, at(0))).appointment);
	await asRole('cheminer_jobs', clearExpired);
	assert.equal((await texts(aurore)).length, 1);
	await home.sql(`update desk_word set created_at = now() - interval '14 days', expires_at = now()`);
	assert.deepEqual(await texts(aurore), []);
	await asRole('cheminer_jobs', clearExpired);
	assert.deepEqual(await home.sql('select from desk_word'), []);
	await assert.rejects(
		as(aurore, (tx) => sql`update desk_word set expires_at = 'infinity'`.execute(tx)),
		NOT_THERE
	);
});

test('Whom she keeps away at the desk, another organisation, any other role: nothing is there, not even what they wrote before.', async () => {
	const { aurore, bruno } = await desk();
	const { appointment, person } = await meet(aurore, at(0));
	await tell(bruno, appointment);
	const [word] = await read(aurore);
	await exclude(person, bruno);
	const elsewhere = await home.member(await home.organization('Ailleurs'), ['front-desk', 'practitioner', 'coordination', 'administrator']);
	assert.deepEqual(await as(bruno, readOwnWords), []);
	for (const actor of [bruno, elsewhere]) {
		assert.equal(await line(actor, appointment), undefined);
		assert.equal(await arrive(actor, appointment), false);
		assert.equal(await as(actor, (tx) => takeBackArrival(tx, appointment)), false);
		assert.equal(await as(actor, (tx) => takeBackWord(tx, word!.id)), false);
		await assert.rejects(move(actor, appointment, at(1)), NOT_THERE);
		await assert.rejects(tell(actor, appointment), NOT_THERE);
		await assert.rejects(
			as(actor, (tx) => releaseAtDesk(tx, appointment, 1)),
			NOT_THERE
		);
		// The functions themselves, as whoever speaks SQL would call them.
		const [moved] = await as(
			actor,
			async (tx) =>
				(
					await sql<{
						given: string | null;
					}>`select move_at_front_desk(${appointment}, 1, ${newId()}, ${at(1)}, null, ${newId()}, 'v1') as given`.execute(tx)
				).rows
		);
		assert.equal(moved?.given, null);
		assert.deepEqual(await texts(actor), []);
	}
	await assert.rejects(arrive(aurore, appointment), NOT_THERE);
	await assert.rejects(tell(aurore, appointment), NOT_THERE);
	assert.equal((await home.sql('select from appointment where state = $1 and id = $2', ['planned', appointment])).length, 1);
});

test('After an ending what stands may still move; after a death the desk finds nothing.', async () => {
	const { aurore, bruno } = await desk();
	const { appointment, id } = await meet(aurore, at(0), { name: 'Hubert D.' });
	await home.sql(`update accompaniment set ended_on = current_date, ended_how = 'together' where id = $1`, [id]);
	assert.equal(await arrive(bruno, appointment), true);
	await home.sql(`update accompaniment set ended_how = 'death' where id = $1`, [id]);
	assert.equal(await arrive(bruno, appointment), false);
	await assert.rejects(move(bruno, appointment, at(1)), NOT_THERE);
	await assert.rejects(tell(bruno, appointment), NOT_THERE);
});

test('Without a carnet, or concealed, the desk writes about "une personne" and never learns her name.', async () => {
	const { aurore, bruno } = await desk();
	const { appointment, id } = await meet(aurore, at(0), { name: 'Zahra M.' });
	await home.sql(`update accompaniment set carnet = 'no' where id = $1`, [id]);
	await tell(bruno, appointment);
	assert.equal((await line(bruno, appointment))!.name, '');
	assert.equal((await as(bruno, readOwnWords))[0]!.name, '');
	assert.equal((await read(aurore))[0]!.name, 'Zahra M.');
});
