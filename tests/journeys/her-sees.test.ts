import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import type { Actor } from '#lib/access/access.ts';
import { giveCarnet, readCarnets } from '#lib/carnet/carnet.server.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as } from '#lib/server/db.ts';
import { startApp } from '../app.ts';
import { openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { readPdf } from '../pdf.ts';
import { viewScene } from '../scenes/view.ts';
import { giveAccount, signedIn, Visitor, type Login } from '../sign-in.ts';
import { expectAccessible, visitAs } from '../visit.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const PIN = '258147';
const organization = await home.organization('Relance-Sambre');
const béatrice = await home.member(organization, ['coordination'], { first: 'Béatrice' });
const coordination = await giveAccount(home, béatrice);

interface Scene {
	id: string;
	lead: Actor;
	asked: Actor;
	leadLogin: Login;
	code: string;
}

/** Her pathway, with a lead, somebody who is named, a memo, and the card that opens it. */
async function scene(name: string): Promise<Scene> {
	const { id, lead, asked } = await viewScene(home, organization, name);
	await home.sql('insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)', [
		id,
		organization,
		asked.member
	]);
	const code = await as(lead, async (tx) => {
		const pathway = (await readPathway(tx, id))!;
		await giveCarnet(tx, pathway, PIN);
		return (await readCarnets(tx, pathway))[0]!.code;
	});
	return { id, lead, asked, leadLogin: await giveAccount(home, lead), code };
}

/** Her own notebook, opened at its door. */
async function herself(code: string, { script, width }: { script: boolean; width: number }, work: (page: Page) => Promise<void>) {
	const context = await browser.newContext({ locale: 'fr-FR', viewport: { width, height: 900 }, javaScriptEnabled: script });
	context.setDefaultTimeout(10_000);
	try {
		const page = await context.newPage();
		await page.goto(`${app.url}/moi/connexion`);
		await page.getByLabel('Code de la carte').fill(code);
		await page.getByLabel('Code secret').fill(PIN);
		await page.getByRole('button', { name: 'Entrer' }).click();
		await page.waitForURL(`${app.url}/moi`);
		await work(page);
	} finally {
		await context.close();
	}
}

/** A fold is opened by its own words, script or not. */
const unfold = (page: Page, words: string) => page.locator('summary', { hasText: words }).first().click();

for (const [script, width] of [
	[true, 1280],
	[false, 360]
] as const) {
	const way = { script, width };
	const how = script ? 'with JavaScript' : 'without JavaScript, on a phone';

	test(`She reads who sees what, takes a colleague back, keeps her lead away and changes her mind, ${how}.`, async () => {
		const { id, code, leadLogin } = await scene('Nadia B.');
		await herself(code, way, async (page) => {
			await page.getByText('Autres pages').click();
			await page.getByRole('link', { name: 'Qui voit quoi' }).click();
			await page.getByRole('heading', { level: 1, name: 'Qui voit quoi' }).waitFor();
			assert.equal(await page.title(), 'Qui voit quoi', 'the tab names no service');
			await page.getByText('Aurore est votre personne de référence').waitFor();
			await page.getByText('Mourad vous accompagne aussi').waitFor();
			await expectAccessible(browser, page);
			await unfold(page, 'Retirer Mourad de mon chemin');
			await page.getByText('Mourad n’ouvre plus votre chemin').waitFor();
			await page.getByRole('button', { name: 'Oui, retirer' }).click();
			await page.getByText('C’est retiré. L’accès est fermé.').waitFor();
			assert.equal(await page.getByText('Mourad vous accompagne aussi').count(), 0);
			await unfold(page, 'Changer de personne de référence');
			await page.getByText('La coordination ne lit rien de vous.').waitFor();
			await unfold(page, 'Aurore ne doit plus rien voir de moi');
			await page.getByText('Vous n’aurez plus de personne de référence.').waitFor();
			await page.getByRole('button', { name: 'Oui, Aurore ne voit plus rien' }).click();
			await page.getByText('Cette personne ne voit plus rien de vous.').waitFor();
			await page.getByText('Personne ne vous accompagne ici pour le moment.').waitFor();
			await expectAccessible(browser, page);
			const lead = await signedIn(app.url, leadLogin);
			assert.equal((await lead.open(`/personnes/${id}`)).status, 404, 'her next request finds nothing');
			await unfold(page, 'Changer d’avis pour Aurore');
			await page.getByRole('button', { name: 'Changer d’avis pour Aurore' }).click();
			await page.getByText('Cette personne peut de nouveau être nommée.').waitFor();
			assert.equal((await lead.open(`/personnes/${id}`)).status, 404, 'nothing is given back by it');
		});
	});

	test(`Somebody whom she met once is kept away too; choosing nobody asks again, ${how}.`, async () => {
		const { id, code, asked } = await scene('Samir K.');
		await as(asked, (tx) => readPathway(tx, id));
		await herself(code, way, async (page) => {
			await page.goto(`${app.url}/moi/qui-voit`);
			assert.equal(await page.locator('option', { hasText: 'Mourad' }).count(), 0, 'who walks with her stands above');
			await unfold(page, 'Retirer Mourad de mon chemin');
			await page.getByRole('button', { name: 'Oui, retirer' }).click();
			await page.getByText('C’est retiré.').waitFor();
			await unfold(page, 'Une autre personne ne doit rien voir');
			await page.getByRole('button', { name: 'Cette personne ne voit plus rien' }).click();
			await page.locator('[id^="autre-"][id$="-error"]').waitFor();
			await expectAccessible(browser, page);
			assert.ok(!(await page.content()).includes('Béatrice'), 'nobody of the house is named whom she never met');
			await page.getByLabel('Qui', { exact: true }).selectOption({ label: 'Mourad' });
			await page.getByRole('button', { name: 'Cette personne ne voit plus rien' }).click();
			await page.getByText('Cette personne ne voit plus rien de vous.').waitFor();
			await page.getByText(/Mourad ne voit rien de vous depuis/).waitFor();
		});
	});

	test(`She asks about a reading she does not understand; coordination answers, and the answer stands by the line, ${how}.`, async () => {
		const { code } = await scene('Irina V.');
		const question = script ? 'Pourquoi ce jour-là ?' : 'Pourquoi si tard ?';
		await herself(code, way, async (page) => {
			await page.getByText('Autres pages').click();
			await page.getByRole('link', { name: 'Qui a regardé' }).click();
			await page.getByText('Aurore a lu votre chemin.').waitFor();
			await expectAccessible(browser, page);
			await unfold(page, 'Je ne comprends pas cet accès');
			await page.getByLabel('Ma question').first().fill('x'.repeat(2001));
			await page.getByRole('button', { name: 'Envoyer ma question' }).first().click();
			await page.locator('.error, [id$="-error"]').first().waitFor();
			assert.equal((await page.getByLabel('Ma question').first().inputValue()).length, 2001, 'what she typed is kept');
			await expectAccessible(browser, page);
			await page.getByLabel('Ma question').first().fill(question);
			await page.getByRole('button', { name: 'Envoyer ma question' }).first().click();
			await page.getByText('Votre question est partie.').waitFor();
			await page.getByText('La coordination doit encore répondre.').waitFor();
			await expectAccessible(browser, page);
			await visitAs(
				{ browser, url: app.url, login: coordination },
				{ javaScriptEnabled: script, viewport: { width, height: 900 } },
				async (desk) => {
					await desk.goto(`${app.url}/equipe`);
					await desk.getByText(question).waitFor();
					assert.ok(!(await desk.content()).includes('Irina'), 'coordination reads no name');
					const waiting = desk.locator('li', { hasText: question });
					await waiting.getByRole('button', { name: 'Répondre' }).click();
					await desk.locator('[id^="reponse-"][id$="-error"]').first().waitFor();
					await expectAccessible(browser, desk);
					await waiting.getByLabel('Réponse, en mots simples').fill('Elle préparait votre rendez-vous.');
					await waiting.getByRole('button', { name: 'Répondre' }).click();
					await desk.getByText('La réponse est donnée.').waitFor();
					await expectAccessible(browser, desk);
				}
			);
			await page.reload();
			await page.getByText('Elle préparait votre rendez-vous.').waitFor();
			await expectAccessible(browser, page);
		});
	});

	test(`She asks to read the memos; her lead and coordination see the month, and the answer comes to her page, ${how}.`, async () => {
		const { id, code, leadLogin } = await scene('Chantal D.');
		await herself(code, way, async (page) => {
			await page.goto(`${app.url}/moi/qui-voit`);
			await page.getByRole('button', { name: 'Je demande à lire les mémos' }).click();
			await page.getByText('Votre demande est partie.').waitFor();
			await page.getByText('Aurore : réponse attendue').waitFor();
			await expectAccessible(browser, page);
			const desk = await signedIn(app.url, coordination);
			assert.match(await (await desk.open('/equipe')).text(), /Mémos demandés/);
			await visitAs(
				{ browser, url: app.url, login: leadLogin },
				{ javaScriptEnabled: script, viewport: { width, height: 900 } },
				async (own) => {
					await own.goto(`${app.url}/bureau`);
					await own.getByRole('link', { name: /Chantal D\. demande à lire les mémos/ }).click();
					await own.waitForURL(`${app.url}/personnes/${id}/emporter#memos`);
					await expectAccessible(browser, own);
					await own.getByRole('button', { name: 'C’est lu ensemble, ou remis' }).click();
					await own.getByText('Votre réponse est notée.').waitFor();
				}
			);
			await page.reload();
			await page.getByText('Aurore : c’est lu avec vous, ou remis').waitFor();
		});
	});

	test(`She makes her own file and her own plan; no memo is in them, and no name in the name of a file, ${how}.`, async () => {
		const { code } = await scene('Yasmine R.');
		await herself(code, way, async (page) => {
			await page.getByRole('link', { name: 'Mes papiers' }).click();
			await page.getByRole('button', { name: 'Faire la feuille' }).waitFor();
			await expectAccessible(browser, page);
			const plan = await page.request.get(`${app.url}/moi/plan.pdf`);
			assert.deepEqual(
				[plan.status(), plan.headers()['content-type'], plan.headers()['cache-control'], plan.headers()['content-disposition']],
				[200, 'application/pdf', 'no-store', 'inline; filename="plan.pdf"']
			);
			const words = readPdf(await plan.body()).text;
			assert.match(words, /Travailler en cuisine/);
			const bare = readPdf(await (await page.request.get(`${app.url}/moi/plan.pdf?choix=1&nom=sans`)).body()).text;
			assert.doesNotMatch(bare, /Travailler en cuisine|Yasmine/);
			await page.getByRole('link', { name: 'Voir ce que contient le fichier' }).click();
			await expectAccessible(browser, page);
			const [download] = await Promise.all([
				page.waitForEvent('download'),
				page.getByRole('button', { name: 'Télécharger mon fichier' }).click()
			]);
			assert.match(download.suggestedFilename(), /^papiers-\d{4}-\d{2}-\d{2}\.zip$/);
			const files = unzipSync(readFileSync(await download.path()));
			assert.deepEqual(Object.keys(files), ['index.html', 'data.json']);
			for (const text of Object.values(files).map((one) => strFromU8(one))) {
				assert.match(text, /La crèche répond jeudi/);
				assert.doesNotMatch(text, /MEMO-CANARI/);
			}
		});
	});
}

test('Each form is sent twice and done once; without her card nothing answers but the door.', async () => {
	const { id, code } = await scene('Kevin M.');
	const visitor = new Visitor(app.url);
	const nobody = await visitor.post('/moi/emporter/papiers.zip', {});
	assert.match(nobody.headers.get('location') ?? '', /^\/moi\/connexion/);
	assert.equal((await visitor.post('/moi/connexion', { code, pin: PIN })).status, 303);
	const form = { form_key: crypto.randomUUID(), file: id };
	const answers = await Promise.all([1, 2].map(() => visitor.post('/moi/qui-voit?/memos', form)));
	assert.deepEqual(
		answers.map(({ status }) => status),
		[303, 303]
	);
	assert.equal((await home.sql('select from data_request where accompaniment_id = $1', [id])).length, 1);
	const wrong = await visitor.post('/moi/qui-voit?/ecarter', { form_key: crypto.randomUUID(), member: 'personne' });
	assert.equal(wrong.status, 422);
	const zip = await visitor.post('/moi/emporter/papiers.zip', {});
	assert.deepEqual([zip.status, zip.headers.get('content-type'), zip.headers.get('cache-control')], [200, 'application/zip', 'no-store']);
	const other = await scene('Loïc P.');
	const foreign = await visitor.open(`/moi/plan.pdf?chemin=${other.id}`);
	assert.equal(foreign.status, 404, 'another person’s plan is not there');
});
