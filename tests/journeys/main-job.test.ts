import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { accounts, loadDemo } from '../../demo/load.ts';
import { startApp } from '../app.ts';
import { openBrowser } from '../browser.ts';
import { testDatabase } from '../database.ts';
import { KEY_FILE } from '../house.ts';

const database = await testDatabase({ after });
await loadDemo(database, KEY_FILE);
const app = await startApp(database, { CHEMINER_DEMO: '1' });
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const counsellor = accounts().find(({ role }) => role === 'practitioner')!;

/** Somebody who counts what her hand does. */
class Hand {
	readonly #page: Page;
	clicks = 0;
	texts = 0;
	constructor(page: Page) {
		this.#page = page;
	}

	async press(kind: 'link' | 'button', name: string): Promise<void> {
		this.clicks += 1;
		await this.#page.getByRole(kind, { name, exact: true }).first().click();
	}

	async write(label: string, text: string, line = 0): Promise<void> {
		this.texts += 1;
		await this.#page.getByLabel(label, { exact: true }).filter({ visible: true }).nth(line).fill(text);
	}
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
const inAWeek = () => new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);

for (const javaScriptEnabled of [true, false]) {
	const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';
	const first = javaScriptEnabled ? 'Zélie' : 'Zoltan';
	const name = `${first} P.`;
	const promise = `demander une place pour ${first}`;

	test(`A newcomer opens a pathway, writes up two meetings and finds the promises again, ${how}.`, async () => {
		const context = await browser.newContext({ locale: 'fr-BE', viewport: { width: 1280, height: 900 }, javaScriptEnabled });
		const page = await context.newPage();
		page.setDefaultTimeout(20_000);
		const hand = new Hand(page);
		const asksNothing = async () =>
			assert.equal(await page.locator('[required], [aria-required=true], :checked:not(option, [name="readers[]"])').count(), 0);

		await page.goto(app.url);
		await hand.press('link', 'Se connecter');
		await hand.write('Adresse mail', counsellor.email);
		await hand.write('Mot de passe', counsellor.password);
		await hand.press('button', 'Se connecter');
		await heading(page, `Bonjour ${counsellor.name.split(' ')[0]}`);

		await hand.press('link', 'Personnes');
		await hand.press('link', 'Ouvrir un accompagnement');
		await asksNothing();
		await hand.write('Nom à utiliser', name);
		await hand.press('button', 'Ouvrir l’accompagnement');
		await heading(page, name);

		await hand.press('link', 'Noter un entretien');
		await heading(page, `Entretien avec ${first}`);
		await asksNothing();
		await hand.write('Ce qu’on s’est dit', 'Premier rendez-vous, autour d’un café.');
		await hand.write('Fait quoi', 'appelle la crèche');
		await page.getByLabel('Qui', { exact: true }).nth(1).selectOption({ label: 'Moi' });
		await hand.write('Fait quoi', promise, 1);
		await hand.write('Jour', inAWeek());
		await hand.write('Heure', '14:00');
		await hand.write('Où', 'salle calme');
		await hand.press('button', 'Enregistrer');

		await heading(page, name);
		const thread = page.getByRole('list', { name: 'Fil rouge' });
		const ahead = (await thread.getByRole('listitem').first().innerText()).replaceAll('\u00a0', ' ');
		assert.match(ahead, /à 14 h, salle calme\s+Prochain rendez-vous avec/i);
		await thread.getByText('Premier rendez-vous, autour d’un café.').waitFor();
		for (const text of ['appelle la crèche', promise]) await page.getByText(text).waitFor();

		await hand.press('link', 'Mon bureau');
		const aside = page.getByRole('complementary');
		await aside.getByText(promise).waitFor();
		assert.equal(await aside.getByText('appelle la crèche').count(), 0, 'only what I promised stands on my desk');
		assert.equal(
			await page.getByRole('region', { name: 'Sans prochaine étape' }).getByText(name).count(),
			0,
			'somebody with an appointment has a next step'
		);

		await aside.getByRole('link', { name: `pour ${name}` }).click();
		await hand.press('link', 'Noter un entretien');
		const chapters = page.locator('form.interview fieldset.chapter');
		assert.equal(await chapters.first().locator('legend').first().innerText(), 'Ce que j’avais promis');
		await asksNothing();
		await chapters.first().getByRole('radiogroup', { name: promise }).getByLabel('fait', { exact: true }).check();
		await chapters.nth(1).getByRole('radiogroup', { name: 'appelle la crèche' }).getByLabel('fait', { exact: true }).check();
		await chapters.nth(1).getByLabel('sans aide').check();
		await hand.press('button', 'Enregistrer');

		await heading(page, name);
		const latest = thread.getByRole('listitem').nth(1);
		await latest.getByText(`${first} : appelle la crèche`).waitFor();
		assert.match(await latest.innerText(), /appelle la crèche\s*fait, sans aide/);
		assert.match(await latest.innerText(), new RegExp(`${promise}\\s*fait(?!,)`));
		await context.close();
	});

	test(`From the caseload, a plain meeting takes four clicks at most and one text, ${how}.`, async () => {
		const context = await browser.newContext({ locale: 'fr-BE', viewport: { width: 360, height: 740 }, javaScriptEnabled });
		const page = await context.newPage();
		page.setDefaultTimeout(20_000);
		await page.goto(`${app.url}/connexion?suite=/personnes`);
		await page.getByLabel('Adresse mail').fill(counsellor.email);
		await page.getByLabel('Mot de passe', { exact: true }).fill(counsellor.password);
		await page.getByRole('button', { name: 'Se connecter' }).click();
		await heading(page, 'Personnes');

		const hand = new Hand(page);
		await hand.press('link', 'Ahmed Z.');
		await hand.press('link', 'Noter un entretien');
		await hand.write('Ce qu’on s’est dit', `Un mot seulement, ${how}.`);
		await hand.press('button', 'Enregistrer');
		await page.getByText('C’est noté.').waitFor();
		await page.getByText(`Un mot seulement, ${how}.`).waitFor();
		assert.ok(hand.clicks <= 4 && hand.texts === 1, `${hand.clicks} clicks and ${hand.texts} texts`);
		await context.close();
	});
}
