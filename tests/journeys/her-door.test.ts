import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { keepActions } from '#lib/actions/actions.server.ts';
import { planAppointment } from '#lib/appointments/appointments.server.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as } from '#lib/server/db.ts';
import { startApp } from '../app.ts';
import { expectNoAxeViolations, openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { giveAccount, signIn } from '../sign-in.ts';

const home = await house({ after });
const app = await startApp(home, { CHEMINER_TRUST_PROXY: '1' });
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const organization = await home.organization('Relance-Sambre');
const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore', last: 'N.' });
const login = await giveAccount(home, aurore);

const ELSEWHERE = 'https://www.wikipedia.org/';
const WAYS: Record<string, BrowserContextOptions> = {
	'at 360 px with JavaScript': { viewport: { width: 360, height: 740 } },
	'at 360 px without JavaScript': { viewport: { width: 360, height: 740 }, javaScriptEnabled: false },
	'at 1280 px with JavaScript': { viewport: { width: 1280, height: 900 } },
	'at 1280 px without JavaScript': { viewport: { width: 1280, height: 900 }, javaScriptEnabled: false }
};

/** Somebody new, with an appointment and something that each said would be done. */
async function somebody(): Promise<string> {
	const { id } = await home.pathway(aurore, 'Nadia B.');
	await as(aurore, async (tx) => {
		const pathway = (await readPathway(tx, id))!;
		const starts_at = new Date(Date.now() + 3 * 86_400_000);
		await planAppointment(tx, pathway, { starts_at, time_zone: 'Europe/Brussels', channel: 'presence', place: 'au 2e étage' });
		await keepActions(tx, pathway, null, [
			{ owner: 'person', owner_member_id: null, text: 'Appeler la crèche', due_on: null },
			{ owner: 'practitioner', owner_member_id: aurore.member, text: 'Écrire au centre', due_on: null }
		]);
	});
	return id;
}

let networks = 0;
async function windowOf(options: BrowserContextOptions): Promise<Page> {
	const context = await browser.newContext({
		locale: 'fr-BE',
		extraHTTPHeaders: { 'x-forwarded-for': `203.0.113.${++networks}` },
		...options
	});
	// Everybody's page elsewhere, as the machine of the tests sees it: there is no network here.
	await context.route(`${ELSEWHERE}**`, (route) => route.fulfill({ contentType: 'text/html', body: '<title>Ailleurs</title>' }));
	return context.newPage();
}

/** axe needs scripts; and every page fits the screen. */
async function looks(page: Page, options: BrowserContextOptions): Promise<void> {
	if (options.javaScriptEnabled !== false) await expectNoAxeViolations(page);
	const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
	assert.ok(over <= 0, `${page.url()} runs ${over} px off the screen`);
}

async function typePin(desk: Page, pin: string, button: string): Promise<void> {
	await desk.getByLabel('Code secret, six à douze chiffres').fill(pin);
	await desk.getByLabel('Encore une fois').fill(pin);
	await desk.getByRole('button', { name: button }).click();
}

const codeOn = async (desk: Page) => (await desk.locator('main .code').first().innerText()).trim();

for (const [way, options] of Object.entries(WAYS)) {
	test(`A card is given at the desk, opens her notebook on a phone, and is replaced in one action when it is lost: ${way}.`, async () => {
		const file = await somebody();
		const desk = await windowOf(options);
		await signIn(desk, app.url, login);
		await desk.goto(`${app.url}/personnes/${file}/carte`);
		await looks(desk, options);
		// She types something that is guessed first: it is said, nothing of it stands in the page again.
		await typePin(desk, '123456', 'Donner une carte');
		assert.match(await desk.locator('main').innerText(), /Ces chiffres se devinent en premier/);
		assert.ok(!(await desk.content()).includes('123456'));
		await looks(desk, options);
		await typePin(desk, '739105', 'Donner une carte');
		const code = await codeOn(desk);
		assert.match(code, /^\w{3}-\w{3}-\w{3}$/);
		await looks(desk, options);
		await desk.getByRole('link', { name: 'Imprimer la carte' }).click();
		await desk.waitForURL('**/carte/imprimer');
		const printed = await desk.locator('main').innerText();
		assert.ok(printed.includes(code) && !/Nadia|Relance|Cheminer|739105/.test(printed), printed);
		await looks(desk, options);

		// The square on the card opens the door with its code.
		const phone = await windowOf(options);
		await phone.goto(`${app.url}/moi/connexion?code=${code}`);
		await looks(phone, options);
		await phone.getByLabel('Code secret').fill('739501');
		await phone.getByRole('button', { name: 'Entrer' }).click();
		assert.match(await phone.locator('main').innerText(), /ne vont pas ensemble/);
		await looks(phone, options);
		await phone.getByLabel('Code secret').fill('739105');
		await phone.getByRole('button', { name: 'Entrer' }).click();
		await phone.waitForURL('**/moi');
		const today = await phone.locator('main').innerText();
		for (const words of [/Bonjour Nadia/, /Avec Aurore, Relance-Sambre/, /au 2e étage/, /Appeler la crèche/, /Écrire au centre/])
			assert.match(today, words);
		assert.equal(await phone.title(), 'Aujourd’hui');
		await looks(phone, options);

		// Gone at once: with scripts the screen is empty before the answer comes; going back finds the door, and nothing of her.
		const emptied: string[] = [];
		if (options.javaScriptEnabled !== false) {
			await phone.exposeFunction('saw', (what: string) => emptied.push(what));
			await phone.evaluate(() =>
				addEventListener('submit', () => {
					const { saw } = window as unknown as { saw(what: string): void };
					saw(`${getComputedStyle(document.documentElement).display} ${document.title}`);
				})
			);
		}
		const gone = phone.waitForURL(ELSEWHERE);
		await phone.getByRole('button', { name: 'Quitter vite' }).click({ noWaitAfter: true });
		await gone;
		assert.deepEqual(emptied, options.javaScriptEnabled === false ? [] : ['none …'], 'before anything is sent');
		for (let back = 0; back < 3; back++) {
			await phone.goBack({ waitUntil: 'load' }).catch(() => undefined);
			assert.doesNotMatch(await phone.content(), /Nadia|crèche|Aurore|739105/, phone.url());
		}

		// Lost: another card, in one action, ends it wherever it is open.
		const found = await windowOf(options);
		await found.goto(`${app.url}/moi/connexion?code=${code}`);
		await found.getByLabel('Code secret').fill('739105');
		await found.getByRole('button', { name: 'Entrer' }).click();
		await found.waitForURL('**/moi');
		await desk.goto(`${app.url}/personnes/${file}/carte`);
		await desk.locator('summary', { hasText: 'Remplacer la carte' }).click();
		await looks(desk, options);
		await typePin(desk, '846203', 'Remplacer la carte');
		await desk.waitForURL('**/carte?donnee');
		assert.notEqual(await codeOn(desk), code);
		await found.goto(`${app.url}/moi/carte`);
		assert.equal(new URL(found.url()).pathname, '/moi/connexion');

		// Whoever walks with her reads on the thread that a card was given, and by whom.
		await desk.goto(`${app.url}/personnes/${file}`);
		assert.equal((await desk.locator('main').innerText()).match(/Aurore a donné une carte à Nadia/g)?.length, 2);
		for (const page of [desk, phone, found]) await page.context().close();
	});
}
