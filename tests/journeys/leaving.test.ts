import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { accounts, loadDemo } from '../../demo/load.ts';
import { idOf } from '../../demo/ids.ts';
import { closeDatabase } from '#lib/server/db.ts';
import { startApp } from '../app.ts';
import { expectNoAxeViolations, openBrowser } from '../browser.ts';
import { testDatabase } from '../database.ts';
import { KEY_FILE } from '../house.ts';
import { expectAccessible, visitAs } from '../visit.ts';

const database = await testDatabase({ after });
await loadDemo(database, KEY_FILE);
await closeDatabase();
const app = await startApp(database, { CHEMINER_DEMO: '1' });
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const login = accounts().find(({ email }) => email.startsWith('aurore'))!;
const nadia = `${app.url}/personnes/${idOf('sambre-noire', 'nadia', 'accompaniment')}`;
/** Where the pictures of a run go, when somebody wants to look at them. */
const shots = process.env['SHOTS'];

const visit = (options: { width: number; script: boolean }, work: (page: Page) => Promise<void>) =>
	visitAs({ browser, url: app.url, login }, { javaScriptEnabled: options.script, viewport: { width: options.width, height: 900 } }, work);

const picture = async (page: Page, name: string, height?: number) => {
	if (!shots) return;
	const width = page.viewportSize()!.width;
	const parts = height ? [0, 1, 2, 3].map((n) => ({ x: 0, y: n * height, width, height })) : [undefined];
	const whole = await page.evaluate(() => document.documentElement.scrollHeight);
	for (const [n, clip] of parts.entries())
		if (!clip || clip.y + clip.height < whole)
			await page.screenshot({ path: `${shots}/${name}-${n}.png`, fullPage: true, ...(clip && { clip }) });
};

for (const script of [true, false]) {
	test(`She asks for everything, and it is given as one file, ${script ? 'with' : 'without'} the script.`, () =>
		visit({ width: script ? 1280 : 360, script }, async (page) => {
			await page.goto(nadia);
			await page.getByRole('link', { name: 'Tout emporter' }).click();
			await expectAccessible(browser, page);
			await picture(page, `ask-${script}`);
			if (script) {
				await page.getByRole('button', { name: 'Noter la demande' }).click();
				await page.getByText('Dites comment la demande a été faite.').first().waitFor();
				await expectAccessible(browser, page);
				await page.locator('#how').check();
				await page.getByRole('button', { name: 'Noter la demande' }).click();
				await page.getByText('La demande est notée.').waitFor();
			}
			await page.getByRole('heading', { name: 'Remettre le fichier' }).waitFor();
			await expectAccessible(browser, page);
			await picture(page, `give-${script}`);
			await page.getByRole('button', { name: 'Télécharger le fichier' }).click();
			await page.getByText('Cochez la relecture').first().waitFor();
			await expectAccessible(browser, page);
			await page.getByLabel(/J’ai relu/).check();
			await page.getByLabel('Langue de la page').selectOption(script ? 'fr' : 'en');
			const [download] = await Promise.all([
				page.waitForEvent('download'),
				page.getByRole('button', { name: 'Télécharger le fichier' }).click()
			]);
			assert.equal(download.suggestedFilename(), 'donnees.zip');
			const files = unzipSync(readFileSync(await download.path()));
			const html = strFromU8(files['index.html']!);
			assert.match(html, script ? /<html lang="fr"/ : /<html lang="en"/);
			await look(html, script ? 'fr' : 'en');
			await page.goto(nadia + '/emporter');
			await page.getByText('remis le').first().waitFor();
			await picture(page, `after-${script}`);
		}));
}

/** The page that leaves, as its file is opened: nothing is asked of anybody, and everybody can read it. */
async function look(html: string, name: string): Promise<void> {
	for (const [width, colorScheme] of [
		[1280, 'light'],
		[360, 'dark']
	] as const) {
		const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
		const page = await context.newPage();
		const asked: string[] = [];
		await page.route('**', (route) => {
			if (route.request().url() === 'https://emporte.example/')
				return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html });
			asked.push(route.request().url());
			return route.abort();
		});
		await page.goto('https://emporte.example/');
		await expectNoAxeViolations(page);
		assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth), false);
		assert.deepEqual(
			asked.filter((url) => !url.endsWith('/favicon.ico')),
			[]
		);
		await picture(page, `page-${name}-${width}`, 1500);
		if (shots && width === 1280) await page.pdf({ path: `${shots}/page-${name}.pdf`, preferCSSPageSize: true });
		await context.close();
	}
}
