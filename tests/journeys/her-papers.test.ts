import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { giveCarnet, readCarnets } from '#lib/carnet/carnet.server.ts';
import { FILE_LIMITS } from '#lib/files/rules.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, type Tx } from '#lib/server/db.ts';
import { found } from '#lib/web/found.ts';
import { startApp } from '../app.ts';
import { openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { declared, docx, pdf, photo } from '../papers.ts';
import { giveAccount, withCard } from '../sign-in.ts';
import { sendWith, wordsOf } from '../upload.ts';
import { expectAccessible, visitAs } from '../visit.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const organization = await home.organization('Relance-Sambre');
const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore', last: 'N.' });
const login = await giveAccount(home, aurore);
const PIN = '258147';

const on = <T>(file: string, work: (tx: Tx, pathway: Pathway) => Promise<T>) =>
	as(aurore, async (tx) => work(tx, found(await readPathway(tx, file))));

async function someone(name: string) {
	const { id } = await home.pathway(aurore, name);
	await on(id, (tx, pathway) => giveCarnet(tx, pathway, PIN));
	return { id, code: found((await on(id, readCarnets)).at(0)).code };
}

async function visitHer(code: string, javaScriptEnabled: boolean, width: number, work: (page: Page) => Promise<void>): Promise<void> {
	const context = await browser.newContext({ locale: 'fr-FR', javaScriptEnabled, viewport: { width, height: 800 } });
	try {
		const page = await context.newPage();
		page.setDefaultTimeout(20_000);
		await page.goto(`${app.url}/moi/connexion`);
		await page.getByLabel('Code de la carte').fill(code);
		await page.getByLabel('Code secret', { exact: true }).fill(PIN);
		await page.getByRole('button', { name: 'Entrer', exact: true }).click();
		await page.waitForURL((now) => now.pathname === '/moi');
		await work(page);
	} finally {
		await context.close();
	}
}

const press = (page: Page, name: string) => page.getByRole('button', { name }).first().click();
const says = (page: Page, text: string) => page.getByText(text).first().waitFor();

for (const [javaScriptEnabled, width, name] of [
	[true, 1280, 'Nadia B.'],
	[false, 360, 'Nadège B.']
] as const) {
	const first = name.split(' ')[0]!;

	test(`She keeps a paper, shows it, takes it back and erases it; a letter comes back in plain words (script: ${javaScriptEnabled}).`, async () => {
		const { id, code } = await someone(name);
		const picture = await photo({ width: 300, height: 200 });
		await visitHer(code, javaScriptEnabled, width, async (page) => {
			await page.goto(`${app.url}/moi/papiers`);
			await expectAccessible(browser, page);
			await page.getByRole('link', { name: 'Ajouter un document' }).click();
			await page.waitForURL('**/moi/papiers/ajouter');
			await expectAccessible(browser, page);
			// A program in disguise: a sentence, and what was typed is still there.
			await page
				.getByLabel('Le fichier')
				.setInputFiles({ name: 'facture.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ\0\0\0') });
			await page.getByLabel(/Comment s’appelle/).fill('Mon bail');
			await press(page, 'Garder ce document');
			await says(page, 'Ce genre de fichier ne peut pas être gardé ici.');
			assert.equal(await page.getByLabel(/Comment s’appelle/).inputValue(), 'Mon bail');
			await expectAccessible(browser, page);
			await page.getByLabel('Le fichier').setInputFiles({ name: 'IMG_01.jpg', mimeType: 'image/jpeg', buffer: picture });
			await press(page, 'Garder ce document');
			await says(page, 'Votre document est gardé.');
			await says(page, 'Pour vous, et personne d’autre');
			assert.ok(!(await page.title()).includes('bail'), 'the tab says nothing of it');
			await expectAccessible(browser, page);

			await page.getByLabel('Aurore').check();
			await press(page, 'Garder');
			await says(page, 'Montré à Aurore');
		});
		await visitAs({ browser, url: app.url, login }, { javaScriptEnabled, viewport: { width, height: 800 } }, async (page) => {
			await page.goto(`${app.url}/personnes/${id}/documents`);
			await says(page, 'Mon bail');
			await expectAccessible(browser, page);
			const opened = await page.request.get(`${app.url}${await page.getByRole('link', { name: /^Ouvrir/ }).getAttribute('href')}`);
			assert.equal(opened.status(), 200);
			assert.ok(!(await opened.body()).includes('Canari'), 'nothing of what the phone wrote');
			// She adds a decision for her.
			await page.getByLabel('Le fichier').setInputFiles({ name: 'decision.pdf', mimeType: 'application/pdf', buffer: pdf() });
			await press(page, 'Ajouter au dossier');
			await says(page, 'Le document est ajouté.');
			await page.getByLabel('Quel papier, quelle question').fill('La facture d’eau');
			await page.getByLabel('Ce qu’il dit, avec des mots simples').fill('À payer le 3.');
			await press(page, 'Noter');
			await says(page, 'C’est noté.');
		});
		await visitHer(code, javaScriptEnabled, width, async (page) => {
			await page.goto(`${app.url}/moi/qui-a-regarde`);
			await says(page, 'a ouvert un document.');
			await page.goto(`${app.url}/moi/papiers`);
			await says(page, 'Ajouté par Aurore');
			await page.getByRole('link', { name: 'Mon bail' }).click();
			await press(page, 'Ne plus le montrer à personne');
			await says(page, 'Plus personne ne lit ce document, sauf vous.');
			await page.getByText('Effacer ce document').click();
			await press(page, 'Effacer');
			await says(page, 'Le document est effacé.');

			await page.goto(`${app.url}/moi/papiers/lettres/nouvelle`);
			await expectAccessible(browser, page);
			await page.getByLabel('La photo de la lettre').setInputFiles({ name: 'lettre.jpg', mimeType: 'image/jpeg', buffer: picture });
			await page.getByLabel(/Votre question/).fill('Dois-je répondre ?');
			await press(page, 'Envoyer');
			await says(page, 'Votre lettre est envoyée.');
			await says(page, 'Envoyée à Aurore');
			await says(page, 'Lue ensemble avec Aurore');
			await expectAccessible(browser, page);
		});
		await visitAs({ browser, url: app.url, login }, { javaScriptEnabled, viewport: { width, height: 800 } }, async (page) => {
			await page.getByRole('link', { name: new RegExp(`^${first}.*vous a envoyé un papier`) }).click();
			await page.waitForURL('**/documents#lettres');
			await says(page, 'Dois-je répondre ?');
			await page.getByLabel('Ce que dit ce papier, avec des mots simples').fill('C’est une publicité. Rien à faire.');
			await press(page, 'Répondre');
			await says(page, 'Votre réponse est envoyée.');
			await expectAccessible(browser, page);
		});
		await visitHer(code, javaScriptEnabled, width, async (page) => {
			await says(page, 'Aurore a lu votre lettre et vous répond.');
			await page.getByRole('link', { name: 'Lire la réponse' }).click();
			await says(page, 'C’est une publicité. Rien à faire.');
			await press(page, 'Effacer la photo');
			await says(page, 'La photo est effacée.');
			await expectAccessible(browser, page);
		});
	});
}

test('Hostile files and forms get a sentence and leave nothing: disguised, too large, too many points, cut on the way, sent twice, stale.', async () => {
	const { id, code } = await someone('Samir K.');
	const { cookie } = await withCard(app.url, { code, pin: PIN });
	const rows = async () => (await home.sql<{ n: number }>('select count(*)::int as n from file where accompaniment_id = $1', [id]))[0]!.n;
	const send = (bytes: Uint8Array, more: [string, string][] = [], name = 'papier.pdf') =>
		sendWith(app.url, cookie, '/moi/papiers/ajouter', [['part', id], ['name', 'Nom tapé'], ...more], {
			bytes,
			name,
			type: 'application/pdf'
		});
	for (const [bytes, said] of [
		[Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), /Ce genre de fichier/],
		[Buffer.from('<!doctype html><script>alert(1)</script>'), /Ce genre de fichier/],
		[Buffer.concat([pdf(), docx()]), /Ce genre de fichier/],
		[await declared(30_000, 30_000), /trop grande/],
		[(await photo({ width: 900, height: 900 })).subarray(0, 2000), /abîmé/],
		[Buffer.alloc(FILE_LIMITS.bytes + 1, 0x61), /trop gros/]
	] as const) {
		const answer = await send(bytes);
		const words = await answer.text();
		assert.equal(answer.status, 422);
		assert.match(wordsOf(words), said);
		assert.match(words, /Nom tapé/, 'what was typed is kept');
	}
	const huge = await send(Buffer.alloc(30 * 1024 * 1024)).catch(() => undefined);
	assert.ok(huge === undefined || huge.status === 413);
	assert.equal(
		(await sendWith(app.url, cookie, '/moi/actions/notes', [['text', 'x']], { bytes: Buffer.alloc(2_000_000), name: 'x' })).status,
		413
	);
	await cutOnTheWay(cookie);
	assert.equal(await rows(), 0);

	const key = crypto.randomUUID();
	const twice = await Promise.all([send(pdf(), [['form_key', key]]), send(pdf(), [['form_key', key]])]);
	assert.deepEqual(new Set(twice.map(({ status }) => status)), new Set([303]));
	const [path] = twice.map((answer) => answer.headers.get('location')!);
	assert.equal(twice[1].headers.get('location'), path);
	assert.equal(await rows(), 1);
	const paper = path!.split('?')[0]!;
	await home.sql(`update document set version = 2`);
	const stale = await sendWith(
		app.url,
		cookie,
		`${paper}?/renommer`,
		[
			['name', 'Trop tard'],
			['version', '1']
		],
		null
	);
	assert.equal(stale.status, 409);
	const shown = await fetch(`${app.url}${paper}/fichier`, { headers: { cookie } });
	assert.deepEqual(
		['content-disposition', 'cache-control', 'x-content-type-options', 'content-security-policy'].map((name) => shown.headers.get(name)),
		['attachment; filename="document.pdf"', 'no-store', 'nosniff', `default-src 'none'; sandbox; frame-ancestors 'none'`]
	);
	assert.deepEqual(Buffer.from(await shown.arrayBuffer()), pdf());
	// The session ended: the door, and nothing half done.
	await home.sql('update auth.person_session set ended_at = now()');
	const late = await send(pdf());
	assert.match(late.headers.get('location') ?? '', /^\/moi\/connexion/);
	assert.equal(await rows(), 1);
});

/** Says that a photo comes, sends half of it, and goes. */
async function cutOnTheWay(cookie: string): Promise<void> {
	const { hostname, port } = new URL(app.url);
	const socket = connect(Number(port), hostname);
	const head = `POST /moi/papiers/ajouter HTTP/1.1\r\nHost: ${hostname}:${port}\r\nOrigin: ${app.url}\r\nCookie: ${cookie}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 900000\r\n\r\n`;
	socket.write(`${head}--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n${'a'.repeat(300_000)}`);
	await pause(300);
	socket.destroy();
	await pause(300);
}
