import assert from 'node:assert/strict';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expectNoAxeViolations } from './browser.ts';
import { signIn, type Login } from './sign-in.ts';

/** A window signed in as somebody, wide and in French unless told otherwise, closed with the work. */
export async function visitAs(
	who: { browser: Browser; url: string; login: Login },
	options: BrowserContextOptions,
	work: (page: Page) => Promise<void>
): Promise<void> {
	const context = await who.browser.newContext({ locale: 'fr-FR', viewport: { width: 1280, height: 900 }, ...options });
	try {
		const page = await context.newPage();
		page.setDefaultTimeout(10_000);
		await signIn(page, who.url, who.login);
		await work(page);
	} finally {
		await context.close();
	}
}

/**
 * Whether everybody can use this page, wide and narrow, and nothing runs off either screen. axe needs a script to run: a page that came
 * without is looked at as it came, in a window that has one.
 */
export async function expectAccessible(browser: Browser, page: Page): Promise<void> {
	const html = await page.content();
	for (const viewport of [
		{ width: 1280, height: 900 },
		{ width: 360, height: 740 }
	]) {
		const context = await browser.newContext({ locale: 'fr-FR', viewport });
		const twin = await context.newPage();
		await twin.route(
			(url) => url.href === page.url(),
			(route) => route.fulfill({ contentType: 'text/html', body: html })
		);
		await twin.goto(page.url());
		await expectNoAxeViolations(twin);
		const wider = await twin.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
		assert.equal(wider, false, `nothing of ${page.url()} is wider than ${viewport.width} px`);
		await context.close();
	}
}
