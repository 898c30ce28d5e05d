import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { planAppointment } from '#lib/appointments/appointments.server.ts';
import { giveCarnet, readCarnets } from '#lib/carnet/carnet.server.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, type Tx } from '#lib/server/db.ts';
import { found } from '#lib/web/found.ts';
import { startApp } from '../app.ts';
import { openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { giveAccount } from '../sign-in.ts';
import { expectAccessible, visitAs } from '../visit.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const organization = await home.organization('Relance-Sambre');
const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore', last: 'N.' });
const login = await giveAccount(home, aurore);
const [HERS, HIS] = ['258147', '369258'];

async function someone(name: string) {
	const { id } = await home.pathway(aurore, name);
	const on = <T>(work: (tx: Tx, pathway: Pathway) => Promise<T>) => as(aurore, async (tx) => work(tx, found(await readPathway(tx, id))));
	await on((tx, pathway) => giveCarnet(tx, pathway, HERS));
	// Somebody who has had her card for a while.
	await home.sql('update carnet set trusted_at = created_at where accompaniment_id = $1', [id]);
	const starts_at = new Date(Math.floor(Date.now() / 60_000) * 60_000 + 3 * 86_400_000);
	await on((tx, pathway) =>
		planAppointment(tx, pathway, { starts_at, time_zone: 'Europe/Brussels', channel: 'presence', place: '2e étage', bring: '' })
	);
	return { id, code: found((await on(readCarnets)).at(0)).code };
}

for (const [javaScriptEnabled, width, name] of [
	[true, 1280, 'Nadia B.'],
	[false, 360, 'Nadège B.']
] as const) {
	const first = name.split(' ')[0]!;
	/** Comes in by the door, which is the same for both. */
	async function come(code: string, pin: string, work: (page: Page) => Promise<void>) {
		const context = await browser.newContext({ locale: 'fr-FR', javaScriptEnabled, viewport: { width, height: 800 } });
		try {
			const page = await context.newPage();
			page.setDefaultTimeout(10_000);
			await page.goto(`${app.url}/moi/connexion`);
			await page.getByLabel('Code de la carte').fill(code);
			await page.getByLabel('Code secret', { exact: true }).fill(pin);
			await page.getByRole('button', { name: 'Entrer', exact: true }).click();
			await work(page);
		} finally {
			await context.close();
		}
	}

	test(`She lets somebody help her, he says that she cannot come, she takes it back and nobody tells him, ${javaScriptEnabled ? 'with' : 'without'} JavaScript, at ${width} px.`, async () => {
		const { id, code } = await someone(name);
		let his = '';
		await come(code, HERS, async (page) => {
			await page.getByText('Autres pages').click();
			await page.getByRole('link', { name: 'Qui voit quoi' }).click();
			await page.getByRole('link', { name: 'Donner un accès à une personne qui m’aide' }).click();
			await page.getByText('Personne n’a d’accès pour vous aider.').waitFor();
			await expectAccessible(browser, page);
			await page.getByLabel('Son prénom').fill('Samia');
			await page.getByLabel(/je ne peux pas venir/).check();
			await page.getByLabel(/^Son code secret/).fill('123456');
			await page.getByLabel('Encore une fois').fill('123456');
			await page.getByRole('button', { name: 'Donner cet accès' }).click();
			await page.getByRole('heading', { name: 'Il reste quelque chose à revoir' }).waitFor();
			assert.equal(await page.getByLabel('Son prénom').inputValue(), 'Samia');
			assert.equal(await page.getByLabel(/je ne peux pas venir/).isChecked(), true);
			await expectAccessible(browser, page);
			await page.getByLabel(/^Son code secret/).fill(HIS);
			await page.getByLabel('Encore une fois').fill(HIS);
			await page.getByRole('button', { name: 'Donner cet accès' }).click();
			await page.getByText('Voici son code.').waitFor();
			his = (await page.locator('.code').textContent())!.trim();
			await expectAccessible(browser, page);
		});
		await come(his, HIS, async (page) => {
			await page.getByRole('heading', { name: `Pour aider ${first}` }).waitFor();
			assert.match(await page.title(), /^Rendez-vous/);
			await expectAccessible(browser, page);
			await page.getByRole('link', { name: `${first} ne peut pas venir` }).click();
			await expectAccessible(browser, page);
			await page.getByLabel(/Un autre moment qui lui va/).fill('Mardi matin');
			await page.getByRole('button', { name: 'Prévenir Aurore' }).click();
			await page.getByText(`Vous avez dit que ${first} ne peut pas venir.`).waitFor();
			await expectAccessible(browser, page);

			// She takes it back meanwhile: his next page is the door, as for anybody.
			await come(code, HERS, async (hers) => {
				await hers.goto(`${app.url}/moi/qui-a-regarde`);
				await hers.getByText('Samia, qui vous aide, a lu ce que vous montrez.').waitFor();
				await hers.goto(`${app.url}/moi/qui-voit/aide`);
				await hers.locator('summary').filter({ hasText: 'Retirer' }).click();
				await hers.getByRole('button', { name: /^Retirer/ }).click();
				await hers.getByText('C’est retiré. Ce code n’ouvre plus rien.').waitFor();
				await expectAccessible(browser, hers);
			});
			await page.goto(`${app.url}/moi/aide`);
			await page.waitForURL((now) => now.pathname === '/moi/connexion');
		});
		await visitAs({ browser, url: app.url, login }, { javaScriptEnabled, viewport: { width, height: 800 } }, async (page) => {
			await page.goto(`${app.url}/bureau`);
			await page.getByText(`La personne qui aide ${name}`).first().waitFor();
			await page.goto(`${app.url}/personnes/${id}/aide`);
			await expectAccessible(browser, page);
		});
	});
}
