import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Actor } from '#lib/access/access.ts';
import { as } from '#lib/server/db.ts';
import { startApp } from '../app.ts';
import { openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { giveAccount, signedIn, type Login } from '../sign-in.ts';
import { expectAccessible, visitAs } from '../visit.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const organization = await home.organization('Relance-Sambre');
const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore', last: 'N.' });
const paul = await home.member(organization, ['practitioner'], { first: 'Paul-Henri', last: 'D.' });
const logins = new Map<Actor, Login>([
	[aurore, await giveAccount(home, aurore)],
	[paul, await giveAccount(home, paul)]
]);

/** A person whom Aurore accompanies, with Paul-Henri. */
async function someone(name = 'Nadia B.'): Promise<string> {
	const { id } = await home.pathway(aurore, name);
	await as(aurore, (tx) => tx.insertInto('colleague').values({ accompaniment_id: id, member_id: paul.member }).execute());
	return id;
}

const visit = ({ who = aurore, ...options }: BrowserContextOptions & { who?: Actor }, work: (page: Page) => Promise<void>) =>
	visitAs({ browser, url: app.url, login: logins.get(who)! }, options, work);

const formOf = (person: string) => `${app.url}/personnes/${person}/entretiens/nouveau`;
const said = (page: Page) => page.getByRole('textbox', { name: 'Ce qu’on s’est dit' });
const save = (page: Page) => page.getByRole('button', { name: 'Enregistrer', exact: true }).click();

test('A memo is read by its author alone, shows on no shared page, and becomes ours only when that was confirmed.', async () => {
	const person = await someone('Claire O.');
	await visit({ javaScriptEnabled: false }, async (page) => {
		await page.goto(`${app.url}/personnes/${person}/memos`);
		await page.getByRole('textbox', { name: 'Mémo' }).fill('à vérifier : son bail');
		await page.getByRole('button', { name: 'Garder ce mémo' }).click();
		await page.getByText('Ce mémo s’effacera le').waitFor();
		await expectAccessible(browser, page);
		for (const path of ['', '/entretiens', '/entretiens/nouveau', '/rendez-vous']) {
			await page.goto(`${app.url}/personnes/${person}${path}`);
			assert.doesNotMatch(await page.content(), /son bail/, path);
		}
		await page.goto(`${app.url}/personnes/${person}/memos`);
		await page.getByRole('link', { name: /^Modifier/ }).click();
		const memo = page.url();
		await expectAccessible(browser, page);
		const theirs = await signedIn(app.url, logins.get(paul)!);
		assert.equal((await theirs.open(new URL(memo).pathname)).status, 404);
		assert.doesNotMatch(await (await theirs.open(`/personnes/${person}/memos`)).text(), /son bail/);
		await page.getByText('En faire un texte à nous').click();
		await page.getByRole('button', { name: 'Oui, reprendre ce texte dans un entretien' }).click();
		assert.equal(await said(page).inputValue(), 'à vérifier : son bail');
		await save(page);
		await page.waitForURL((url) => url.pathname === `/personnes/${person}`);
	});
	assert.deepEqual(await home.sql('select 1 from memo where accompaniment_id = $1', [person]), []);
});

test('Naming someone later asks first, says how many texts it opens, and is told with its date.', async () => {
	const person = await someone('Luc A.');
	await visit({ javaScriptEnabled: false }, async (page) => {
		await page.goto(formOf(person));
		await page.getByText('Nous :').click();
		await page.getByRole('group', { name: 'Qui peut lire ce texte' }).getByLabel('Paul-Henri').uncheck();
		await said(page).fill('d’abord entre nous');
		await save(page);
		await page.getByRole('link', { name: 'Relire ou corriger' }).click();
		await page.getByRole('link', { name: 'Ouvrir aussi ce texte à Paul-Henri' }).click();
		await page.getByText('Cela ouvre 1 texte à Paul-Henri. Luc le saura').waitFor();
		await expectAccessible(browser, page);
		await page.getByRole('button', { name: 'Oui, ouvrir ce texte à Paul-Henri' }).click();
		await page.getByText('Ouvert à Paul-Henri le').waitFor();
		await page.getByRole('button', { name: 'Ne plus partager avec Paul-Henri' }).click();
		await page.getByRole('link', { name: 'Ouvrir aussi ce texte à Paul-Henri' }).waitFor();
		await page.goto(`${app.url}/personnes/${person}`);
		await page.getByText(/^Le texte du .* a été ouvert à Paul-Henri$/).waitFor();
	});
});

test('Another organisation is answered everywhere as if nothing existed, and changes nothing.', async () => {
	const person = await someone('Kevin B.');
	const visitor = await signedIn(app.url, logins.get(aurore)!);
	const recorded = await visitor.post(`/personnes/${person}/entretiens/nouveau?/enregistrer`, { said: 'ici' });
	const interview = new URL(recorded.headers.get('location')!, app.url).searchParams.get('entretien')!;
	const stranger = await home.member(await home.organization('Ailleurs'), ['practitioner', 'coordination'], { first: 'Étienne' });
	const theirs = await signedIn(app.url, await giveAccount(home, stranger));
	const nobody = '01890000-0000-7000-8000-00000000dead';
	const before = await home.sql('select count(*) from audit');
	for (const path of ['/entretiens', '/entretiens/nouveau', `/entretiens/${interview}`, '/memos', '/rendez-vous']) {
		const [real, never] = [await theirs.open(`/personnes/${person}${path}`), await theirs.open(`/personnes/${nobody}${path}`)];
		assert.deepEqual([real.status, never.status], [404, 404], path);
		const plain = (text: string) =>
			text
				.replaceAll(person, '')
				.replaceAll(nobody, '')
				.replace(/nonce-?="?[^"' ]+/g, '');
		assert.equal(plain(await real.text()), plain(await never.text()), path);
	}
	for (const [path, fields] of [
		['/entretiens/nouveau?/enregistrer', { said: 'forgé' }],
		['/entretiens/nouveau?/brouillon', { said: 'forgé' }],
		['/entretiens/nouveau?/jeter', {}],
		['/entretiens/nouveau?/pas-vus', { said: 'forgé' }],
		['/entretiens/brouillon', { said: 'forgé' }],
		[`/entretiens/${interview}?/corriger`, { said: 'forgé', version: '1' }],
		[`/entretiens/${interview}?/nommer`, { member: stranger.member }],
		[`/entretiens/${interview}?/retirer`, { member: aurore.member }],
		[`/entretiens/${interview}?/dater`, { held_on: '2026-01-01', channel: 'phone', version: '1' }],
		['/memos', { text: 'forgé' }],
		['/rendez-vous?/prevoir', { day: '2090-01-01', time: '10:00' }],
		['/rendez-vous?/liberer', { appointment: nobody }]
	] as [string, Record<string, string>][]) {
		assert.equal((await theirs.post(`/personnes/${person}${path}`, fields)).status, 404, path);
	}
	assert.deepEqual(await home.sql('select count(*) from audit'), before);
});
