import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Actor } from '#lib/access/access.ts';
import { readCarnets } from '#lib/carnet/carnet.server.ts';
import { putInWords } from '#lib/goals/agreeing.server.ts';
import { readGoals } from '#lib/goals/goals.server.ts';
import { openNeed } from '#lib/needs/needs.server.ts';
import { OpeningForm } from '#lib/needs/rules.ts';
import { startApp } from '../app.ts';
import { openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { someone } from '../scenes/hers.ts';
import { giveAccount, signedIn, Visitor, type Login } from '../sign-in.ts';
import { expectAccessible, visitAs } from '../visit.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const organization = await home.organization('Relance-Sambre');
const logins = new Map<Actor, Login>();
async function member(first: string): Promise<Actor> {
	const actor = await home.member(organization, ['practitioner'], { first });
	logins.set(actor, await giveAccount(home, actor));
	return actor;
}
const aurore = await member('Aurore');
const paul = await member('Paul-Henri');

type Someone = Awaited<ReturnType<typeof someone>>;
const PIN = '258147';
const codeOf = async (who: Someone) => (await who.on((tx, part) => readCarnets(tx, part)))[0]!.code;

/** A window of hers, opened with her card. */
async function visitHers(who: Someone, options: BrowserContextOptions, work: (page: Page) => Promise<void>) {
	const context = await browser.newContext({ locale: 'fr-FR', ...options });
	try {
		const page = await context.newPage();
		page.setDefaultTimeout(10_000);
		await page.goto(`${app.url}/moi/connexion`);
		await page.getByLabel('Code de la carte').fill(await codeOf(who));
		await page.getByLabel('Code secret', { exact: true }).fill(PIN);
		await page.getByRole('button', { name: 'Entrer' }).click();
		await page.waitForURL(`${app.url}/moi`);
		await work(page);
	} finally {
		await context.close();
	}
}
const staff = (options: BrowserContextOptions, work: (page: Page) => Promise<void>) =>
	visitAs({ browser, url: app.url, login: logins.get(aurore)! }, options, work);
const matters = (page: Page) => page.waitForURL((url) => url.pathname === '/moi/ce-qui-compte');

for (const [javaScriptEnabled, width] of [
	[true, 1280],
	[false, 360]
] as const) {
	const how = `${javaScriptEnabled ? 'with JavaScript' : 'without JavaScript'}, ${width} px`;
	const options = { javaScriptEnabled, viewport: { width, height: 900 } };

	test(`She answers beside a practitioner’s words, opens a subject of her own and says who reads it, ${how}.`, async () => {
		const nadia = await someone(home, aurore, 'Nadia B.', [paul]);
		await nadia.staff(aurore, (tx, pathway) =>
			openNeed(tx, pathway, OpeningForm.parse({ code: 'MOB', mine: { words: 'Le premier bus arrive trop tard.' } }))
		);
		await visitHers(nadia, options, async (page) => {
			await page.getByRole('link', { name: 'Ce qui compte pour moi' }).click();
			await page.getByRole('heading', { level: 1, name: 'Ce qui compte pour moi' }).waitFor();
			await page.getByText('Aurore a écrit').waitFor();
			await expectAccessible(browser, page);
			await page.getByRole('link', { name: /Écrire avec mes mots/ }).click();
			await page.getByText('Le premier bus arrive trop tard.').waitFor();
			await expectAccessible(browser, page);
			await page.getByLabel('Mes mots').fill('Le bus de 6 h me va.');
			await page.getByLabel('plus tard').check();
			await page.getByRole('button', { name: 'Garder mes mots' }).click();
			await matters(page);
			await page.getByText('C’est noté.').waitFor();
			await page.getByText(/Écrit par moi le/).waitFor();

			await page.getByRole('link', { name: 'Parler d’un sujet' }).click();
			await page.getByText('Mon projet', { exact: true }).click();
			await expectAccessible(browser, page);
			await page.getByRole('button', { name: 'Me former' }).click();
			await page.getByRole('heading', { level: 1, name: 'Me former' }).waitFor();
			assert.doesNotMatch(page.url() + (await page.title()), /FOR|former/i, 'neither address nor title says which subject it is');
			await expectAccessible(browser, page);
			assert.equal(await page.getByLabel('Aurore').isChecked(), true);
			await page.getByLabel('Paul-Henri').uncheck();
			await page.getByLabel('Mes mots').fill('Aide-soignante, pas femme de ménage.');
			await page.getByRole('button', { name: 'Garder mes mots' }).click();
			await matters(page);
			await page.getByText('Aide-soignante, pas femme de ménage.').waitFor();
			await expectAccessible(browser, page);
		});
		await staff(options, async (page) => {
			await page.goto(`${app.url}/personnes/${nadia.id}/besoins`);
			await page.getByText('Le bus de 6 h me va.').waitFor();
			assert.equal(await page.getByText(/^Écrit par Nadia le/).count(), 2, 'each of her words is said to be hers');
			await expectAccessible(browser, page);
		});
		await visitAs({ browser, url: app.url, login: logins.get(paul)! }, options, async (page) => {
			await page.goto(`${app.url}/personnes/${nadia.id}/besoins`);
			assert.doesNotMatch(await page.content(), /Aide-soignante/, 'unticked, he finds nothing');
		});
	});

	test(`She says a wish, says yes to what Aurore worded, and takes her yes back, ${how}.`, async () => {
		const nadia = await someone(home, aurore, 'Nadia B.', [paul]);
		await visitHers(nadia, options, async (page) => {
			await page.goto(`${app.url}/moi/ce-qui-compte`);
			await page.getByText('Rien n’est encore écrit.').waitFor();
			await expectAccessible(browser, page);
			await page.getByRole('link', { name: 'Dire un souhait' }).click();
			await page.getByRole('button', { name: 'Garder mon souhait' }).click();
			await page.locator('.summary').waitFor();
			await expectAccessible(browser, page);
			await page.getByLabel('Ce que je souhaite').fill('Un logement à nous.');
			await page.getByRole('button', { name: 'Garder mon souhait' }).click();
			await matters(page);
			await page.getByText('C’est un souhait, pour le moment.').waitFor();
			await nadia.staff(aurore, async (tx, pathway) => {
				const [goal] = await readGoals(tx, pathway.key, pathway.accompaniment.id);
				const form = { agreed: 'Visiter deux studios.', last: null, yes_hers: null, yes_mine: true };
				await putInWords(tx, pathway, goal!.id, form, new Date().toISOString().slice(0, 10));
			});
			await page.getByRole('link', { name: /Répondre, ou le dire autrement/ }).click();
			await page.getByText('Je n’ai pas encore dit oui à ces mots.').waitFor();
			await expectAccessible(browser, page);
			await page.getByRole('button', { name: 'Oui, je suis d’accord' }).click();
			await page.getByText('Nous sommes d’accord avec ces mots.').waitFor();
			await page.getByText(/^J’ai dit oui le/).waitFor();
			await staff(options, async (desk) => {
				await desk.goto(`${app.url}/personnes/${nadia.id}/objectifs`);
				await desk.getByText('Convenu ensemble.').waitFor();
				await desk.getByRole('link', { name: 'Visiter deux studios.' }).click();
				await desk.getByText(/Nadia est d’accord\s: écrit par Nadia le/).waitFor();
				await desk.getByText(/^Écrit par Nadia le/).waitFor();
			});
			await page.getByRole('button', { name: 'Je ne suis plus d’accord' }).click();
			await page.getByText('Je n’ai pas encore dit oui à ces mots.').waitFor();
			await page.getByText('Le dire autrement', { exact: true }).click();
			await page.getByLabel('Ce que je souhaite').fill('Une maison.');
			await page.getByRole('button', { name: 'Garder mes mots' }).click();
			await page.getByRole('heading', { name: 'Mes mots d’avant' }).waitFor();
			await expectAccessible(browser, page);

			await page.getByRole('link', { name: 'Mon chemin' }).click();
			await page.getByRole('heading', { level: 1, name: 'Mon chemin' }).waitFor();
			await page.getByText('J’ai dit un souhait').waitFor();
			await expectAccessible(browser, page);
		});
	});

	test(`Her path is told month by month, what moved can be read alone, and nothing of a memo is there, ${how}.`, async () => {
		const nadia = await someone(home, aurore, 'Nadia B.', [paul]);
		await visitHers(nadia, options, async (page) => {
			const visitor = await signedIn(app.url, logins.get(aurore)!);
			const post = async (address: string, fields: Record<string, string>) =>
				assert.equal((await visitor.post(`/personnes/${nadia.id}/${address}`, fields)).status, 303);
			await post('memos', { text: 'Canari du mémo', months: '3' });
			await post('entretiens/nouveau?/enregistrer', {
				held_on: new Date().toISOString().slice(0, 10),
				channel: 'presence',
				said: 'Le dossier est parti.',
				moved: 'lettre envoyée',
				outcome: 'moved'
			});
			await page.goto(`${app.url}/moi/chemin`);
			await page.getByText('J’ai vu Aurore').waitFor();
			await page.getByText('Le dossier est parti.').waitFor();
			await page.getByText('J’ai avancé : lettre envoyée').waitFor();
			assert.doesNotMatch(await page.content(), /Canari/);
			await expectAccessible(browser, page);
			await page.getByRole('link', { name: 'Quand j’ai avancé' }).click();
			await page.getByText('J’ai avancé : lettre envoyée').waitFor();
			assert.equal(await page.getByText('Le chemin commence').count(), 0);
			await expectAccessible(browser, page);
		});
	});
}

test('When two windows of hers wrote, both texts are on the page; sent twice, a form is done once.', async () => {
	const nadia = await someone(home, aurore, 'Nadia B.', [paul]);
	await nadia.staff(aurore, (tx, pathway) => openNeed(tx, pathway, OpeningForm.parse({ code: 'LOG', hers: { words: 'noté avant' } })));
	const [need] = await home.sql<{ id: string }>('select id from need where accompaniment_id = $1', [nadia.id]);
	const visitor = new Visitor(app.url);
	assert.equal((await visitor.post('/moi/connexion', { code: await codeOf(nadia), pin: PIN })).status, 303);
	const address = `/moi/ce-qui-compte/besoins/${need!.id}?/noter`;
	const fields = { form_key: crypto.randomUUID(), words: 'de la fenêtre une', version: '1' };
	for (let times = 0; times < 2; times += 1) assert.equal((await visitor.post(address, fields)).status, 303);
	const late = await visitor.post(address, { words: 'de la fenêtre deux', version: '1' });
	assert.equal(late.status, 409);
	const page = await late.text();
	for (const words of ['de la fenêtre une', 'de la fenêtre deux']) assert.ok(page.includes(words), words);
	const [row] = await home.sql<{ n: number }>(`select version as n from need_voice where need_id = $1 and voice = 'person'`, [need!.id]);
	assert.equal(row?.n, 2);
});

test('Another’s need or wish, one that never was, and a word that is no id are answered alike; without a card, the door.', async () => {
	const nadia = await someone(home, aurore, 'Nadia B.');
	const samir = await someone(home, aurore, 'Samir K.');
	await samir.staff(aurore, (tx, pathway) => openNeed(tx, pathway, OpeningForm.parse({ code: 'LOG', hers: { words: 'Canari' } })));
	const [need] = await home.sql<{ id: string }>('select id from need where accompaniment_id = $1', [samir.id]);
	const visitor = new Visitor(app.url);
	await visitor.post('/moi/connexion', { code: await codeOf(nadia), pin: PIN });
	for (const kind of ['besoins', 'souhaits'])
		for (const id of [need!.id, crypto.randomUUID(), 'mot']) {
			const answer = await visitor.open(`/moi/ce-qui-compte/${kind}/${id}`);
			assert.equal(answer.status, 404, `${kind} ${id}`);
			assert.doesNotMatch(await answer.text(), /Canari/);
		}
	const forged = await visitor.post('/moi/ce-qui-compte/besoins/nouveau?/noter', { part: samir.id, code: 'FIN', words: 'x' });
	assert.equal(forged.status, 404);
	assert.equal((await visitor.post(`/moi/ce-qui-compte/besoins/${need!.id}?/noter`, { words: 'x', version: '1' })).status, 404);
	const stranger = new Visitor(app.url);
	for (const path of ['/moi/chemin', '/moi/ce-qui-compte', '/moi/ce-qui-compte/besoins/nouveau'])
		assert.match((await stranger.open(path)).headers.get('location') ?? '', /^\/moi\/connexion/);
});
