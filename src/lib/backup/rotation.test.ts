import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { QUESTIONS, type Answers } from '#lib/opinion/rules.ts';
import { readOpinions } from '#lib/opinion/opinion.server.ts';
import { gatherOpinions, giveOpinion } from '#lib/opinion/waiting.server.ts';
import { as, asHer, asRole, keyring } from '#lib/server/db.ts';
import { openKeyring } from '#lib/server/keyring.ts';
import { answerQuestion, readQuestionsHere } from '#lib/space-sees/looked.server.ts';
import { rotateKeys } from './rotate.ts';

// A key of its own: that of the other tests stays as it is.
const folder = mkdtempSync(join(tmpdir(), 'cheminer-rotation-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const keyFile = join(folder, 'installation.json');
process.env['TEST_KEY_FILE'] = keyFile;
const [{ house }, { plantMember, plantScene }] = await Promise.all([
	import('../../../tests/house.ts'),
	import('../../../tests/wall/scene.ts')
]);

test('After a rotation a question about a reading is read, answered and read again, and opinions that waited are counted.', async (t) => {
	const home = await house(t);
	const scene = await plantScene(home, 'practitioner', 'lead');
	const coordination = await plantMember(home, scene.organization, ['coordination'], 'Béatrice');
	const answer = (question: string, text: string) => as(coordination, (tx) => answerQuestion(tx, { question, answer: text }));
	const said = Object.fromEntries(QUESTIONS.map((question) => [question, '2'])) as Answers;
	const give = () =>
		asHer({ person: scene.person, cards: [scene.card] }, (tx) => giveOpinion(tx, scene.organization, said, crypto.randomUUID()));
	assert.equal(await answer(scene.question, 'Pour préparer notre rencontre.'), true);
	for (let times = 0; times < 3; times += 1) await give();

	const { current, others } = await rotateKeys(home.ownerUrl, keyFile);
	assert.equal(current, 'k2');
	// Two questions, one answer, one row of opinions.
	assert.equal(others, 4);
	const sealed = await home.sql<{ key: string }>(
		`select split_part(sealed, '.', 2) as key from reading_question union select split_part(answer, '.', 2) from reading_question where answer is not null
		union select split_part(sealed, '.', 2) from opinion_waiting`
	);
	assert.deepEqual(
		sealed.map(({ key }) => key),
		['k2']
	);
	const questions = await as(coordination, readQuestionsHere);
	assert.deepEqual(
		questions.map(({ words, answer: given }) => [words, given]).toSorted(),
		[
			['Pourquoi ce regard ?', 'Pour préparer notre rencontre.'],
			['Pourquoi ce regard ?', null]
		].toSorted()
	);
	assert.equal(await answer(scene.ownQuestion, 'Une suite.'), true);
	for (let times = 0; times < 2; times += 1) await give();
	await asRole('cheminer_jobs', (tx) => gatherOpinions(tx, openKeyring(keyFile, { create: false })));
	const [half] = (await as(scene.lead, (tx) => readOpinions(tx, scene.organization))).filter(({ half: one }) => one !== '2024-2');
	assert.deepEqual([half?.people, half?.counts.pace[2], keyring().currentKeyId], [5, 5, 'k2']);
});
