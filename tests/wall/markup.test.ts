import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import pg from 'pg';
import { openKeyring } from '#lib/server/keyring.ts';
import { idOf } from '../../demo/ids.ts';
import { accounts, carnets, loadDemo, territories } from '../../demo/load.ts';
import { startApp } from '../app.ts';
import { openBrowser } from '../browser.ts';
import { testDatabase } from '../database.ts';
import { PLACES, type Made, type Who } from '../journeys/every-page.ts';
import { KEY_FILE } from '../house.ts';
import { readPdf } from '../pdf.ts';
import { sendTooLate, signedIn, Visitor, withCard, withHelper } from '../sign-in.ts';
import { checked, sendWith, uploaded } from '../upload.ts';
import { pdf } from '../papers.ts';

/** What would run, close what it stands in, or be worked out, if any page wrote it as it came. */
const HOSTILE = `cnr"'><img src=x onerror="canari=1"><script>canari=1</script>{{7*7}}\${7*7}<%=7*7%>#panic("canari")javascript:canari=1`;
/** Words of the stories that are codes or names of other rows, not texts. */
const CODES = new Set(
	`slug country timeZone kind email roles organization lead track value how interpreter birthDate who by of with without excluded basis when
	code domain state outcome channel owner help as at from to arrived movedFrom shows ended relative pin`.split(/\s+/)
);
/** Who said yes to a wording, and how: codes, where elsewhere the same names hold words. */
const CODES_WITHIN: Record<string, Set<string>> = { agreed: new Set(['hers', 'ours']) };
/** Some names are codes in one place and texts in another. */
const TEXTS: Record<string, Set<string>> = {
	contacts: new Set(['value']),
	passedOn: new Set(['to', 'when', 'then']),
	there: new Set(['interpreter', 'relative'])
};

/** Adds the hostile words to every text of the demo, before it is loaded. */
function poison(told: unknown, within = ''): void {
	if (Array.isArray(told)) for (const one of told) poison(one, within);
	else if (typeof told === 'object' && told !== null)
		for (const [name, value] of Object.entries(told)) {
			const isText =
				typeof value === 'string' && value !== '' && (!CODES.has(name) || TEXTS[within]?.has(name)) && !CODES_WITHIN[within]?.has(name);
			if (isText) (told as Record<string, unknown>)[name] = `${value} ${HOSTILE}`;
			else if (name !== 'promises') poison(value, name);
		}
}

const logins = accounts();
const card = carnets().find(({ name }) => name.startsWith('Nadia'))!;
for (const territory of territories) poison(territory);
const demo = await testDatabase({ after });
await loadDemo(demo, KEY_FILE);
const app = await startApp(demo, { CHEMINER_DEMO: '1' });
after(() => app.stop());

const visits = new Map<Who, Promise<Visitor>>();
function visitOf(who: Who): Promise<Visitor> {
	const there = visits.get(who) ?? arrive(who);
	visits.set(who, there);
	return there;
}
async function arrive(who: Who): Promise<Visitor> {
	if (who === 'nobody') return new Visitor(app.url);
	if (who === 'helper') return withHelper(app.url, card);
	if (who === 'nadia') return withCard(app.url, card);
	const account = logins.find(({ email }) => email.startsWith(`${who}@`));
	assert.ok(account, who);
	const visitor = await signedIn(app.url, account);
	if (who === 'sandrine') await visitor.post('/connexion/organisation', { member: idOf('sambre-noire', 'relance', who) });
	return visitor;
}

/** Pages that are there once somebody made them: an invitation, a link to choose a password, a text that was kept. */
async function made(): Promise<Made> {
	const form_key = crypto.randomUUID();
	const invited = { form_key, first_name: `Lise ${HOSTILE}`.slice(0, 80), email: 'lise@essai.example', 'roles[]': 'practitioner' };
	const shown = await (await (await visitOf('karim')).post('/reglages/invitations?/inviter', invited)).text();
	const invitation = /\/invitation\/[\w-]{40,}/.exec(shown)?.[0] ?? '';
	const client = new pg.Client({ connectionString: demo.ownerUrl });
	await client.connect();
	await client.query('set role cheminer_loader');
	await client.query(`insert into auth.reset (account_id, token_index, expires_at) values ($1, $2, now() + interval '1 hour')`, [
		idOf('sambre-noire', 'account', 'luc'),
		openKeyring(KEY_FILE, { create: false }).peppered('reset', 'un-lien')
	]);
	await client.end();
	const gone = await signedIn(
		app.url,
		logins.find(({ email }) => email.startsWith('aurore@'))!
	);
	const session = gone.get('session')!;
	await gone.post('/deconnexion', {});
	gone.set('session', session);
	await gone.post(`/personnes/${idOf('sambre-noire', 'nadia', 'accompaniment')}/memos`, {
		form_key: crypto.randomUUID(),
		text: HOSTILE,
		months: '6',
		[`x${HOSTILE}`]: HOSTILE
	});
	const kept = /\/reprise\/[0-9a-f-]{36}/.exec(await (await (await visitOf('aurore')).open('/reprise')).text())?.[0] ?? '';
	const keptOfHers = await sendTooLate(await withCard(app.url, card), '/moi', { said: HOSTILE, [`x${HOSTILE}`]: HOSTILE });
	assert.ok(invitation && kept && keptOfHers);
	const { cookie } = await visitOf('aurore');
	const cell = `"Alix ${HOSTILE}"`.replace(/(?<=.)"(?=.)/g, '""');
	const files = {
		file: await uploaded(app.url, cookie, `Nom;${cell}\n${cell};${cell}\n`),
		wrongFile: await checked(app.url, cookie, `Nom;Naissance\n${cell};${cell}\n`),
		goodFile: await checked(app.url, cookie, `Nom;Langues\n${cell};${cell}\n${cell};\n`),
		othersFile: await checked(app.url, cookie, `Nom;Mail du référent\n${cell};${cell}\n`)
	};
	const sought = await (await (await visitOf('aurore')).open('/annuaire?q=halte')).text();
	const entry = (kind: string) => new RegExp(`/annuaire/${kind}/([0-9a-f-]{36})`).exec(sought)?.[1] ?? '';
	const [service, structure] = [entry('services'), entry('structures')];
	assert.ok(service && structure);
	const hers = await withCard(app.url, card);
	const adding = await (await hers.open('/moi/papiers/ajouter')).text();
	const fields: [string, string][] = [
		['part', /name="part" value="([^"]+)"/.exec(adding)?.[1] ?? ''],
		['name', HOSTILE]
	];
	const keeping = await sendWith(app.url, hers.cookie, '/moi/papiers/ajouter', fields, { bytes: pdf(), name: `${HOSTILE}.pdf` });
	const paper = keeping.headers.get('location') ?? '';
	assert.match(paper, /^\/moi\/papiers\//);
	return { ...files, service, structure, invitation, reset: '/mot-de-passe/un-lien', kept, keptOfHers, paper, setUp: '' };
}

const unescapedIn = (html: string): string | undefined =>
	/.{0,60}(<img src=x|<script>canari|(href|src|action|formaction|content)="\s*javascript:|="[^"<>]*cnr"|cnr\w*49).{0,40}/is.exec(html)?.[0];
const shows = (text: string) => text.includes('canari=1');

/** `/personnes/0198…/plan?x` → `/personnes/:/plan`: the same page about somebody else is the same page. */
const kindOf = (path: string) => path.replace(/[?#].*$/, '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':');

interface Read {
	who: Who;
	path: string;
	kind: string;
	shows: boolean;
}

/** Reads a page and its data in every way; gives the links it holds. */
async function look(who: Who, path: string, read: Read[]): Promise<string[]> {
	const visitor = await visitOf(who);
	const answer = await visitor.open(path);
	assert.ok(answer.status < 400, `${who} ${path}: ${answer.status}`);
	for (const [name, value] of answer.headers) assert.doesNotMatch(value, /canari/, `${name} of ${path}`);
	const type = answer.headers.get('content-type') ?? '';
	// A paper that somebody keeps is given back as it came, to be saved.
	if (path.endsWith('/fichier')) return [];
	if (type.startsWith('application/pdf')) {
		const { text } = readPdf(new Uint8Array(await answer.arrayBuffer()));
		assert.doesNotMatch(text, /cnr\w*49/, path);
		read.push({ who, path, kind: kindOf(path), shows: text.includes('cnr') });
		return [];
	}
	// What leaves as a file has its own tests, cell by cell (tests/wall/leaving*.test.ts): a browser opens none of it as a page.
	if (/^(text\/csv|application\/zip)/.test(type)) {
		assert.match(answer.headers.get('content-disposition') ?? '', /^attachment/, path);
		await answer.arrayBuffer();
		return [];
	}
	if (answer.status >= 300) return [];
	// A file to keep: never shown as a page, whatever it holds.
	if (/^attachment;/.test(answer.headers.get('content-disposition') ?? '')) {
		assert.doesNotMatch(type, /html|svg|xml|javascript/, path);
		await answer.arrayBuffer();
		return [];
	}
	assert.match(type, /^text\/html/, path);
	assert.match(answer.headers.get('content-security-policy') ?? '', /script-src 'self'( 'nonce-[\w+/=]+')?(;|$)/, path);
	const html = await answer.text();
	assert.equal(unescapedIn(html), undefined, `${who} ${path}`);
	read.push({ who, path, kind: kindOf(path), shows: shows(html) });
	const data = await visitor.open(path.replace(/(\?|$)/, '/__data.json$1').replace('//', '/'));
	assert.match(data.headers.get('content-type') ?? '', /^application\/json|^text\/sveltekit-data/, path);
	assert.equal(data.headers.get('x-content-type-options'), 'nosniff', path);
	await data.text();
	return [...html.matchAll(/href="(\/[^"#]*)/g)].map((found) => found[1]!.replaceAll('&amp;', '&'));
}

/** Addresses of one kind that are read for one person: a page shows the same fields whoever it is about. */
const EACH = 3;
const read: Read[] = [];

test('Whatever is written in any text, name or title, no page lets it out as anything but words: walked from every page, along every link.', async () => {
	const there = await made();
	const seen = new Map<string, number>();
	const asked = new Set<string>();
	for (const { who, at } of Object.values(PLACES)) {
		if (['founder', 'administrator', 'half-way'].includes(who)) continue;
		const waiting = at(there)
			.filter(Boolean)
			.map((path) => ({ path, first: true }));
		for (let next = waiting.shift(); next; next = waiting.shift()) {
			const { path, first } = next;
			const kind = `${who} ${kindOf(path)}`;
			if (asked.has(`${who} ${path}`) || path.startsWith('/_app') || /^\/(page|thread)\.svg$/.test(path) || path.startsWith('/deconnexion'))
				continue;
			if (!first && (seen.get(kind) ?? 0) >= EACH) continue;
			asked.add(`${who} ${path}`);
			seen.set(kind, (seen.get(kind) ?? 0) + 1);
			for (const link of await look(who, path, read)) waiting.push({ path: link, first: false });
		}
	}
	const kinds = new Set(read.map(({ kind }) => kind));
	const showing = new Set(read.filter((one) => one.shows).map(({ kind }) => kind));
	assert.ok(kinds.size >= 65 && showing.size >= 55, `${kinds.size} pages were read, and ${showing.size} showed what was planted`);
	// Sheets are asked for by forms, not by links: what is a command to the typesetter stops nothing and is printed as words.
	const [nadia, interview] = [idOf('sambre-noire', 'nadia', 'accompaniment'), idOf('sambre-noire', 'nadia', 'interview', '11')];
	for (const sheet of [
		`/personnes/${nadia}/plan.pdf`,
		`/personnes/${nadia}/entretiens/${interview}/recap.pdf`,
		'/personnes/liste.pdf',
		'/bureau/jour.pdf'
	]) {
		await look('aurore', sheet, read);
		assert.equal(read.at(-1)?.path, sheet, `${sheet} was read`);
	}
});

test('In a browser nothing of it runs, nothing of it is an element, and no policy has to stop it.', async () => {
	const browser = await openBrowser();
	const wrong: string[] = [];
	try {
		for (const who of new Set(read.map((one) => one.who))) {
			const context = await browser.newContext({ locale: 'fr-BE' });
			const { cookie } = await visitOf(who);
			await context.addCookies(
				cookie
					.split('; ')
					.filter(Boolean)
					.map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1), url: app.url }))
			);
			const page = await context.newPage();
			page.on('dialog', (dialog) => void wrong.push(`${page.url()} asks ${dialog.message()}`));
			page.on('console', (message) => message.type() === 'error' && wrong.push(`${page.url()} says ${message.text()}`));
			page.on('request', (request) => request.url().endsWith('/x') && wrong.push(`${page.url()} asks for ${request.url()}`));
			const once = new Map(
				read.filter((one) => one.who === who && one.shows && !one.path.includes('.pdf')).map((one) => [one.kind, one.path])
			);
			for (const path of once.values()) {
				await page.goto(app.url + path, { waitUntil: 'domcontentloaded' });
				const found = await page.evaluate(() => ({
					ran: 'canari' in window,
					elements: document.querySelectorAll('img[src="x"], [onerror], [onfocus], script:not([src]):not([nonce])').length,
					addresses: [...document.querySelectorAll('[href], [src], [action], [formaction]')].filter((one) =>
						['href', 'src', 'action', 'formaction'].some((name) =>
							/^\s*(javascript|data:text|vbscript)/i.test(one.getAttribute(name) ?? '')
						)
					).length,
					shown: document.documentElement.outerHTML.includes('canari=1')
				}));
				if (found.ran || found.elements > 0 || found.addresses > 0 || !found.shown) wrong.push(`${path}: ${JSON.stringify(found)}`);
			}
			await context.close();
		}
	} finally {
		await browser.close();
	}
	assert.deepEqual(wrong, []);
});
