import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { v7 as newId } from 'uuid';
import type { Actor } from '../access/access.ts';
import { recordRequest } from '../leaving/requests.server.ts';
import { readPathway } from '../people/pathway.server.ts';
import { as, asHer, asIn, type Tx } from '../server/db.ts';
import { keepStep, readSteps, takeStepBack } from '../space/steps.server.ts';
import { house } from '../../../tests/house.ts';
import { herScene } from '../../../tests/scenes/hers.ts';
import { plantScene } from '../../../tests/wall/scene.ts';
import { readMemosAwaited } from './circle.server.ts';
import { answerQuestion, askAboutReading, readLooked, readMemosAsked, readQuestionsHere, readQuestionsNoted } from './looked.server.ts';

const home = await house({ after });
const REFUSED = (problem: unknown) => (problem as { status?: number }).status === 404;
const today = new Date().toISOString().slice(0, 10);

/** The line that this reading left. */
async function lineOf(actor: Actor, file: string): Promise<string> {
	await as(actor, (tx) => readPathway(tx, file));
	const [row] = await home.sql<{ id: string }>('select id from journal where accompaniment_id = $1 and member_id = $2', [
		file,
		actor.member
	]);
	return row!.id;
}
/** As she sees her questions that wait. */
const waits = (on: Awaited<ReturnType<typeof herScene>>['nadia']) =>
	on.on(async (tx) => (await readLooked(tx, null)).lines.flatMap(({ question }) => (question ? [question.waits_for] : [])));

test('A step that she says at the desk is hers, with who noted it; he takes it back at her word, nobody else’s.', async () => {
	const { nadia, aurore, paul, claire } = await herScene(home);
	await nadia.staff(aurore, (tx, pathway) => keepStep(tx, pathway, 'J’ai osé appeler', today));
	await nadia.on((tx, part) => keepStep(tx, part, 'Écrit par moi', today));
	const steps = await nadia.on(readSteps);
	assert.deepEqual(steps.map(({ text, by }) => [text, by]).sort(), [
		['J’ai osé appeler', 'Aurore'],
		['Écrit par moi', null]
	]);
	for (const [actor, step] of [
		[paul, steps.find(({ by }) => by)!],
		[aurore, steps.find(({ by }) => !by)!],
		[claire, steps.find(({ by }) => by)!]
	] as const)
		await assert.rejects(
			as(actor, (tx) => takeStepBack(tx, step.id)),
			REFUSED
		);
	await as(aurore, (tx) => takeStepBack(tx, steps.find(({ by }) => by)!.id));
	assert.equal((await nadia.on(readSteps)).length, 1);
	await assert.rejects(
		as(claire, (tx) =>
			tx.insertInto('her_step').values({ id: newId(), accompaniment_id: nadia.id, on_day: today, sealed: 'v1' }).execute()
		),
		REFUSED
	);
});

test('Her memos asked at the desk are the same request, with the same month; she sees it in her space, and it is not doubled.', async () => {
	const { nadia, aurore, organization } = await herScene(home);
	const coordination = await home.member(organization, ['coordination'], { first: 'Béatrice' });
	await nadia.staff(aurore, (tx, pathway) => recordRequest(tx, pathway, { how: 'orally', said_on: today }, 'memos'));
	const hers = await nadia.on((tx) => readMemosAwaited(tx, nadia.id));
	assert.equal(hers?.said_on, today);
	assert.deepEqual(await nadia.staff(aurore, (tx) => readMemosAwaited(tx, nadia.id)), hers);
	const asked = await as(coordination, readMemosAsked);
	assert.equal(asked.length, 1);
	assert.ok(asked[0]!.awaited.includes('Aurore'));
});

test('What she does not understand is asked at the desk too: coordination answers, whoever noted it reads the answer, nobody else.', async () => {
	const { nadia, aurore, paul, organization } = await herScene(home);
	const coordination = await home.member(organization, ['coordination'], { first: 'Béatrice' });
	const line = await lineOf(paul, nadia.id);
	const noted = (actor: Actor) => nadia.staff(actor, readQuestionsNoted);
	assert.equal(await nadia.staff(aurore, (tx) => askAboutReading(tx, { line, words: 'Pourquoi ?' })), true);
	assert.equal((await noted(aurore)).get(line)?.words, 'Pourquoi ?');
	assert.equal((await noted(paul)).size, 0, 'who looked reads no question');
	const [question] = await as(coordination, readQuestionsHere);
	assert.equal(question?.words, 'Pourquoi ?');
	assert.equal(await as(coordination, (tx) => answerQuestion(tx, { question: question!.id, answer: 'Il remplaçait Aurore.' })), true);
	assert.equal((await noted(aurore)).get(line)?.answer, 'Il remplaçait Aurore.');
	// What she asked herself is not his to read, nor doubled by him.
	const other = await lineOf(aurore, nadia.id);
	await nadia.on((tx) => askAboutReading(tx, { line: other, words: 'Et là ?' }));
	await nadia.staff(aurore, (tx) => askAboutReading(tx, { line: other, words: 'Autre chose' }));
	assert.equal((await noted(aurore)).has(other), false);
	assert.equal(
		(await nadia.on(async (tx) => (await readLooked(tx, null)).lines.find(({ id }) => id === other)))?.question?.words,
		'Et là ?'
	);
});

test('Nobody notes a question on a file out of reach, nor about a line of another file.', async () => {
	const scene = await plantScene(home, 'practitioner', 'lead');
	const elsewhere = await plantScene(home, 'practitioner', 'lead');
	const line = await lineOf(scene.me, scene.file);
	for (const actor of [scene.free, scene.shut, elsewhere.me])
		assert.equal(await as(actor, (tx) => askAboutReading(tx, { line, words: '' })), false);
	const insert = (tx: Tx, journal: string) =>
		tx.insertInto('reading_question').values({ id: newId(), accompaniment_id: scene.file, journal_id: journal, sealed: 'v1' }).execute();
	await assert.rejects(
		asIn(scene.me, scene.file, (tx) =>
			tx
				.selectFrom('journal')
				.select('id')
				.execute()
				.then(() => insert(tx, newId()))
		),
		REFUSED
	);
});

test('Nobody answers for his own reading: where coordination looked itself, an administrator answers; where nobody may, she is told so.', async () => {
	const { nadia, aurore, paul, organization } = await herScene(home);
	await home.sql(`update member set roles = '{practitioner,coordination}' where id = $1`, [paul.member]);
	await nadia.on(async (tx) => askAboutReading(tx, { line: await lineOf(paul, nadia.id), words: 'Pourquoi ?' }));
	assert.deepEqual(await waits(nadia), ['nobody'], 'the only one of coordination looked, and nobody manages the accounts');
	const [mine] = await as(paul, readQuestionsHere);
	assert.equal(mine?.mine, true);
	assert.equal(await as(paul, (tx) => answerQuestion(tx, { question: mine!.id, answer: 'Moi-même' })), false);

	const karim = await home.member(organization, ['administrator'], { first: 'Karim' });
	assert.deepEqual(await waits(nadia), ['administrator']);
	assert.deepEqual(
		(await as(karim, readQuestionsHere)).map(({ id }) => id),
		[mine!.id]
	);
	// Somebody of coordination who may answer takes it from him.
	const beatrice = await home.member(organization, ['coordination'], { first: 'Béatrice' });
	assert.deepEqual(await waits(nadia), ['coordination']);
	assert.deepEqual(await as(karim, readQuestionsHere), []);
	assert.equal(await as(karim, (tx) => answerQuestion(tx, { question: mine!.id, answer: 'Trop tôt' })), false);
	// She keeps Béatrice away: neither reads what is asked nor answers it.
	await home.sql('insert into exclusion (person_id, account_id, organization_id) values ($1, $2, $3)', [
		nadia.person,
		beatrice.account,
		organization
	]);
	assert.deepEqual(await as(beatrice, readQuestionsHere), []);
	assert.equal(await as(beatrice, (tx) => answerQuestion(tx, { question: mine!.id, answer: 'Écartée' })), false);
	assert.equal(await as(karim, (tx) => answerQuestion(tx, { question: mine!.id, answer: 'Il préparait un remplacement.' })), true);
	assert.deepEqual(await waits(nadia), [undefined]);
	for (const actor of [aurore, await home.member(await home.organization('Ailleurs'), ['administrator'], { first: 'Luc' })])
		if (actor === aurore) await assert.rejects(as(actor, readQuestionsHere), REFUSED);
		else assert.deepEqual(await as(actor, readQuestionsHere), [], 'another house');
	assert.equal(
		(await asHer(nadia.her, (tx) => readLooked(tx, null))).lines.find(({ question }) => question)?.question?.answer,
		'Il préparait un remplacement.'
	);
});
