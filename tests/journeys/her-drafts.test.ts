import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import { startApp } from '../app.ts';
import { openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { comeIn, EMPTY, someoneWithPhone, storesOf } from '../scenes/phone.ts';
import { Visitor, giveAccount, withCard } from '../sign-in.ts';
import { expectAccessible, visitAs } from '../visit.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const organization = await home.organization('Relance-Sambre');
const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore', last: 'N.' });
const login = await giveAccount(home, aurore);

async function windowOf(code: string, work: (on: { context: BrowserContext; page: Page }) => Promise<void>): Promise<void> {
	const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 360, height: 740 } });
	try {
		const page = await context.newPage();
		page.setDefaultTimeout(10_000);
		await comeIn(page, app.url, code);
		await work({ context, page });
	} finally {
		await context.close();
	}
}
const kept = (id: string) =>
	home.sql<{ path: string; sealed: string }>(
		'select path, sealed from kept_post where carnet_id in (select id from carnet where accompaniment_id = $1)',
		[id]
	);
const told = (page: Page) => page.getByText(/^Gardé à .+ Pas encore envoyé\.$/).waitFor();

/** Each form of hers in which she writes, as she finds it. */
const FORMS: { name: string; at: (id: string) => Promise<string>; field: string | RegExp }[] = [
	{ name: 'a note', at: async () => '/moi/actions/notes', field: 'Ma note' },
	{ name: 'a step', at: async () => '/moi/actions/avance', field: 'Avec mes mots' },
	{ name: 'something to do', at: async () => '/moi/actions', field: 'Ce que je vais faire' },
	{
		name: 'a wish',
		at: async () => '/moi/ce-qui-compte/souhaits/nouveau',
		field: 'Ce que je souhaite'
	},
	{
		name: 'that she cannot come',
		at: async (id) => {
			const [one] = await home.sql<{ id: string }>('select id from appointment where accompaniment_id = $1', [id]);
			return `/moi/rendez-vous/${one!.id}`;
		},
		field: /Un autre moment qui me va/
	}
];

for (const { name, at, field } of FORMS)
	test(`What she writes of ${name} is kept while she types, waits after the tab was closed, is gone on with, and sent once.`, async () => {
		const { id, code } = await someoneWithPhone(home, aurore, 'Nadia B.');
		const path = await at(id);
		await windowOf(code, async ({ context, page }) => {
			await page.goto(app.url + path);
			await page.getByLabel(field).first().fill('Canari du brouillon');
			await told(page);
			const [row] = await kept(id);
			assert.ok(row && !row.sealed.includes('Canari'), 'sealed');
			assert.deepEqual(await storesOf(context, app.url), EMPTY, 'nothing in the browser');
		});
		// Another day, another browser.
		await windowOf(code, async ({ page }) => {
			await page.getByText('Vous avez écrit un texte. Il n’est pas encore envoyé.').waitFor();
			await page.goto(app.url + path);
			await page.getByRole('link', { name: 'Voir ce texte' }).click();
			assert.equal(await page.getByLabel('Vos mots').inputValue(), 'Canari du brouillon');
			await expectAccessible(browser, page);
			await page.getByLabel('Vos mots').fill('Canari du brouillon, et la suite');
			await page.getByRole('button', { name: 'Envoyer maintenant' }).click();
			await page.waitForURL((now) => now.pathname !== '/moi/reprise');
			await page.getByText('Canari du brouillon, et la suite').first().waitFor();
			assert.deepEqual(await kept(id), [], 'sent, it waits no more');
			await page.goto(`${app.url}/moi`);
			assert.equal(await page.getByText('Vous avez écrit un texte.').count(), 0);
		});
	});

test('What she wrote and took away is not kept; what was refused stays in its form; nobody of the staff sees a word of it.', async () => {
	const { id, code } = await someoneWithPhone(home, aurore, 'Yasmine B.');
	await windowOf(code, async ({ page }) => {
		await page.goto(`${app.url}/moi/actions/notes`);
		await page.getByLabel('Ma note').fill('Canari retiré');
		await told(page);
		await page.getByLabel('Ma note').fill('');
		await page.waitForResponse((answer) => answer.url().includes('/moi/brouillon'));
		assert.deepEqual(await kept(id), []);

		await page.goto(`${app.url}/moi/actions/notes`);
		await page.getByLabel('Ma note').fill('Canari gardé');
		await told(page);
	});
	await visitAs({ browser, url: app.url, login }, {}, async (page) => {
		for (const path of [`/personnes/${id}`, `/personnes/${id}/fil`, '/bureau', '/reprise']) {
			await page.goto(app.url + path);
			assert.ok(!(await page.content()).includes('Canari gardé'), path);
		}
	});
});

test('A draft travels to her own pages alone, holds no PIN, needs its key, and does not come back after its form was sent.', async () => {
	const { id, code } = await someoneWithPhone(home, aurore, 'Ana B.');
	const other = await someoneWithPhone(home, aurore, 'Omar K.');
	const her = await withCard(app.url, { code, pin: '258147' });
	const key = crypto.randomUUID();
	const post = (vers: string, fields: Record<string, string>) =>
		her.post(`/moi/brouillon?${new URLSearchParams({ vers, mots: 'text' })}`, fields, { accept: 'application/json' });
	for (const vers of [
		'https://voleur.example/',
		'//voleur.example',
		'/bureau',
		'/moi/connexion',
		'/moi/carte?/reunir',
		'/moi/carte/telephone',
		''
	])
		assert.equal((await post(vers, { form_key: key, text: 'Canari' })).status, 404, vers);
	assert.equal((await post('/moi/actions/notes?/garder', { text: 'Canari' })).status, 400);
	assert.deepEqual(await kept(id), []);
	assert.equal((await post('/moi/actions/notes?/garder', { form_key: key, text: 'Canari' })).status, 200);
	assert.equal((await post('/moi/actions/notes?/garder', { form_key: key, text: 'Canari deux' })).status, 200);
	assert.equal((await kept(id)).length, 1, 'one form, one draft');

	const theirs = await withCard(app.url, { code: other.code, pin: '258147' });
	assert.doesNotMatch(await (await theirs.open('/moi/actions/notes')).text(), /reprise/);
	// Somebody who has its key can neither overwrite nor erase it.
	await theirs.post(`/moi/brouillon?${new URLSearchParams({ vers: '/moi/actions/notes?/garder', mots: 'text' })}`, {
		form_key: key,
		text: ''
	});
	assert.equal((await kept(id)).length, 1);

	assert.equal((await her.post('/moi/actions/notes?/garder', { form_key: key, text: 'Canari deux' })).status, 303);
	assert.deepEqual(await kept(id), []);
	assert.equal((await post('/moi/actions/notes?/garder', { form_key: key, text: 'Canari en retard' })).status, 409);
	assert.deepEqual(await kept(id), []);
	const nobody = new Visitor(app.url);
	const answer = await nobody.post('/moi/brouillon?vers=/moi', { form_key: key, text: 'x' }, { accept: 'application/json' });
	assert.equal(answer.headers.get('location'), '/moi/connexion?suite=%2Fmoi%2Fbrouillon');
});

test('Without JavaScript what she sends after her session ended waits as it did, and she may go on writing.', async () => {
	const { id, code } = await someoneWithPhone(home, aurore, 'Leïla B.');
	const context = await browser.newContext({ locale: 'fr-FR', javaScriptEnabled: false });
	const page = await context.newPage();
	page.setDefaultTimeout(10_000);
	await comeIn(page, app.url, code);
	await page.goto(`${app.url}/moi/actions/notes`);
	await page.getByLabel('Ma note').fill('Deux mots à garder');
	await home.sql(`update auth.person_session set expires_at = now() - interval '1 minute'`);
	await page.getByRole('button', { name: 'Garder ma note' }).click();
	await page.getByLabel('Code de la carte').fill(code);
	await page.getByLabel('Code secret', { exact: true }).fill('258147');
	await page.getByRole('button', { name: 'Entrer', exact: true }).click();
	await page.waitForURL('**/moi/reprise/*');
	assert.equal(await page.getByLabel('Vos mots').inputValue(), 'Deux mots à garder');
	await page.getByLabel('Vos mots').fill('Trois mots à garder');
	await page.getByRole('button', { name: 'Envoyer maintenant' }).click();
	await page.locator('p.kept', { hasText: 'Trois mots à garder' }).waitFor();
	assert.deepEqual(await kept(id), []);
	await context.close();
});
