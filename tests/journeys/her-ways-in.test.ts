import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { startApp } from '../app.ts';
import { expectNoAxeViolations, openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { codeIn, giveCard, outboxOf, PIN, writeContacts } from '../scenes/door.ts';

const home = await house({ after });
const app = await startApp(home, { CHEMINER_TRUST_PROXY: '1' });
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());
const aurore = await home.member(await home.organization('Relance-Sambre'), ['practitioner'], { first: 'Aurore' });

const WAYS: Record<string, BrowserContextOptions> = {
	'at 360 px with JavaScript': { viewport: { width: 360, height: 740 } },
	'at 360 px without JavaScript': { viewport: { width: 360, height: 740 }, javaScriptEnabled: false },
	'at 1280 px with JavaScript': { viewport: { width: 1280, height: 900 } },
	'at 1280 px without JavaScript': { viewport: { width: 1280, height: 900 }, javaScriptEnabled: false }
};

let networks = 0;
async function windowOf(options: BrowserContextOptions): Promise<Page> {
	const context = await browser.newContext({
		locale: 'fr-BE',
		extraHTTPHeaders: { 'x-forwarded-for': `203.0.113.${++networks}` },
		...options
	});
	await context.route('https://www.wikipedia.org/**', (route) =>
		route.fulfill({ contentType: 'text/html', body: '<title>Ailleurs</title>' })
	);
	return context.newPage();
}

/** axe needs scripts; and every page fits the screen. */
async function looks(page: Page, options: BrowserContextOptions): Promise<void> {
	if (options.javaScriptEnabled !== false) await expectNoAxeViolations(page);
	const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
	assert.ok(over <= 0, `${page.url()} runs ${over} px off the screen`);
}

async function sentTo(number: string): Promise<string> {
	for (let tries = 0; tries < 200; tries += 1) {
		const message = (await outboxOf(home)).findLast(({ to, text }) => to === number && codeIn(text) !== '');
		if (message) return codeIn(message.text);
		await pause(50);
	}
	return assert.fail('no code was written');
}

let phones = 30;
async function somebody() {
	const pathway = await home.pathway(aurore, 'Nadia B.');
	const number = (phones += 1);
	await writeContacts(home, aurore, pathway, [{ kind: 'phone', value: `0470 98 05 ${number}` }]);
	return { ...(await giveCard(aurore, pathway)), number: `+324709805${number}` };
}

const fold = (page: Page, words: string) => page.locator('summary', { hasText: words }).click();

for (const [way, options] of Object.entries(WAYS)) {
	test(`She comes in with a code on her phone, opens what her new card does not open yet, and chooses a second code: ${way}.`, async () => {
		const card = await somebody();
		const page = await windowOf(options);
		await page.goto(`${app.url}/moi/connexion?code=${card.code}`);
		await fold(page, 'Recevoir un code à la place');
		await looks(page, options);
		await page.getByRole('button', { name: 'Recevoir un code', exact: true }).click();
		await page.getByText('Si un code peut vous être envoyé').waitFor();
		await looks(page, options);
		assert.equal((await page.getByLabel('Code de la carte').inputValue()).replaceAll('-', ''), card.code);
		await page.getByLabel('Code secret').fill(await sentTo(card.number));
		await page.getByRole('button', { name: 'Entrer' }).click();
		await page.waitForURL('**/moi');
		assert.match(await page.locator('main').innerText(), /ouvert avec un code reçu/);
		await looks(page, options);

		// With her PIN and a card that is new: what opens later, and how to open it now.
		await home.sql('update carnet set trusted_at = null where id = $1', [card.id]);
		await home.sql('delete from outbox');
		const phone = await windowOf(options);
		await phone.goto(`${app.url}/moi/connexion?code=${card.code}`);
		await phone.getByLabel('Code secret').fill(PIN);
		await phone.getByRole('button', { name: 'Entrer' }).click();
		await phone.waitForURL('**/moi');
		await phone.getByRole('link', { name: 'Les ouvrir maintenant' }).click();
		await phone.waitForURL('**/moi/carte#tout');
		await looks(phone, options);
		await phone.getByRole('button', { name: 'Recevoir un code', exact: true }).click();
		await phone.waitForURL(/fait=demande/);
		await phone.getByLabel('Code reçu').fill('00000000');
		await phone.getByRole('button', { name: 'Ouvrir' }).click();
		assert.match(await phone.locator('main').innerText(), /Ce code ne marche pas/);
		await looks(phone, options);
		await phone.getByLabel('Code reçu').fill(await sentTo(card.number));
		await phone.getByRole('button', { name: 'Ouvrir' }).click();
		await phone.waitForURL(/fait=ouvert/);
		assert.doesNotMatch(await phone.locator('main').innerText(), /Votre carte est nouvelle/);

		// A second code: refused when it is the first one, and then a whole page of nothing of hers.
		await fold(phone, 'Un deuxième code');
		await phone.getByLabel('Deuxième code, six à douze chiffres').fill(PIN);
		await phone.getByLabel('Encore une fois le deuxième code').fill(PIN);
		await phone.getByRole('button', { name: 'Garder ce deuxième code' }).click();
		assert.match(await phone.locator('main').innerText(), /C’est votre premier code secret/);
		await looks(phone, options);
		await phone.getByLabel('Deuxième code, six à douze chiffres').fill('914726');
		await phone.getByLabel('Encore une fois le deuxième code').fill('914726');
		await phone.getByRole('button', { name: 'Garder ce deuxième code' }).click();
		await phone.waitForURL(/fait=fait/);
		await looks(phone, options);

		// My own phone: the code of the card is asked for no more.
		await fold(phone, 'Mon appareil');
		await phone.getByRole('button', { name: 'Retenir cet appareil' }).click();
		await phone.waitForURL(/fait=retenu/);
		await phone.getByRole('button', { name: 'Fermer mon carnet' }).click();
		await phone.waitForURL('**/moi/connexion');
		assert.equal(await phone.getByLabel('Code de la carte').count(), 0);
		await looks(phone, options);
		await phone.getByLabel('Code secret').fill('914726');
		await phone.getByRole('button', { name: 'Entrer' }).click();
		await phone.waitForURL('**/moi');
		const useful = await phone.locator('main').innerText();
		assert.match(useful, /En cas d’urgence/);
		assert.doesNotMatch(useful, /Nadia|Aurore|Relance/);
		assert.equal(await phone.title(), 'Aujourd’hui');
		await looks(phone, options);
		const gone = phone.waitForURL('https://www.wikipedia.org/');
		await phone.getByRole('button', { name: 'Quitter vite' }).click({ noWaitAfter: true });
		await gone;
		await phone.goto(`${app.url}/moi/connexion`);
		assert.equal(await phone.getByLabel('Code de la carte').count(), 1, 'this browser is forgotten');
		for (const one of [page, phone]) await one.context().close();
	});
}
