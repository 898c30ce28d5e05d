import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectNoAxeViolations, openBrowser } from './browser.ts';

test('The shipped browser opens a page, and axe sees what is wrong with it.', async (t) => {
	const browser = await openBrowser();
	t.after(() => browser.close());
	const page = await (await browser.newContext()).newPage();
	await page.setContent('<!doctype html><html lang="fr"><title>Essai</title><main><h1>Essai</h1></main></html>');
	await expectNoAxeViolations(page);
	await page.setContent('<!doctype html><html><title>Essai</title><main><h1>Essai</h1><img src="data:,"></main></html>');
	await assert.rejects(expectNoAxeViolations(page), /image-alt/);
});
