import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { accounts, carnets, loadDemo } from '../../demo/load.ts';
import { startApp } from '../app.ts';
import { expectNoAxeViolations, openBrowser } from '../browser.ts';
import { testDatabase } from '../database.ts';
import { KEY_FILE } from '../house.ts';
import { readPdf } from '../pdf.ts';
import { signedIn, Visitor, withCard } from '../sign-in.ts';
import { PLACES, type Made, type Place } from './every-page.ts';
import { saysInFrench, showsKey, type Other } from './languages.ts';

const demo = await testDatabase({ after });
await loadDemo(demo, KEY_FILE);
const app = await startApp(demo, { CHEMINER_DEMO: '1', CHEMINER_TRUST_PROXY: '1' });
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 900 };
const SPOKEN: Record<Other, string> = { en: 'en', nl: 'nl', ar: 'ar', uk: 'uk', tr: 'tr', 'fr-easy': 'fr' };

/** Every page of her space that stands by itself, whoever adds one: what only exists once somebody made it is read elsewhere. */
const pages = Object.entries(PLACES)
	.filter(([route, { who }]: [string, Place]) => route.startsWith('/moi') && (who === 'nadia' || who === 'nobody'))
	.flatMap(([route, { who, at }]) =>
		at({} as Made)
			.filter((path) => path?.startsWith('/moi'))
			.slice(0, 1)
			.map((path) => ({ route, who, path }))
	);

const nadia = carnets().find(({ name }) => name.startsWith('Nadia'))!;
let networks = 0;
const somewhere = () => `198.51.100.${++networks}`;
const opened = withCard(app.url, nadia, new Visitor(app.url, somewhere()));

async function windowOf(who: string, language: string, options: BrowserContextOptions = {}): Promise<Page> {
	const context = await browser.newContext({
		locale: 'fr-BE',
		viewport: PHONE,
		extraHTTPHeaders: { 'x-forwarded-for': somewhere() },
		...options
	});
	const cookies = who === 'nadia' ? (await opened).cookie.split('; ') : [];
	await context.addCookies(
		[...cookies, `langue=${language}`].map((pair) => ({
			name: pair.slice(0, pair.indexOf('=')),
			value: pair.slice(pair.indexOf('=') + 1),
			url: app.url
		}))
	);
	const page = await context.newPage();
	page.on('console', (message) => message.type() === 'error' && problems.push(`${page.url()} says ${message.text()}`));
	page.on('pageerror', (error) => problems.push(`${page.url()} throws ${error.message}`));
	return page;
}
const problems: string[] = [];

async function open(page: Page, path: string, language: Other): Promise<void> {
	const answer = await page.goto(app.url + path);
	assert.equal(answer?.status(), 200, path);
	assert.equal(new URL(page.url()).pathname, new URL(path, app.url).pathname, `${path} leads elsewhere`);
	const { lang, dir } = await page.evaluate(() => ({ lang: document.documentElement.lang, dir: document.documentElement.dir }));
	assert.deepEqual([lang, dir], [SPOKEN[language], language === 'ar' ? 'rtl' : 'ltr'], path);
}

const expectToFit = async (page: Page, how: string) => {
	const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
	assert.ok(over <= 0, `${page.url()} runs ${over} px off the screen ${how}`);
};

/** What the page says by itself, folds opened: not what somebody wrote, which stands in its own language and says so. */
const wordsOf = (page: Page) =>
	page.evaluate(() => {
		for (const fold of document.querySelectorAll('details')) fold.open = true;
		const said: string[] = [];
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		while (walker.nextNode()) {
			const at = walker.currentNode.parentElement;
			if (!at?.closest('script, style, textarea, .her-language, main [lang]:not(.tongue)')) said.push(walker.currentNode.nodeValue ?? '');
		}
		for (const one of document.querySelectorAll('[aria-label], [placeholder], [title]'))
			for (const name of ['aria-label', 'placeholder', 'title']) said.push(one.getAttribute(name) ?? '');
		return [...new Set(said.map((text) => text.trim().replace(/\s+/g, ' ')).filter(Boolean))];
	});

async function expectOnly(page: Page, language: Other): Promise<void> {
	const words = [await page.title(), ...(await wordsOf(page))];
	assert.deepEqual(
		words.filter((said) => saysInFrench(said, [language])),
		[],
		`${page.url()} says this in French`
	);
	assert.deepEqual(words.filter(showsKey), [], `${page.url()} shows keys instead of sentences`);
}

describe(
	'Every page of hers in Arabic, with and without JavaScript, at 360 and 1280 px, in twice the letters and in forced colours:',
	{ timeout: 600_000 },
	() => {
		for (const { route, who, path } of pages)
			test(route, async () => {
				const page = await windowOf(who, 'ar');
				await open(page, path, 'ar');
				await expectToFit(page, 'of 360 px');
				await expectOnly(page, 'ar');
				await expectNoAxeViolations(page);
				await page.setViewportSize(DESK);
				await expectNoAxeViolations(page);
				await expectToFit(page, 'of 1280 px');
				// Twice the letters, as the reader's own setting makes them.
				await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
				await page.setViewportSize({ width: 720, height: 740 });
				await expectToFit(page, 'of 360 px in twice the letters');
				await page.emulateMedia({ forcedColors: 'active' });
				const unseen = await page.evaluate(
					() =>
						[...document.querySelectorAll('main svg.icon, .shell svg.icon')].filter((icon) => {
							const { stroke, opacity } = getComputedStyle(icon);
							return stroke === 'none' || opacity === '0';
						}).length
				);
				assert.equal(unseen, 0, 'every drawing is still drawn');
				await page.context().close();

				const plain = await windowOf(who, 'ar', { javaScriptEnabled: false });
				await open(plain, path, 'ar');
				await expectToFit(plain, 'of 360 px without JavaScript');
				await plain.context().close();
				assert.deepEqual(problems.splice(0), []);
			});
	}
);

for (const language of ['uk', 'tr', 'fr-easy'] as const)
	test(`No page of hers says a French sentence of ours in ${language}, nor runs off a phone.`, { timeout: 300_000 }, async () => {
		for (const who of ['nadia', 'nobody']) {
			const page = await windowOf(who, language);
			for (const { path } of pages.filter((one) => one.who === who)) {
				await open(page, path, language);
				await expectToFit(page, 'of 360 px');
				await expectOnly(page, language);
			}
			await page.context().close();
		}
	});

for (const javaScriptEnabled of [true, false])
	test(`Seven languages are offered at the door, each in its own letters; the one chosen is kept with her card, on another device too: JavaScript ${javaScriptEnabled ? 'on' : 'off'}.`, async () => {
		const card = carnets().find(({ name }) => name.startsWith(javaScriptEnabled ? 'Samir' : 'Kevin'))!;
		const context = () =>
			browser.newContext({ locale: 'fr-BE', viewport: PHONE, javaScriptEnabled, extraHTTPHeaders: { 'x-forwarded-for': somewhere() } });
		const first = await (await context()).newPage();
		await first.goto(`${app.url}/moi/connexion`);
		await first.locator('.her-language > summary').click();
		assert.deepEqual(
			await first
				.locator('.her-language button')
				.evaluateAll((all) => all.map((one) => `${one.textContent?.trim()} ${one.getAttribute('lang')} ${one.getAttribute('dir')}`)),
			[
				'Français fr ltr',
				'English en ltr',
				'Nederlands nl ltr',
				'العربية ar rtl',
				'Українська uk ltr',
				'Türkçe tr ltr',
				'Français facile à lire fr ltr'
			]
		);
		await first.getByRole('button', { name: 'Türkçe' }).click();
		await first.locator('html[lang=tr]').waitFor();
		await first.locator('#code').fill(card.code);
		await first.locator('#pin').fill(card.pin);
		await first.locator('.form-bar button').click();
		await first.waitForURL(`${app.url}/moi`);
		assert.equal(await first.locator('html').getAttribute('lang'), 'tr');

		const elsewhere = await (await context()).newPage();
		await elsewhere.goto(`${app.url}/moi/connexion`);
		assert.equal(await elsewhere.locator('html').getAttribute('lang'), 'fr', 'a machine that knows nothing of her');
		await elsewhere.locator('#code').fill(card.code);
		await elsewhere.locator('#pin').fill(card.pin);
		await elsewhere.locator('.form-bar button').click();
		await elsewhere.waitForURL(`${app.url}/moi`);
		assert.equal(await elsewhere.locator('html').getAttribute('lang'), 'tr');
		// Once she has left, nothing on this machine says in which language she reads.
		await elsewhere.locator('[data-leave] button').click();
		await elsewhere.waitForURL((url) => !url.href.endsWith('/moi'));
		assert.deepEqual(
			(await elsewhere.context().cookies()).filter(({ name }) => name === 'ma-langue'),
			[]
		);
		await Promise.all([first.context().close(), elsewhere.context().close()]);
	});

test('A member whose browser or whose cookie asks for Arabic reads his desk in one of its three languages, from left to right.', async () => {
	const aurore = await signedIn(
		app.url,
		accounts().find(({ email }) => email.startsWith('aurore@'))!
	);
	const first = async (headers: Record<string, string>) =>
		/<html lang="([^"]*)" dir="([^"]*)"/.exec(await (await aurore.open('/bureau', headers)).text())?.slice(1);
	assert.deepEqual(await first({ 'accept-language': 'ar-MA,ar;q=0.9,nl;q=0.5' }), ['nl', 'ltr']);
	assert.deepEqual(await first({ 'accept-language': 'uk' }), ['fr', 'ltr']);
	aurore.set('langue', 'ar');
	assert.deepEqual(await first({}), ['fr', 'ltr']);
	aurore.set('langue', 'fr-easy');
	assert.deepEqual(await first({ 'accept-language': 'en' }), ['fr', 'ltr']);
	// What she chose in her own space, in the same browser, is not the desk's.
	aurore.set('langue', 'nl');
	aurore.set('ma-langue', 'ar');
	assert.deepEqual(await first({}), ['nl', 'ltr']);
});

test('What was written in another language than the page says so, and is read in its own direction; the plan is printed in hers.', async () => {
	const page = await windowOf('nadia', 'ar');
	await open(page, '/moi/ce-qui-compte', 'ar');
	const written = page.locator('main p.kept[lang=fr]').first();
	assert.equal(await written.getAttribute('dir'), 'ltr');
	assert.match(await written.locator('.tongue[lang=ar][dir=rtl]').innerText(), /الفرنسية/);
	await page.context().close();
	const french = await windowOf('nadia', 'fr');
	await french.goto(`${app.url}/moi/ce-qui-compte`);
	assert.equal(await french.locator('main .tongue').count(), 0, 'on a French page French needs no mark');
	await french.context().close();

	const visitor = await opened;
	visitor.set('langue', 'ar');
	const plan = readPdf(Buffer.from(await (await visitor.open('/moi/plan.pdf')).arrayBuffer()));
	assert.deepEqual([plan.lang, plan.wrong], ['ar', []]);
});

test('The letters of a language are sent to whoever reads it, and to nobody else.', async () => {
	for (const [language, fonts] of [
		['fr', []],
		['tr', ['atkinson-hyperlegible-next-latin-ext']],
		['uk', ['noto-sans-cyrillic']],
		['ar', ['readex-pro-arabic']]
	] as const) {
		const page = await windowOf('nobody', language);
		const sent: string[] = [];
		page.on('request', (request) => {
			const [, name] = /([a-z-]+)-wght-normal[^/]*\.woff2$/.exec(request.url()) ?? [];
			if (name && name !== 'atkinson-hyperlegible-next-latin') sent.push(name);
		});
		await page.goto(`${app.url}/moi/connexion`);
		await page.evaluate(() => document.fonts.ready.then(() => undefined));
		assert.deepEqual(sent, fonts, language);
		await page.context().close();
	}
});

/** A browser with these voices, which notes what it is asked to say. */
const withVoices = (voices: { lang: string; localService: boolean }[]) => `(() => {
	const voices = ${JSON.stringify(voices)}.map((voice) => ({ ...voice, default: false, name: voice.lang, voiceURI: voice.lang }));
	window.said = [];
	class Utterance { constructor(text) { this.text = text; } }
	const synth = new EventTarget();
	Object.assign(synth, {
		getVoices: () => voices,
		speak: (words) => window.said.push([words.lang, words.text]),
		cancel: () => window.said.push('silence')
	});
	Object.defineProperty(window, 'speechSynthesis', { value: synth });
	window.SpeechSynthesisUtterance = Utterance;
})();`;

async function listening(voices: { lang: string; localService: boolean }[]): Promise<Page> {
	const page = await windowOf('nadia', 'ar');
	await page.addInitScript(withVoices(voices));
	await open(page, '/moi/ce-qui-compte', 'ar');
	return page;
}
const said = (page: Page) => page.evaluate(() => (window as unknown as { said: ([string, string] | 'silence')[] }).said);

test('Each block is read aloud by voices of the machine itself, each text in its language; asked again, or left, it is silent.', async () => {
	const page = await listening([
		{ lang: 'ar-SA', localService: true },
		{ lang: 'fr-FR', localService: true }
	]);
	const asked: string[] = [];
	page.on('request', (request) => asked.push(request.url()));
	const buttons = page.locator('.listen');
	assert.ok((await buttons.count()) >= 3, 'a button at the head of each block');
	await expectNoAxeViolations(page);
	const block = page.locator('main .section', { has: page.locator('p.kept[lang=fr]') }).first();
	const button = block.locator('.listen').first();
	assert.match(await button.innerText(), /استماع/);
	await button.click();
	const words = await said(page);
	assert.ok(
		words.some(([lang, text = '']) => lang === 'fr-FR' && /\p{Script=Latin}{4}/u.test(text)),
		'her French words in French'
	);
	assert.ok(
		words.some(([lang, text = '']) => lang === 'ar-SA' && /\p{Script=Arabic}{3}/u.test(text)),
		'our Arabic words in Arabic'
	);
	assert.match(await button.innerText(), /إيقاف/);
	await button.click();
	assert.equal((await said(page)).at(-1), 'silence');
	assert.match(await button.innerText(), /استماع/);
	assert.deepEqual(asked, [], 'nothing leaves the machine');
	await page.context().close();
});

test('Where the only voice is another machine’s, or of another language, nothing is offered; without JavaScript neither.', async () => {
	for (const voices of [[{ lang: 'ar-SA', localService: false }], [{ lang: 'fr-FR', localService: true }], []]) {
		const page = await listening(voices);
		assert.equal(await page.locator('.listen').count(), 0);
		await page.context().close();
	}
	const plain = await windowOf('nadia', 'ar', { javaScriptEnabled: false });
	await open(plain, '/moi', 'ar');
	assert.equal(await plain.getByText('استماع').count(), 0);
	await plain.context().close();
});

test('Her choice leads back to her own space and nowhere else.', async () => {
	const visitor = new Visitor(app.url, somewhere());
	for (const [suite, to] of [
		['/moi/connexion?suite=%2Fmoi%2Factions', '/moi/connexion?suite=%2Fmoi%2Factions'],
		['/bureau', '/moi'],
		['//evil.example/moi', '/moi'],
		['/moi/../bureau', '/moi']
	] as const)
		assert.equal((await visitor.post('/moi/langue', { langue: 'uk', suite })).headers.get('location'), to);
	assert.match(await (await visitor.open('/moi/connexion')).text(), /<html lang="uk" dir="ltr"/);
	await visitor.post('/moi/langue', { langue: 'tlh', suite: '/moi' });
	assert.match(await (await visitor.open('/moi/connexion')).text(), /<html lang="uk"/, 'an unknown one changes nothing');
});
