import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { startApp } from '../app.ts';
import { openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { comeIn, PLACE, PROMISE, someoneWithPhone } from '../scenes/phone.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const organization = await home.organization('Relance-Sambre');
const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore', last: 'N.' });

/** 512 kbit/s and 300 ms there and back. */
const SLOW = { offline: false, latency: 300, downloadThroughput: 512_000 / 8, uploadThroughput: 128_000 / 8 };
const HEAVIEST = 35_000;

/** A telephone on a slow line, with nothing in its cache; counts what travels, fonts apart. */
async function slowly(javaScriptEnabled: boolean, work: (page: Page, weight: () => number) => Promise<void>): Promise<void> {
	const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 360, height: 740 }, javaScriptEnabled });
	try {
		const page = await context.newPage();
		page.setDefaultTimeout(20_000);
		const line = await context.newCDPSession(page);
		await line.send('Network.enable');
		await line.send('Network.setCacheDisabled', { cacheDisabled: true });
		await line.send('Network.emulateNetworkConditions', SLOW);
		let bytes = 0;
		const fonts = new Set<string>();
		line.on('Network.responseReceived', ({ requestId, type }) => type === 'Font' && fonts.add(requestId));
		line.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
			if (!fonts.has(requestId)) bytes += encodedDataLength;
		});
		await work(page, () => {
			const sum = bytes;
			bytes = 0;
			return sum;
		});
	} finally {
		await context.close();
	}
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();
const kept = (page: Page) => page.getByText('C’est gardé.').waitFor();

for (const javaScriptEnabled of [true, false])
	test(`On a slow line, ${javaScriptEnabled ? 'with' : 'without'} JavaScript, she comes in, reads what is next, answers, writes, and leaves; no page weighs more than 35 kB.`, async () => {
		const { id, code } = await someoneWithPhone(home, aurore, 'Nadia B.');
		await slowly(javaScriptEnabled, async (page, weight) => {
			await comeIn(page, app.url, code);
			await page.getByText(PLACE).waitFor();
			weight();
			for (const path of ['/moi/connexion', '/moi', '/moi/chemin', '/moi/ce-qui-compte', '/moi/qui-voit', '/moi/papiers', '/moi/carte']) {
				await page.goto(app.url + path);
				const bytes = weight();
				assert.ok(bytes > 2000 && bytes <= HEAVIEST, `${path} weighs ${bytes}`);
			}
			await page.goto(`${app.url}/moi/actions`);
			const entry = page.locator('li').filter({ hasText: PROMISE });
			await entry.getByLabel('Essayé', { exact: false }).first().check();
			// An impatient finger: it is done once.
			await entry.getByRole('button', { name: 'Garder ma réponse' }).dblclick();
			await kept(page);
			await page.goto(`${app.url}/moi/actions/notes`);
			await page.getByLabel('Ma note').fill('Une note sur une ligne lente');
			// Sent while what is typed is still on its way to be kept.
			if (javaScriptEnabled) await page.waitForRequest((asked) => asked.url().includes('/moi/brouillon'));
			await press(page, 'Garder ma note');
			await kept(page);
			await page.locator('p.kept', { hasText: 'Une note sur une ligne lente' }).waitFor();
			await page.route('https://www.wikipedia.org/**', (route) => route.fulfill({ contentType: 'text/html', body: 'Ailleurs' }));
			await press(page, 'Quitter vite');
			await page.waitForURL('https://www.wikipedia.org/**');
		});
		const notes = await home.sql('select from her_note where accompaniment_id = $1', [id]);
		const states = await home.sql<{ state: string; version: number }>('select state, version from action where accompaniment_id = $1', [
			id
		]);
		const waits = await home.sql('select from kept_post');
		assert.equal(notes.length, 1);
		assert.deepEqual(states, [{ state: 'tried', version: 2 }]);
		assert.equal(waits.length, 0, 'nothing waits of what was sent');
	});
