import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { as } from '#lib/server/db.ts';
import { invite } from '#lib/accounts/invitations.server.ts';
import { startApp } from '../app.ts';
import { expectNoAxeViolations, openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { giveAccount, phoneCode, signIn } from '../sign-in.ts';

const home = await house({ after });
process.env.CHEMINER_KEY_FILE ??= process.env['TEST_KEY_FILE'];
process.env.DATABASE_URL ??= home.serverUrl;
const app = await startApp(home);
after(() => app.stop());
const organization = await home.organization();
let browser: Browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

async function opened(options: BrowserContextOptions, work: (page: Page) => Promise<void>): Promise<void> {
	const context = await browser.newContext({ locale: 'fr-BE', ...options });
	try {
		await work(await context.newPage());
	} finally {
		await context.close();
	}
}

/** Nothing wider than the screen, no axe violation, one title. */
async function expectWellMade(page: Page): Promise<void> {
	await expectNoAxeViolations(page);
	const { wide, headings } = await page.evaluate(() => ({
		wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
		headings: document.querySelectorAll('h1').length
	}));
	assert.ok(wide <= 0, `${page.url()} is ${wide} px too wide`);
	assert.equal(headings, 1, page.url());
}

const WAYS: [string, BrowserContextOptions][] = [
	['on a phone, dark, without script', { javaScriptEnabled: false, viewport: { width: 360, height: 740 }, colorScheme: 'dark' }],
	['on a phone, dark, with script', { javaScriptEnabled: true, viewport: { width: 360, height: 740 }, colorScheme: 'dark' }],
	['on a computer, light, with script', { javaScriptEnabled: true, viewport: { width: 1280, height: 800 }, colorScheme: 'light' }]
];

for (const [way, options] of WAYS) {
	test(`Signing in, the second step, my account and signing out ${way}.`, async () => {
		const actor = await home.member(organization, ['administrator', 'practitioner']);
		const login = await giveAccount(home, actor);
		await opened(options, async (page) => {
			const check = options.javaScriptEnabled ? () => expectWellMade(page) : () => Promise.resolve();
			const click = (name: string) => page.getByRole('button', { name }).click();
			await page.goto(`${app.url}/connexion`);
			await check();
			await page.getByLabel('Adresse mail').fill(login.email);
			await page.getByLabel('Mot de passe', { exact: true }).fill('ce n’est pas celui-là');
			await click('Se connecter');
			await page.getByText('ne vont pas ensemble').first().waitFor();
			await check();
			assert.equal(await page.getByLabel('Adresse mail').inputValue(), login.email);
			assert.equal(await page.getByLabel('Mot de passe', { exact: true }).inputValue(), '');
			await page.getByLabel('Mot de passe', { exact: true }).fill(login.password);
			await click('Se connecter');
			await page.waitForURL('**/connexion/securite*');
			await check();
			await page.getByLabel(/Votre mot de passe/).fill(login.password);
			await click('Commencer');
			const secret = await page.locator('code').first().innerText();
			await check();
			await page.getByLabel(/Le code que l’application/).fill('000000');
			await click('Mettre en place');
			await page.getByText('Ce code ne convient pas').first().waitFor();
			await check();
			await page.getByLabel(/Le code que l’application/).fill(phoneCode(secret));
			await click('Mettre en place');
			await page.waitForURL('**/bureau');
			for (const path of [
				'/compte',
				'/compte/mot-de-passe',
				'/compte/verification',
				'/reprise',
				'/connexion/organisation',
				'/deconnexion'
			]) {
				await page.goto(app.url + path);
				await check();
			}
			await page.getByRole('button', { name: 'Se déconnecter' }).last().click();
			await page.waitForURL('**/connexion');
			await page.getByLabel('Adresse mail').fill(login.email);
			await page.getByLabel('Mot de passe', { exact: true }).fill(login.password);
			await click('Se connecter');
			await page.waitForURL('**/connexion/code');
			await check();
			await page.getByLabel(/Code à six chiffres/).fill(phoneCode(secret, 30));
			await click('Continuer');
			await page.waitForURL('**/bureau');
		});
	});

	test(`Invitations, reset links and kept texts ${way}.`, async () => {
		const admin = await home.member(organization, ['administrator'], { first: 'Inès' });
		const email = `lise.${WAYS.findIndex(([name]) => name === way)}@essai.example`;
		const { link } = await as(admin, (tx) =>
			invite(tx, admin, { email, firstName: 'Lise', lastName: 'V.', jobTitle: '', roles: ['practitioner'] })
		);
		const path = new URL(link).pathname;
		await opened(options, async (page) => {
			const check = options.javaScriptEnabled ? () => expectWellMade(page) : () => Promise.resolve();
			await page.goto(app.url + path);
			await check();
			await page.getByLabel('Votre mot de passe').fill('court');
			await page.getByRole('button', { name: /Rejoindre/ }).click();
			await page.getByText('au moins 15 signes').first().waitFor();
			await check();
			await page.getByLabel('Votre mot de passe').fill('une rivière sous quatre ponts');
			await page.getByRole('button', { name: /Rejoindre/ }).click();
			await page.waitForURL('**/bureau');
			await page.goto(app.url + path);
			await page.getByText('ne vaut plus').first().waitFor();
			await check();
			await page.goto(`${app.url}/mot-de-passe`);
			await check();
			await page.getByLabel('Adresse mail').fill(email);
			await page.getByRole('button', { name: 'Recevoir le lien' }).click();
			await page.getByText('Regardez votre messagerie').first().waitFor();
			await check();
			await page.goto(`${app.url}/mot-de-passe/rien`);
			await check();

			const [account] = await home.sql<{ id: string }>('select id from auth.account where email = $1', [email]);
			const [member] = await home.sql<{ id: string }>('select id from member where account_id = $1', [account!.id]);
			const { id } = await home.pathway({
				member: member!.id,
				account: account!.id,
				organization,
				roles: ['practitioner'],
				firstName: 'Lise'
			});
			await page.goto(`${app.url}/personnes/${id}/memos`);
			await page.locator('textarea[name="text"]').fill('Rappeler la crèche.\n\nEt le bus.');
			await home.sql(`update auth.session set expires_at = now() - interval '1 minute' where account_id = $1`, [account!.id]);
			await page.locator('form:has(textarea[name="text"]) button').first().click();
			await page.waitForURL('**/connexion?suite=*');
			await check();
			await page.getByLabel('Adresse mail').fill(email);
			await page.getByLabel('Mot de passe', { exact: true }).fill('une rivière sous quatre ponts');
			await page.getByRole('button', { name: 'Se connecter' }).click();
			await page.waitForURL('**/reprise/*');
			await check();
			await page.getByRole('button', { name: 'Enregistrer maintenant' }).click();
			await page.waitForURL('**/memos?garde=*');
			assert.ok(await page.getByText('Et le bus.').first().isVisible());
			assert.equal((await home.sql('select 1 from kept_post where account_id = $1', [account!.id])).length, 0);
		});
	});
}

test('In English too, and the choice of language stays on the page.', async () => {
	await opened({ javaScriptEnabled: false, locale: 'fr-BE' }, async (page) => {
		await page.goto(`${app.url}/connexion?suite=/compte`);
		await page.getByRole('button', { name: 'English' }).click();
		assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Sign in');
		assert.equal(new URL(page.url()).search, '?suite=/compte');
	});
});

test('The helper of other journeys signs in through the page.', async () => {
	const actor = await home.member(organization);
	const login = await giveAccount(home, actor);
	await opened({}, async (page) => {
		await signIn(page, app.url, login);
		assert.match(page.url(), /\/bureau$/);
	});
});
