import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { v7 as newId } from 'uuid';
import type { Actor } from '../access/access.ts';
import { readPathway } from '../people/pathway.server.ts';
import { as } from '../server/db.ts';
import { house } from '../../../tests/house.ts';
import { readFullThread } from './full.server.ts';
import { narrowed, pageOf, readThreadQuery, SORTS, STITCHES_A_PAGE, type ThreadQuery } from './full.ts';
import { readTracks } from './milestones.server.ts';
import type { PastStitch } from './thread.ts';

const home = await house({ after });
const ZONE = 'Europe/Brussels';
const ALL: ThreadQuery = { sort: null, track: null, after: null };
const read = (actor: Actor, id: string, query: Partial<ThreadQuery> = {}) =>
	as(actor, async (tx) => {
		const pathway = await readPathway(tx, id);
		return pathway && readFullThread(tx, pathway, { ...ALL, ...query }, await readTracks(tx, pathway), ZONE);
	});

async function meet(author: Actor, accompaniment: string, on: string, text: string, readers: Actor[] = []): Promise<void> {
	await as(author, async (tx) => {
		const { key } = (await readPathway(tx, accompaniment))!;
		const [interview, note] = [newId(), newId()];
		await tx.insertInto('interview').values({ id: interview, accompaniment_id: accompaniment, held_on: on, channel: 'presence' }).execute();
		const sealed = key.seal('note', note, { text, moved: '' });
		await tx.insertInto('note').values({ id: note, interview_id: interview, accompaniment_id: accompaniment, sealed }).execute();
		for (const reader of readers) await tx.insertInto('note_reader').values({ note_id: note, member_id: reader.member }).execute();
	});
}

async function goalAndNeed(author: Actor, accompaniment: string, words: string): Promise<void> {
	await as(author, async (tx) => {
		const { key } = (await readPathway(tx, accompaniment))!;
		const [goal, wish, step, need, quiet] = [newId(), newId(), newId(), newId(), newId()];
		const below = { accompaniment_id: accompaniment };
		await tx
			.insertInto('goal')
			.values({ id: goal, ...below, sealed: key.seal('goal', goal, { domain: null, state: 'open' }) })
			.execute();
		await tx
			.insertInto('goal_wording')
			.values({ id: wish, goal_id: goal, ...below, kind: 'wish', sealed: key.seal('goal_wording', wish, { text: words }) })
			.execute();
		const sealed = key.seal('goal_step', step, { text: `${words} : pas`, doneOn: '2026-05-02', help: 'alone' });
		await tx
			.insertInto('goal_step')
			.values({ id: step, goal_id: goal, ...below, done_on: '2026-05-02', help: 'alone', sealed })
			.execute();
		await tx
			.updateTable('goal')
			.set({ state: 'reached', sealed: key.seal('goal', goal, { domain: null, state: 'reached' }), version: 2 })
			.where('id', '=', goal)
			.execute();
		for (const [id, code] of [
			[need, 'LOG'],
			[quiet, 'VIO']
		] as const)
			await tx
				.insertInto('need')
				.values({ id, ...below, sealed: key.seal('need', id, { list: 1, code, label: '', ended: null }) })
				.execute();
	});
}

async function team() {
	const organization = await home.organization();
	const lead = await home.member(organization, ['practitioner'], { first: 'Aurore' });
	const paul = await home.member(organization, ['practitioner'], { first: 'Paul-Henri' });
	const { id } = await home.pathway(lead);
	await home.sql(`update accompaniment set track = 'employment' where id = $1`, [id]);
	await home.sql(`insert into colleague (accompaniment_id, organization_id, member_id, track) values ($1, $2, $3, 'social')`, [
		id,
		organization,
		paul.member
	]);
	return { organization, lead, paul, id };
}

test('Goals, small steps and needs stand on the thread for whoever reads them; for a colleague they are not there at all.', async () => {
	const { lead, paul, id } = await team();
	await goalAndNeed(lead, id, 'Travailler en cuisine');
	const told = (await read(lead, id))!.stitches.flatMap((stitch) =>
		'event' in stitch ? [`${stitch.kind} ${stitch.event}`] : [stitch.kind]
	);
	for (const wanted of ['goal wished', 'goal reached', 'need opened', 'small-step', 'joined']) assert.ok(told.includes(wanted), wanted);
	assert.equal(told.filter((one) => one.startsWith('need')).length, 1, 'a need kept aside stands on its own page alone');
	const others = (await read(paul, id))!;
	assert.ok(!JSON.stringify(others).includes('cuisine'));
	assert.deepEqual(
		others.stitches.filter(({ kind }) => ['goal', 'need', 'small-step'].includes(kind)),
		[]
	);
});

test('A text that is not mine to read changes no page, no number and no choice: the meeting is there, as before.', async () => {
	const { lead, paul, id } = await team();
	await meet(lead, id, '2026-05-01', 'CANARI seule', [lead]);
	await meet(lead, id, '2026-05-02', 'À trois', [lead, paul]);
	for (const query of [{}, { sort: 'entretiens' as const }]) {
		const page = (await read(paul, id, query))!;
		assert.deepEqual(
			page.stitches.flatMap((stitch) => (stitch.kind === 'interview' ? [[stitch.on, stitch.interview.note?.text ?? null]] : [])),
			[
				['2026-05-02', 'À trois'],
				['2026-05-01', null]
			]
		);
		assert.ok(!JSON.stringify(page).includes('CANARI'));
	}
	// By track: a meeting whose text is not mine is nobody's, so that its holder is not told.
	assert.deepEqual(
		(await read(paul, id, { track: 'employment' }))!.stitches.map(({ on }) => on),
		['2026-05-02']
	);
	assert.deepEqual((await read(lead, id, { track: 'employment' }))!.stitches.filter(({ kind }) => kind === 'interview').length, 2);
	assert.deepEqual(Object.keys(SORTS).length, 7, 'the same choices for everybody');
});

test('Fifty meetings are read page by page, each once, in the order of their days.', async () => {
	const { lead, id } = await team();
	for (let n = 1; n <= 50; n += 1) await meet(lead, id, `2026-0${1 + (n % 5)}-${String(1 + (n % 27)).padStart(2, '0')}`, `Jour ${n}`);
	const seen: string[] = [];
	let after: string | null = null;
	for (let pages = 0; pages < 5; pages += 1) {
		const page: Awaited<ReturnType<typeof read>> = await read(lead, id, { after });
		assert.ok(page!.stitches.length <= STITCHES_A_PAGE);
		seen.push(...page!.stitches.map(({ id, on }) => `${on} ${id}`));
		after = page!.next;
		if (!after) break;
	}
	assert.equal(new Set(seen).size, seen.length);
	assert.equal(seen.length, 52);
	const days = seen.map((one) => one.slice(0, 10));
	assert.deepEqual(days, [...days].sort().reverse());
});

test('The thread of a pathway out of reach does not exist.', async () => {
	const { organization, lead, id } = await team();
	for (const stranger of [await home.member(organization), await home.member(await home.organization())])
		assert.equal(await read(stranger, id), undefined);
	assert.ok(await read(lead, id));
});

test('The address is read with care: unknown words filter nothing, a stitch that is no more leads to the day before it.', () => {
	const query = (text: string) => readThreadQuery(new URLSearchParams(text), { social: 'social' });
	assert.deepEqual(query('sorte=objectifs&piste=social'), { sort: 'objectifs', track: 'social', after: null });
	assert.deepEqual(query('sorte=toString&piste=__proto__'), ALL);
	const laid = ['2026-05-03', '2026-05-02', '2026-05-01'].map((on): PastStitch => ({ kind: 'answer', id: on, on, value: 'yes' }));
	const days = (after: string | null) => pageOf(laid, after).page.map(({ on }) => on);
	assert.deepEqual(days('2026-05-03~answer~2026-05-03'), ['2026-05-02', '2026-05-01']);
	assert.deepEqual(days('2026-05-02~answer~gone'), ['2026-05-01']);
	assert.deepEqual(days('2020-01-01~x~y'), []);
	assert.equal(days("' or 1=1").length, 3);
	assert.equal(narrowed(laid, { ...ALL, track: 'social' }, new Map()).length, 0);
});
