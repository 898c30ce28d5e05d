import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { StaleError } from '#lib/web/once.server.ts';
import { house } from '../../../tests/house.ts';
import { herScene, someone } from '../../../tests/scenes/hers.ts';
import { putInWords, sayYes } from './agreeing.server.ts';
import { readGoal, type Goal } from './goals.server.ts';
import { openHerGoal, sayHerWishAgain, sayHerYes, takeHerYesBack } from './hers.server.ts';

const home = await house({ after });
const { aurore, paul, claire, nadia, samir } = await herScene(home);
const TODAY = '2026-11-22';
const notThere = (problem: unknown) => (problem as { status?: number }).status === 404;

const wish = (said = 'un logement à nous', readers = [aurore, paul], who = nadia) =>
	who.on((tx, part) => openHerGoal(tx, part, { wish: said, domain: 'home', readers: readers.map(({ member }) => member) }));
const mine = async (id: string) => (await nadia.on((tx, part) => readGoal(tx, part, id)))!;
const seen = (id: string, actor = aurore) => nadia.staff(actor, (tx, pathway) => readGoal(tx, pathway, id));
/** Aurore words what both could say yes to, and says hers. */
async function worded(id: string, agreed: string) {
	const last = (await mine(id)).wordings.at(-1)?.id ?? null;
	await nadia.staff(aurore, (tx, pathway) => putInWords(tx, pathway, id, { agreed, last, yes_hers: null, yes_mine: true }, TODAY));
	return (await mine(id)).wordings.at(-1)!.id;
}

test('A wish she says is hers: no hand but her own, read by those she ticked and by nobody else.', async () => {
	const id = await wish('garder mes enfants', [paul, claire]);
	const goal = (await seen(id, paul))!;
	assert.deepEqual(
		[
			goal.wishes.map(({ text, how, by }) => [text, how, by]),
			goal.domain,
			goal.author_id,
			goal.readers.map(({ first_name }) => first_name)
		],
		[[['garder mes enfants', 'screen', '']], 'home', null, ['Paul-Henri']]
	);
	assert.equal(await seen(id, aurore), undefined);
});

test('Said otherwise, the first words stay first; said by two windows at once, the second is told.', async () => {
	const id = await wish();
	const first = (await mine(id)).wishes[0]!.id;
	await nadia.on((tx, part) => sayHerWishAgain(tx, part, id, { wish: 'une maison', last: first }));
	await assert.rejects(
		nadia.on((tx, part) => sayHerWishAgain(tx, part, id, { wish: 'un jardin', last: first })),
		(problem) => problem instanceof StaleError && (problem.stored.goal as Goal).wishes.at(-1)?.text === 'une maison'
	);
	assert.deepEqual(
		(await mine(id)).wishes.map(({ text }) => text),
		['un logement à nous', 'une maison']
	);
});

test('Her yes is to the words she read and to no others; the same yes twice is one.', async () => {
	const id = await wish();
	const former = await worded(id, 'chercher un studio');
	const now = await worded(id, 'chercher deux pièces');
	await assert.rejects(
		nadia.on((tx, part) => sayHerYes(tx, part, id, { wording: former }, TODAY)),
		StaleError
	);
	for (let times = 0; times < 2; times += 1) await nadia.on((tx, part) => sayHerYes(tx, part, id, { wording: now }, TODAY));
	const goal = (await seen(id))!;
	assert.deepEqual([goal.standing, goal.hers?.by, goal.hers?.how], ['agreed', '', 'screen']);
});

test('Her yes and the same yes noted by Aurore at the same time are one.', async () => {
	const id = await wish();
	const wording = await worded(id, 'visiter samedi');
	await Promise.all([
		nadia.on((tx, part) => sayHerYes(tx, part, id, { wording }, TODAY)),
		nadia.staff(aurore, (tx, pathway) => sayYes(tx, pathway, id, { voice: 'person', how: 'orally', wording }, TODAY))
	]);
	const [row] = await home.sql<{ n: number }>(
		`select count(*)::int as n from goal_confirmation where goal_id = $1 and voice = 'person' and withdrawn_at is null`,
		[id]
	);
	assert.equal(row?.n, 1);
});

test('She takes her yes back, whoever noted it; a practitioner’s is not hers to take.', async () => {
	const id = await wish();
	const wording = await worded(id, 'écrire au propriétaire');
	await nadia.staff(aurore, (tx, pathway) => sayYes(tx, pathway, id, { voice: 'person', how: 'orally', wording }, TODAY));
	const { hers, ours } = await mine(id);
	await nadia.on((tx, part) => takeHerYesBack(tx, part, id, ours!.id));
	assert.equal((await mine(id)).standing, 'agreed');
	for (let times = 0; times < 2; times += 1) await nadia.on((tx, part) => takeHerYesBack(tx, part, id, hers!.id));
	assert.deepEqual([(await mine(id)).hers, (await mine(id)).standing], [null, 'worded']);
	const { numUpdatedRows } = await nadia.on((tx) =>
		tx.updateTable('goal_confirmation').set({ withdrawn_at: new Date() }).where('id', '=', ours!.id).executeTakeFirstOrThrow()
	);
	assert.equal(numUpdatedRows, 0n);
});

test('What is agreed is worded together: alone she words nothing in common, and says yes for nobody else.', async () => {
	const id = await wish();
	const wording = await worded(id, 'ensemble');
	const below = { id: crypto.randomUUID(), goal_id: id, accompaniment_id: nadia.id };
	await assert.rejects(
		nadia.on((tx) =>
			tx
				.insertInto('goal_wording')
				.values({ ...below, kind: 'agreed', how: 'screen', sealed: 'x' })
				.execute()
		),
		notThere
	);
	await assert.rejects(
		nadia.on((tx) =>
			tx
				.insertInto('goal_confirmation')
				.values({ ...below, wording_id: wording, voice: 'practitioner', how: 'screen', said_on: TODAY })
				.execute()
		),
		notThere
	);
	await assert.rejects(
		nadia.on((tx) => tx.updateTable('goal_wording').set({ sealed: 'x' }).where('goal_id', '=', id).execute()),
		notThere
	);
});

test('Another person’s goal is not there for her, and a closed file is read only.', async () => {
	const his = await wish('de Samir', [claire], samir);
	await assert.rejects(
		nadia.on((tx, part) => sayHerWishAgain(tx, part, his, { wish: 'de Nadia', last: null })),
		notThere
	);
	const zoe = await someone(home, aurore, 'Zoé L.');
	const id = await wish('avant', [aurore], zoe);
	const last = (await zoe.on((tx, part) => readGoal(tx, part, id)))!.wishes[0]!.id;
	await home.sql(`update accompaniment set ended_on = current_date, ended_how = 'together' where id = $1`, [zoe.id]);
	await assert.rejects(
		zoe.on((tx, part) => sayHerWishAgain(tx, part, id, { wish: 'après', last })),
		notThere
	);
	await assert.rejects(wish('après', [aurore], zoe), notThere);
});
