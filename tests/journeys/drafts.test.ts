import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Actor } from '#lib/access/access.ts';
import { as } from '#lib/server/db.ts';
import { startApp } from '../app.ts';
import { openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { flawsOf } from '../html.ts';
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

async function someone(name: string): Promise<string> {
	const { id } = await home.pathway(aurore, name);
	await as(aurore, (tx) => tx.insertInto('colleague').values({ accompaniment_id: id, member_id: paul.member }).execute());
	return id;
}

const visit = ({ who = aurore, ...options }: BrowserContextOptions & { who?: Actor }, work: (page: Page) => Promise<void>) =>
	visitAs({ browser, url: app.url, login: logins.get(who)! }, options, work);
const at = (person: string, below: string) => `${app.url}/personnes/${person}${below}`;
const waiting = (person: string) => home.sql('select form, member_id from draft where accompaniment_id = $1', [person]);

/** A meeting that Aurore recorded and Paul-Henri was at. @returns its id */
async function met(person: string): Promise<string> {
	const visitor = await signedIn(app.url, logins.get(aurore)!);
	const fields = { said: 'On a relu la lettre.', 'readers[]': paul.member, 'attendees[]': paul.member };
	const recorded = await visitor.post(`/personnes/${person}/entretiens/nouveau?/enregistrer`, fields);
	return new URL(recorded.headers.get('location')!, app.url).searchParams.get('entretien')!;
}

for (const javaScriptEnabled of [true, false]) {
	const how = javaScriptEnabled ? 'by itself, with JavaScript' : 'by its button, without JavaScript';
	/** With a script the page keeps it by itself; else there is a button. */
	async function kept(page: Page): Promise<void> {
		if (!javaScriptEnabled) await page.getByRole('button', { name: 'Garder le brouillon' }).click();
		await page.getByText('Brouillon gardé à').waitFor();
		if (!javaScriptEnabled) await expectAccessible(browser, page);
	}

	test(`A need that is being opened is kept ${how}, and taken up from its page.`, async () => {
		const person = await someone(javaScriptEnabled ? 'Nadia B.' : 'Nadège B.');
		await visit({ javaScriptEnabled }, async (page) => {
			await page.goto(at(person, '/besoins/nouveau'));
			await page.getByText('Chez moi').click();
			await page.getByRole('button', { name: 'Logement' }).click();
			await page.getByLabel('Ce que je vois, ce que je propose').pressSequentially('un garant à trouver');
			await kept(page);
			await page.goto(`${app.url}/bureau`);
			await page.getByRole('link', { name: 'Besoins, Nad' }).click();
			await page.getByRole('heading', { name: 'Un sujet commencé vous attend' }).waitFor();
			await expectAccessible(browser, page);
			await page.getByRole('button', { name: 'Le reprendre, gardé' }).click();
			await page.getByRole('heading', { level: 1, name: 'Logement' }).waitFor();
			assert.equal(await page.getByLabel('Ce que je vois, ce que je propose').inputValue(), 'un garant à trouver');
			await expectAccessible(browser, page);
			await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
			await page.getByText('un garant à trouver').waitFor();
		});
		assert.deepEqual(await waiting(person), []);
		assert.equal((await home.sql('select 1 from need where accompaniment_id = $1', [person])).length, 1);
	});

	test(`What is changed on a need is kept ${how}, and thrown away only when asked.`, async () => {
		const person = await someone('Samir K.');
		const visitor = await signedIn(app.url, logins.get(aurore)!);
		await visitor.post(`/personnes/${person}/besoins/nouveau?/noter`, { code: 'LOG', 'mine.words': 'ancien texte' });
		const [need] = await home.sql<{ id: string }>('select id from need where accompaniment_id = $1', [person]);
		await visit({ javaScriptEnabled }, async (page) => {
			const mine = page.getByLabel('Ce que je vois, ce que je propose');
			await page.goto(at(person, `/besoins/${need!.id}`));
			await mine.fill('texte à moitié changé');
			await kept(page);
			await page.goto(at(person, `/besoins/${need!.id}`));
			await page.getByRole('heading', { name: 'Votre brouillon est repris ici' }).waitFor();
			assert.equal(await mine.inputValue(), 'texte à moitié changé');
			await page.getByText('Jeter ce brouillon', { exact: true }).click();
			await page.getByRole('button', { name: 'Oui, jeter ce brouillon' }).click();
			await page.getByRole('heading', { name: 'Votre brouillon est repris ici' }).waitFor({ state: 'detached' });
			assert.equal(await mine.inputValue(), 'ancien texte');
			await mine.fill('texte changé');
			await kept(page);
			await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
			await page.waitForURL(/besoins\?fait=note/);
			await page.getByText('texte changé').waitFor();
		});
		assert.deepEqual(await waiting(person), []);
	});

	test(`Her answer to a text is kept ${how}, and taken up where it was given.`, async () => {
		const person = await someone('Zoé L.');
		const interview = await met(person);
		await visit({ javaScriptEnabled }, async (page) => {
			await page.goto(at(person, `/entretiens/${interview}/relire?retour=entretien`));
			await page.getByRole('radiogroup', { name: 'C’est bien ça ?' }).getByLabel('à corriger').check();
			await page.getByLabel('de vive voix').check();
			await kept(page);
			await page.goto(at(person, `/entretiens/${interview}/relire?retour=entretien`));
			await page.getByRole('heading', { name: 'Votre brouillon est repris ici' }).waitFor();
			assert.equal(await page.getByLabel('à corriger').isChecked(), true);
			await page.getByRole('textbox').fill('La lettre était déjà partie.');
			await page.getByRole('button', { name: 'Noter la réponse' }).click();
			await page.waitForURL(/entretiens\/nouveau/);
		});
		assert.deepEqual(await waiting(person), []);
		assert.equal((await home.sql('select 1 from read_back where accompaniment_id = $1', [person])).length, 1);
	});

	test(`A colleague’s side is kept ${how}; it is on his desk and nobody else’s.`, async () => {
		const person = await someone('Olena P.');
		const interview = await met(person);
		await visit({ javaScriptEnabled, who: paul }, async (page) => {
			await page.goto(at(person, `/entretiens/${interview}/mon-cote`));
			await page.getByLabel('Mon côté').pressSequentially('elle souriait');
			await kept(page);
			await page.goto(`${app.url}/bureau`);
			await page.getByRole('link', { name: 'Mon côté d’un entretien, Olena P.' }).first().click();
			await page.getByRole('heading', { name: 'Votre brouillon est repris ici' }).waitFor();
			assert.equal(await page.getByLabel('Mon côté').inputValue(), 'elle souriait');
			assert.deepEqual(await waiting(person), [{ form: 'side', member_id: paul.member }]);
			await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
			await page.getByText('elle souriait').waitFor();
		});
		assert.deepEqual(await waiting(person), []);
	});
}

test('A draft that travels slowly does not come back once the need is recorded, and another organisation keeps none.', async () => {
	const person = await someone('Yanis M.');
	const visitor = await signedIn(app.url, logins.get(aurore)!);
	const form_key = crypto.randomUUID();
	const fields = { form_key, code: 'LOG', 'mine.words': 'un garant' };
	const stranger = await home.member(await home.organization('Ailleurs'), ['practitioner'], { first: 'Étienne' });
	const theirs = await signedIn(app.url, await giveAccount(home, stranger));
	const json = { accept: 'application/json', 'x-sveltekit-action': 'true' };
	const status = async (answer: Response) => ((await answer.json()) as { status?: number }).status ?? answer.status;
	assert.equal((await theirs.post(`/personnes/${person}/besoins/nouveau?/brouillon`, fields)).status, 404);
	assert.equal((await visitor.post(`/personnes/${person}/besoins/nouveau?/brouillon`, fields)).status, 200);
	assert.equal((await waiting(person)).length, 1);
	for (const page of [
		await visitor.open(`/personnes/${person}/besoins/nouveau`),
		await visitor.post(`/personnes/${person}/besoins/nouveau?/reprendre`, { form_key }),
		await visitor.open('/bureau?q=yanis')
	])
		assert.deepEqual(await flawsOf(await page.text()), []);
	assert.equal((await visitor.post(`/personnes/${person}/besoins/nouveau?/noter`, fields)).status, 303);
	const late = { ...fields, 'mine.words': 'un garant, trop tard' };
	assert.equal(await status(await visitor.post(`/personnes/${person}/besoins/nouveau?/brouillon`, late, json)), 409);
	assert.deepEqual(await waiting(person), []);
});
