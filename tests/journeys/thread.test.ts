import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { v7 as newId } from 'uuid';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as } from '#lib/server/db.ts';
import { startApp } from '../app.ts';
import { expectNoAxeViolations, openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { giveAccount, signIn } from '../sign-in.ts';

const home = await house({ after });
const app = await startApp(home, { CHEMINER_DEMO: '1' });
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const aurore = await home.member(await home.organization(), ['practitioner'], { first: 'Aurore' });
const login = await giveAccount(home, aurore);
const { id } = await home.pathway(aurore, 'Nadia B.');
await as(aurore, async (tx) => {
	const { key } = (await readPathway(tx, id))!;
	for (let n = 0; n < 42; n += 1) {
		const [interview, note] = [newId(), newId()];
		const held_on = new Date(Date.UTC(2026, 0, 5 + 7 * n)).toISOString().slice(0, 10);
		await tx.insertInto('interview').values({ id: interview, accompaniment_id: id, held_on, channel: 'presence' }).execute();
		const sealed = key.seal('note', note, { text: `Semaine ${n + 1}`, moved: '' });
		await tx.insertInto('note').values({ id: note, interview_id: interview, accompaniment_id: id, sealed }).execute();
	}
});

async function open(options: { width: number; script: boolean }, work: (page: Page) => Promise<void>) {
	const context = await browser.newContext({
		locale: 'fr-FR',
		javaScriptEnabled: options.script,
		viewport: { width: options.width, height: 900 }
	});
	try {
		const page = await context.newPage();
		await signIn(page, app.url, login);
		await page.goto(`${app.url}/personnes/${id}/fil`);
		await work(page);
	} finally {
		await context.close();
	}
}

for (const script of [true, false]) {
	test(`Forty-two meetings are read month by month and page by page, ${script ? 'with' : 'without'} the script.`, () =>
		open({ width: script ? 1280 : 360, script }, async (page) => {
			await page.getByRole('heading', { level: 2, name: /2026/ }).first().waitFor();
			await page.getByText('Semaine 42').waitFor();
			assert.equal(await page.getByText('Semaine 1', { exact: true }).count(), 0);
			if (script) await expectNoAxeViolations(page);
			await page.getByRole('link', { name: 'Plus tôt sur le chemin' }).click();
			await page.getByText('Semaine 1', { exact: true }).waitFor();
			await page.getByText('plus tôt sur le chemin').first().waitFor();
			await page.getByLabel('Quoi').selectOption('objectifs');
			await page.getByRole('button', { name: 'Afficher' }).click();
			await page.getByText('On lit ici').waitFor();
			await page.getByText('Rien à lire ici pour l’instant.').waitFor();
			assert.match(page.url(), /sorte=objectifs/);
			if (script) await expectNoAxeViolations(page);
			await page.getByRole('link', { name: 'Tout afficher' }).click();
			await page.getByText('Semaine 42').waitFor();
		}));
}

test('From right to left the thread stands on the other side and nothing is cut, on a phone too.', () =>
	open({ width: 360, script: true }, async (page) => {
		const marks = () =>
			page.evaluate(() => [document.querySelector('.stitch .mark')!.getBoundingClientRect().x, document.documentElement.scrollWidth]);
		const [left, wide] = await marks();
		assert.ok(left! < 60 && wide! <= 360);
		await page.evaluate(() => {
			document.documentElement.dir = 'rtl';
		});
		const [right, wider] = await marks();
		assert.ok(right! > 300 && wider! <= 360);
	}));
