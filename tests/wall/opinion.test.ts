import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { startApp } from '../app.ts';
import { house } from '../house.ts';
import { ask, enter, enterHer, fingerprints } from './http.ts';
import { plantScene } from './scene.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());

const scene = await plantScene(home, 'practitioner', 'lead');
const her = await enterHer(home, scene);
const ANSWERS: [string, string][] = ['chosen', 'matters', 'pace', 'sees', 'equals', 'awaited'].map((name) => [name, '2']);
const fields = (key: string = crypto.randomUUID(), part = scene.organization): [string, string][] => [
	['form_key', key],
	['part', part],
	...ANSWERS
];

/** What changed between two looks at the whole house, her session aside: it lives on whatever she reads. */
async function changedBy(work: () => Promise<unknown>): Promise<string[]> {
	const before = await fingerprints(home, ['auth.person_session']);
	await work();
	const now = await fingerprints(home, ['auth.person_session']);
	return Object.keys(now).filter((name) => now[name] !== before[name]);
}

test('Her answer changes one sealed row of her organisation: no form, no line and no session says that she gave it.', async () => {
	const answer = { status: 0, location: '' as string | null };
	assert.deepEqual(
		await changedBy(async () => Object.assign(answer, await ask(app.url, '/moi/avis', { cookie: her.cookie, fields: fields() }))),
		['opinion_waiting']
	);
	assert.deepEqual([answer.status, answer.location], [303, '/moi/avis?fait=donne']);
});

test('What she reads afterwards is what anybody reads who has not answered: nothing in the house tells the two apart.', async () => {
	const neighbour = await plantScene(home, 'practitioner', 'lead', scene.organization);
	const other = await enterHer(home, neighbour);
	const [mine, theirs] = await Promise.all([her, other].map(({ cookie }) => ask(app.url, '/moi/avis', { cookie })));
	assert.equal(mine!.body, theirs!.body);
});

test('Sent after her session ended, it is kept nowhere; with a card that ended, or about another house, it is not there.', async () => {
	const gone = await enterHer(home, await plantScene(home, 'practitioner', 'lead'));
	await home.sql('update auth.person_session set ended_at = now() where token = $1', [gone.token]);
	const late = { cookie: gone.cookie, fields: fields() };
	let location: string | null = '';
	assert.deepEqual(await changedBy(async () => ({ location } = await ask(app.url, '/moi/avis', late))), []);
	assert.equal(location, `/moi/connexion?suite=${encodeURIComponent('/moi/avis')}`);
	const elsewhere = await plantScene(home, 'practitioner', 'lead');
	for (const part of [elsewhere.organization, scene.file, crypto.randomUUID()])
		assert.equal((await ask(app.url, '/moi/avis', { cookie: her.cookie, fields: fields(crypto.randomUUID(), part) })).status, 404);
});

test('The log says that somebody was in her own space, never on which page of it.', async () => {
	await ask(app.url, '/moi/avis', { cookie: her.cookie, fields: fields() });
	const logged = app.logged();
	assert.match(logged, /\/moi\/:page/);
	assert.doesNotMatch(logged, /moi\/avis/);
});

test('The colleague who walks with her, coordination, the front desk: nobody finds an answer that waits, on any page.', async () => {
	for (const role of ['practitioner', 'coordination', 'front-desk'] as const) {
		const { body } = await ask(app.url, '/equipe/avis', {
			cookie: await enter(home, await home.member(scene.organization, [role]))
		});
		// What was planted, of five people, of another year; nothing of what waits.
		assert.ok(body.includes('2024') && !body.includes(String(new Date().getFullYear())), role);
	}
});

test('Four sheets are refused with everything that was typed; a form that names a stranger’s half-year or no answer changes nothing.', async () => {
	const cookie = await enter(home, scene.lead);
	const four: [string, string][] = [0, 1, 2, 3].map((n) => [`sheets.${n}.pace`, '1']);
	let body = '';
	let status = 0;
	assert.deepEqual(
		await changedBy(
			async () =>
				({ body, status } = await ask(app.url, '/equipe/avis/saisie?/ajouter', {
					cookie,
					fields: [['form_key', crypto.randomUUID()], ...four]
				}))
		),
		[]
	);
	assert.equal(status, 422);
	assert.equal(body.match(/<option value="1" selected/g)?.length, 4);
	for (const answer of ['9', 'none', '<b>'])
		assert.equal(
			(
				await ask(app.url, '/moi/avis', {
					cookie: her.cookie,
					fields: [
						['part', scene.organization],
						['pace', answer]
					]
				})
			).status,
			422
		);
});

test('The page that is shown when nothing works any more says no name of the product.', () => {
	assert.doesNotMatch(readFileSync(new URL('../../src/error.html', import.meta.url), 'utf8'), /cheminer/i);
});
