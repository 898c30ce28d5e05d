import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import pg from 'pg';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { openKeyring } from '#lib/server/keyring.ts';
import { idOf } from '../../demo/ids.ts';
import { accounts, carnets, loadDemo } from '../../demo/load.ts';
import { startApp, type TestApp } from '../app.ts';
import { expectNoAxeViolations, openBrowser } from '../browser.ts';
import { flawsOf } from '../html.ts';
import { testDatabase } from '../database.ts';
import { KEY_FILE } from '../house.ts';
import { phoneCode, sendTooLate, signedIn, Visitor, withCard, withHelper } from '../sign-in.ts';
import { pdf } from '../papers.ts';
import { checked, sendWith, uploaded } from '../upload.ts';
import { saysInFrench, showsKey } from './languages.ts';
import { PLACES, type Made, type Place, type Who } from './every-page.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const NARROW = { width: 360, height: 740 };
const WIDE = { width: 1280, height: 900 };
const SET_UP = 'jeton-de-premier-demarrage';

const [demo, empty] = [await testDatabase({ after }), await testDatabase({ after })];
await loadDemo(demo, KEY_FILE);
const [app, fresh] = await Promise.all([startApp(demo, { CHEMINER_DEMO: '1' }), startApp(empty, { CHEMINER_SETUP_TOKEN: SET_UP })]);
after(() => Promise.all([app.stop(), fresh.stop()]));
const browser = await openBrowser();
after(() => browser.close());

/** Somebody with a session, and the application it is in. */
interface Visit {
	app: TestApp;
	visitor: Visitor;
}

const visits = new Map<Who, Promise<Visit>>();
const visitOf = (who: Who): Promise<Visit> => visits.get(who) ?? (visits.set(who, arrive(who)), visitOf(who));

async function arrive(who: Who): Promise<Visit> {
	if (who === 'nobody') return { app, visitor: new Visitor(app.url) };
	if (who === 'founder') return { app: fresh, visitor: new Visitor(fresh.url) };
	if (who === 'administrator') return { app: fresh, visitor: await administrator() };
	if (who === 'half-way') return { app: fresh, visitor: await halfWay() };
	if (who === 'helper') return { app, visitor: await withHelper(app.url, cardOf('Nadia')) };
	if (who === 'nadia') return { app, visitor: await withCard(app.url, cardOf('Nadia')) };
	const visitor = await signedIn(app.url, loginOf(who));
	if (who === 'sandrine') await visitor.post('/connexion/organisation', { member: idOf('sambre-noire', 'relance', who) });
	return { app, visitor };
}

/** The card of somebody of the demo. */
const cardOf = (first: string) => carnets().find(({ name }) => name.startsWith(first))!;

function loginOf(who: Who) {
	const account = accounts().find(({ email }) => email.startsWith(`${who}@`));
	assert.ok(account, `nobody of the demo is called ${who}`);
	return { email: account.email, password: account.password };
}

const FOUNDER = { email: 'anne@essai.example', password: 'quatre mots sans lien aucun' };

async function administrator(): Promise<Visitor> {
	const said = {
		...FOUNDER,
		token: SET_UP,
		territory: 'Bassin d’essai',
		country: 'BE',
		timeZone: 'Europe/Brussels',
		organization: 'Relance',
		kind: 'mire',
		firstName: 'Anne',
		lastName: 'D.'
	};
	assert.equal((await new Visitor(fresh.url).post('/installation', said)).status, 303);
	return signedIn(fresh.url, FOUNDER);
}

/** Password given, the code not yet. */
async function halfWay(): Promise<Visitor> {
	const other = await signedIn(fresh.url, FOUNDER);
	const html = await (await other.post('/connexion/securite?/begin', { password: FOUNDER.password })).text();
	const secret = /<code[^>]*>([A-Z2-7 ]+)<\/code>/.exec(html)?.[1] ?? '';
	assert.equal((await other.post('/connexion/securite?/confirm', { code: phoneCode(secret) })).status, 303);
	const visitor = new Visitor(fresh.url);
	await visitor.post('/connexion', { ...FOUNDER });
	return visitor;
}

/** Pages that are only there for a while: each is brought about as it is in life. */
async function make(): Promise<Made> {
	const { visitor: karim } = await visitOf('karim');
	const invited = {
		form_key: crypto.randomUUID(),
		first_name: 'Lise',
		last_name: 'V.',
		email: 'lise@essai.example',
		job_title: '',
		'roles[]': 'practitioner'
	};
	const invitation = /\/invitation\/[\w-]{40,}/.exec(await (await karim.post('/reglages/invitations?/inviter', invited)).text())?.[0];
	assert.ok(invitation, 'the invitation shows its link');

	const token = 'un-lien-pour-choisir-un-mot-de-passe';
	const client = new pg.Client({ connectionString: demo.ownerUrl });
	await client.connect();
	await client.query('set role cheminer_loader');
	await client.query(`insert into auth.reset (account_id, token_index, expires_at) values ($1, $2, now() + interval '1 hour')`, [
		idOf('sambre-noire', 'account', 'luc'),
		openKeyring(KEY_FILE, { create: false }).peppered('reset', token)
	]);
	await client.end();

	const { visitor } = await visitOf('aurore');
	const gone = await signedIn(app.url, loginOf('aurore'));
	const session = gone.get('session')!;
	await gone.post('/deconnexion', {});
	gone.set('session', session);
	await gone.post(`/personnes/${idOf('sambre-noire', 'nadia', 'accompaniment')}/memos`, {
		form_key: crypto.randomUUID(),
		text: 'Rappeler la crèche.',
		months: '6'
	});
	const kept = /\/reprise\/[0-9a-f-]{36}/.exec(await (await visitor.open('/reprise')).text())?.[0];
	assert.ok(kept, 'what was sent after the session ended waits');

	const keptOfHers = await sendTooLate(await withCard(app.url, cardOf('Nadia')), '/moi', { said: 'Rappeler la crèche.' });
	assert.match(keptOfHers, /^\/moi\/reprise\//, 'what she sent after her session ended waits');

	const herCookie = await withCard(app.url, cardOf('Nadia'));
	const page = await (await fetch(`${app.url}/moi/papiers/ajouter`, { headers: { cookie: herCookie.cookie } })).text();
	const part = /name="part" value="([^"]+)"/.exec(page)?.[1] ?? '';
	const answered = await sendWith(
		app.url,
		herCookie.cookie,
		'/moi/papiers/ajouter',
		[
			['part', part],
			['name', 'Bail']
		],
		{ bytes: pdf(), name: 'bail.pdf' }
	);
	const paper = answered.headers.get('location') ?? '';
	assert.match(paper, /^\/moi\/papiers\/[0-9a-f-]{36}/, 'her paper is kept');
	const found = await (await visitor.open('/annuaire?q=halte')).text();
	const service = /\/annuaire\/services\/([0-9a-f-]{36})/.exec(found)?.[1];
	const structure = /\/annuaire\/structures\/([0-9a-f-]{36})/.exec(found)?.[1];
	assert.ok(service && structure, 'the directory of the demo holds something');

	const files = {
		// The heads of its columns are said on the page as they stand: none is a sentence of ours, which an English page must not say in French.
		file: await uploaded(app.url, visitor.cookie, 'Prénom usuel;Nom;Naissance;Nationalité\nAlix;Vermeulen;14/05/1992;belge\n'),
		wrongFile: await checked(app.url, visitor.cookie, 'Prénom;Naissance\nAlix;hier\n;1/1/1990\n'),
		goodFile: await checked(app.url, visitor.cookie, 'Nom;GSM\nNadia B.;\nAlix Vermeulen;0475 00 11 22\nAlix Vermeulen;0475 00 11 22\n'),
		othersFile: await checked(app.url, visitor.cookie, 'Nom;Mail du référent\nAlix Vermeulen;bilal@essai.example\n')
	};
	return {
		...files,
		service,
		structure,
		invitation,
		reset: `/mot-de-passe/${token}`,
		kept,
		keptOfHers,
		paper,
		setUp: `/installation?jeton=${SET_UP}`
	};
}

/** The ways of looking at a page: between them JavaScript and none, narrow and wide, light and dark, three languages. */
const WAYS = {
	phone: { viewport: NARROW, colorScheme: 'light' },
	plain: { viewport: WIDE, colorScheme: 'light', javaScriptEnabled: false },
	/** Our script comes empty here: axe needs one of its own, so this is how it sees a page as it is without JavaScript. */
	english: { viewport: WIDE, colorScheme: 'dark' },
	/** The longest words, on the narrowest screen. */
	dutch: { viewport: NARROW, colorScheme: 'light', javaScriptEnabled: false }
} satisfies Record<string, BrowserContextOptions>;

/** With our script, and without it the other way round. */
const LOOKS = {
	script: [
		[NARROW, 'light'],
		[WIDE, 'dark']
	],
	plain: [
		[NARROW, 'dark'],
		[WIDE, 'light']
	]
} as const;

/** One window for each person and way of looking, kept for all their pages. */
const windows = new Map<string, Promise<Page>>();
function windowOf(who: Who, way: keyof typeof WAYS): Promise<Page> {
	const name = `${who} ${way}`;
	const opened = windows.get(name) ?? openWindow(who, WAYS[way], way === 'english');
	windows.set(name, opened);
	return opened;
}

async function openWindow(who: Who, options: BrowserContextOptions, withoutScript: boolean): Promise<Page> {
	const visit = await visitOf(who);
	const context = await browser.newContext({ locale: 'fr-BE', ...options });
	await enter(context, visit);
	if (withoutScript) await context.route('**/enhance*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
	const page = await context.newPage();
	page.on('console', (message) => message.type() === 'error' && problems.push(`${page.url()} says ${message.text()}`));
	page.on('pageerror', (error) => problems.push(`${page.url()} throws ${error.message}`));
	page.on('request', (request) => {
		const to = new URL(request.url());
		if (to.origin !== visit.app.url && to.protocol !== 'data:') problems.push(`${page.url()} asks ${to.origin}`);
	});
	return page;
}

async function enter(context: BrowserContext, visit: Visit): Promise<void> {
	const cookies = visit.visitor.cookie.split('; ').filter(Boolean);
	await context.addCookies(
		cookies.map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1), url: visit.app.url }))
	);
}

/** What the windows complained about since the last look. */
const problems: string[] = [];

/** @returns the page as it was sent */
async function open(page: Page, visit: Visit, path: string): Promise<string> {
	const answer = await page.goto(visit.app.url + path);
	assert.equal(answer?.status(), 200, `${path} answers ${answer?.status()}`);
	assert.equal(new URL(page.url()).pathname, new URL(path, visit.app.url).pathname, `${path} leads elsewhere`);
	return (await answer?.text()) ?? '';
}

/** Read in the page in one go. Folds are opened first: what they hold is part of the page. */
function structureOf(page: Page) {
	return page.evaluate(() => {
		for (const fold of document.querySelectorAll('details')) fold.open = true;
		const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
		return {
			title: document.title,
			lang: document.documentElement.lang,
			headings: [...document.querySelectorAll('h1')].map((heading) => heading.textContent?.trim() ?? ''),
			mains: document.querySelectorAll('main').length,
			links: [...document.querySelectorAll('a')].map((link) => link.getAttribute('href')),
			doubles: ids.filter((id, place) => ids.indexOf(id) !== place),
			ids
		};
	});
}

type Structure = Awaited<ReturnType<typeof structureOf>>;

function expectWhole({ title, headings, mains, doubles, lang }: Structure, language: string, neutral = false): void {
	assert.equal(headings.length, 1, `one main heading, not ${headings.length}`);
	assert.ok(headings[0], 'the main heading says something');
	assert.equal(mains, 1, 'one main part');
	assert.deepEqual(doubles, [], 'no id stands twice');
	assert.match(title, neutral ? /^(?!.*(?:Cheminer|Nadia|Kevin))\S/ : /^\S.* · Cheminer$/);
	assert.equal(lang, language);
}

async function expectToFit(page: Page, width: number): Promise<void> {
	await page.setViewportSize({ width, height: 740 });
	const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
	assert.ok(over <= 0, `${page.url()} runs ${over} px off a screen of ${width} px`);
}

/** Links that were tried already, for each person. */
const tried = new Set<string>();

/** Every link of the page leads somewhere for whoever sees it, and to a place on it that exists. */
async function expectLinksToLead(who: Who, path: string, { links, ids }: Structure): Promise<void> {
	const { app, visitor } = await visitOf(who);
	const here = new URL(path, app.url);
	for (const link of links) {
		assert.ok(link && link !== '#', `${path} has a link that leads nowhere`);
		const to = new URL(link, here);
		if (to.origin !== app.url || tried.has(`${who} ${to.href}`)) continue;
		tried.add(`${who} ${to.href}`);
		const [page, anchor] = [to.pathname + to.search, decodeURIComponent(to.hash.slice(1))];
		if (page === here.pathname + here.search) {
			assert.ok(!anchor || ids.includes(anchor), `${path} has no place called ${to.hash}`);
			continue;
		}
		const answer = await visitor.open(page);
		const html = await answer.text();
		assert.ok(answer.status < 400, `${path} links to ${page}, which answers ${answer.status}`);
		assert.ok(
			!anchor || answer.status >= 300 || html.includes(`id="${anchor}"`),
			`${path} links to ${to.hash} of ${page}, which is not there`
		);
	}
}

/** What a page says, piece by piece, labels included. */
function wordsOf(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		const said: string[] = [];
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		for (let node = walker.nextNode(); node; node = walker.nextNode())
			if (!node.parentElement?.closest('script, style, textarea')) said.push(node.nodeValue ?? '');
		for (const one of document.querySelectorAll('[aria-label], [placeholder], [title]'))
			for (const name of ['aria-label', 'placeholder', 'title']) said.push(one.getAttribute(name) ?? '');
		return [...new Set(said.map((text) => text.trim().replace(/\s+/g, ' ')).filter(Boolean))];
	});
}

const titles = new Map<string, string>();

async function walk(route: string, { who, at, main, examples, neutral }: Place, made: Made): Promise<void> {
	const visit = await visitOf(who);
	const [first = '', ...others] = at(made);
	const phone = await windowOf(who, 'phone');
	const structure = await lookOnPhone(phone, visit, first, neutral);
	if (!examples) await expectLinksToLead(who, first, structure);
	if (main) await expectToFit(phone, 320);
	assert.equal(titles.get(structure.title), undefined, `“${structure.title}” is the title of two pages`);
	titles.set(structure.title, route);

	const plain = await windowOf(who, 'plain');
	await open(plain, visit, first);
	const without = await structureOf(plain);
	expectWhole(without, 'fr', neutral);
	assert.deepEqual([without.title, without.headings, without.links], [structure.title, structure.headings, structure.links]);
	await expectToFit(plain, NARROW.width);

	const english = await lookInEnglish(await windowOf(who, 'english'), visit, first, neutral);
	const dutch = await lookInDutch(await windowOf(who, 'dutch'), visit, first, neutral);
	for (const words of [english, dutch]) {
		if (!examples)
			assert.deepEqual(
				words.filter((said) => saysInFrench(said)),
				[],
				`${first} says this in French`
			);
		assert.deepEqual(words.filter(showsKey), [], `${first} shows keys instead of sentences`);
	}
	for (const path of others) await expectLinksToLead(who, path, await lookOnPhone(phone, visit, path, neutral));
	assert.deepEqual(problems.splice(0), []);
}

/** axe once for each way the page is laid out, whole, and once for each way it is coloured then: the HTML is the same with and without our script. */
async function expectNoAxeViolationsIn(page: Page, looks: (typeof LOOKS)[keyof typeof LOOKS]): Promise<void> {
	for (const [viewport, colorScheme] of looks) {
		await page.setViewportSize(viewport);
		await page.emulateMedia({ colorScheme });
		await expectNoAxeViolations(page, { recoloured: colorScheme === 'dark' });
	}
}

async function lookOnPhone(page: Page, visit: Visit, path: string, neutral?: boolean): Promise<Structure> {
	await page.setViewportSize(NARROW);
	const html = await open(page, visit, path);
	const structure = await structureOf(page);
	expectWhole(structure, 'fr', neutral);
	assert.deepEqual(await flawsOf(html), [], `${path} is valid HTML`);
	await expectToFit(page, NARROW.width);
	await expectNoAxeViolationsIn(page, LOOKS.script);
	return structure;
}

/** @returns what the page says */
async function lookInEnglish(page: Page, visit: Visit, path: string, neutral?: boolean): Promise<string[]> {
	await openIn(page, visit, path, 'en');
	expectWhole(await structureOf(page), 'en', neutral);
	await expectNoAxeViolationsIn(page, LOOKS.plain);
	return wordsOf(page);
}

/** @returns what the page says */
async function lookInDutch(page: Page, visit: Visit, path: string, neutral?: boolean): Promise<string[]> {
	await openIn(page, visit, path, 'nl');
	expectWhole(await structureOf(page), 'nl', neutral);
	await expectToFit(page, NARROW.width);
	return wordsOf(page);
}

/** A window stays in the language that was chosen in it once. */
async function openIn(page: Page, visit: Visit, path: string, language: 'en' | 'nl'): Promise<void> {
	// Narrow, the languages wait in the menu.
	await page.setViewportSize(WIDE);
	await open(page, visit, path);
	if ((await page.locator('html').getAttribute('lang')) !== 'fr') return;
	// In her space they are folded under the one that is spoken.
	const fold = page.locator('.her-language > summary');
	if ((await fold.count()) > 0) await fold.click();
	await page.locator(`button[name=langue][value=${language}]`).first().click();
	await page.locator(`html[lang=${language}]`).waitFor();
}

const routes = globSync('src/routes/**/+page{,@*}.svelte', { cwd: ROOT })
	.map(
		(file) =>
			file
				.slice('src/routes'.length)
				.replace(/\/\+page(@\w*)?\.svelte$/, '')
				.replace(/\/\([\w-]+\)/g, '') || '/'
	)
	.sort();

test('Every page of the application is walked here, and nothing else is.', () => {
	const forgotten = routes.filter((route) => !(route in PLACES));
	assert.deepEqual(forgotten, [], 'Say in tests/journeys/every-page.ts who sees these pages, and where.');
	assert.deepEqual(
		Object.keys(PLACES).filter((route) => !routes.includes(route)),
		[],
		'These pages are no more: take them out of tests/journeys/every-page.ts.'
	);
});

// Some ninety pages, one after another: the whole takes longer than a test may.
describe(
	'Everybody can use every page, with and without JavaScript, narrow and wide, light and dark, in three languages:',
	{ timeout: 900_000 },
	async () => {
		const made = await make();
		for (const [route, place] of Object.entries(PLACES)) test(route, () => walk(route, place, made));
	}
);

/** Leaves of a printed page. */
async function leavesOf(page: Page): Promise<number> {
	await page.emulateMedia({ media: 'print' });
	const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
	return pdf.match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;
}

test('A pathway prints on one A4, however much was said; so do the caseload, the day at the front desk and the information page.', async () => {
	const aurore = await visitOf('aurore');
	const nadia = `/personnes/${idOf('sambre-noire', 'nadia', 'accompaniment')}`;
	const long = 'On a relu la lettre ligne par ligne, et chacun a dit ce qui lui tenait à cœur. '.repeat(60);
	const said = {
		said: long,
		moved: long.slice(0, 900),
		'actions.0.who': 'person',
		'actions.0.what': long.slice(0, 400),
		'actions.1.who': 'me',
		'actions.1.what': long.slice(0, 400)
	};
	for (let times = 0; times < 3; times++)
		assert.equal(
			(await aurore.visitor.post(`${nadia}/entretiens/nouveau?/enregistrer`, { form_key: crypto.randomUUID(), ...said })).status,
			303
		);
	const printed: [Who, string][] = [
		['aurore', nadia],
		['aurore', `/personnes/${idOf('sambre-noire', 'hubert', 'accompaniment')}`],
		['aurore', '/personnes'],
		['aurore', `${nadia}/invitation/imprimer`],
		['josiane', '/accueil']
	];
	for (const [who, path] of printed) {
		const visit = await visitOf(who);
		const page = await openWindow(who, { viewport: WIDE }, false);
		await open(page, visit, path);
		assert.equal(await leavesOf(page), 1, `${path} takes one leaf`);
	}
});
