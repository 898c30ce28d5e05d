import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { giveCarnet, readCarnets } from '#lib/carnet/carnet.server.ts';
import { gatherOpinions } from '#lib/opinion/waiting.server.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, asRole, keyring, type Tx } from '#lib/server/db.ts';
import { found } from '#lib/web/found.ts';
import { startApp } from '../app.ts';
import { openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { readPdf } from '../pdf.ts';
import { giveAccount } from '../sign-in.ts';
import { expectAccessible, visitAs } from '../visit.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const PIN = '258147';

/** A house of its own, with people who have a card. */
async function relance(names: readonly string[]) {
	const organization = await home.organization('Relance-Sambre');
	const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore', last: 'N.' });
	const paul = await home.member(organization, ['practitioner'], { first: 'Paul-Henri', last: 'W.' });
	const login = await giveAccount(home, aurore);
	const on = <T>(file: string, work: (tx: Tx, pathway: Pathway) => Promise<T>) =>
		as(aurore, async (tx) => work(tx, found(await readPathway(tx, file))));
	const people: { id: string; code: string }[] = [];
	for (const name of names) {
		const { id } = await home.pathway(aurore, name);
		await on(id, (tx) => tx.insertInto('colleague').values({ accompaniment_id: id, member_id: paul.member }).execute());
		await on(id, (tx, pathway) => giveCarnet(tx, pathway, PIN));
		// A card that she has had for a while.
		await home.sql('update carnet set trusted_at = created_at where accompaniment_id = $1', [id]);
		people.push({ id, code: found((await on(id, readCarnets)).at(0)).code });
	}
	return { login, people };
}

async function visitHer(code: string, javaScriptEnabled: boolean, width: number, work: (page: Page) => Promise<void>): Promise<void> {
	const context = await browser.newContext({ locale: 'fr-FR', javaScriptEnabled, viewport: { width, height: 800 } });
	try {
		const page = await context.newPage();
		page.setDefaultTimeout(10_000);
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

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();
const thanked = (page: Page) => page.getByText('Merci. Votre avis est ajouté à ceux des autres.').waitFor();

for (const [javaScriptEnabled, width] of [
	[true, 1280],
	[false, 360]
] as const) {
	const how = `${javaScriptEnabled ? 'with' : 'without'} JavaScript, at ${width} px`;

	test(`Five people give their view, the team reads it the next day, says something of it and shows it, ${how}.`, async () => {
		const { login, people } = await relance(['Nadia B.', 'Samir K.', 'Kevin M.', 'Irina P.', 'Chantal D.']);
		for (const [n, { code }] of people.entries())
			await visitHer(code, javaScriptEnabled, width, async (page) => {
				await page.getByText('Autres pages').click();
				await page.getByRole('link', { name: 'Mon avis' }).click();
				if (n === 0) {
					await expectAccessible(browser, page);
					await press(page, 'Donner mon avis');
					await page.getByRole('heading', { name: 'Il reste quelque chose à revoir' }).waitFor();
					await expectAccessible(browser, page);
				}
				const rhythm = page.getByRole('radiogroup', { name: 'Le rythme me convient' });
				await rhythm.getByLabel(n === 4 ? 'Plutôt non' : 'Oui', { exact: true }).check();
				await press(page, 'Donner mon avis');
				await thanked(page);
				if (n === 0) await expectAccessible(browser, page);
			});
		await visitAs({ browser, url: app.url, login }, { javaScriptEnabled, viewport: { width, height: 800 } }, async (page) => {
			await page.goto(`${app.url}/bureau`);
			await page.getByRole('link', { name: 'Avis des personnes' }).click();
			await page.getByText('Rien à montrer pour le moment.').waitFor();
			await expectAccessible(browser, page);
			await asRole('cheminer_jobs', (tx) => gatherOpinions(tx, keyring()));
			await page.reload();
			await page.getByText('5 personnes ont répondu.').waitFor();
			await page.getByText('Oui : 4').waitFor();
			await page.getByText('Plutôt non : 1').waitFor();
			await expectAccessible(browser, page);
			await page.getByLabel('Ce que l’équipe en dit').fill('On prend le temps qu’il faut.');
			await page.getByLabel('Montrer ces réponses').check();
			await press(page, 'Garder');
			await page.getByText('C’est gardé.').waitFor();
			await page.getByText('Montré aux personnes accompagnées').waitFor();
		});
		await visitHer(people[0]!.code, javaScriptEnabled, width, async (page) => {
			await page.goto(`${app.url}/moi/avis`);
			await page.getByText('On prend le temps qu’il faut.').waitFor();
			await page.getByText('5 personnes ont répondu.').waitFor();
			await expectAccessible(browser, page);
		});
	});

	test(`Five sheets are typed in at once, four come back as they were typed, ${how}.`, async () => {
		const { login } = await relance([]);
		await visitAs({ browser, url: app.url, login }, { javaScriptEnabled, viewport: { width, height: 800 } }, async (page) => {
			await page.goto(`${app.url}/equipe/avis`);
			await page.getByRole('link', { name: 'Recopier des feuilles' }).click();
			await expectAccessible(browser, page);
			const sheet = (n: number) => page.getByRole('group', { name: `Feuille ${n}` }).getByLabel('J’ai choisi d’être là');
			for (const n of [1, 2, 3, 4]) await sheet(n).selectOption('2');
			await press(page, 'Ajouter ces feuilles');
			await page
				.getByRole('link', { name: /Il faut au moins cinq feuilles/ })
				.or(page.getByText(/Il faut au moins cinq feuilles/))
				.first()
				.waitFor();
			assert.equal(await sheet(4).inputValue(), '2');
			await expectAccessible(browser, page);
			await sheet(5).selectOption('0');
			await press(page, 'Ajouter ces feuilles');
			await page.getByText('Les feuilles sont ajoutées.').waitFor();
			await page.getByText('5 personnes ont répondu.').waitFor();
			await page.getByText('Plutôt oui : 4').waitFor();
		});
	});

	test(`She composes her page line by line, puts it in order, and opens the sheet, ${how}.`, async () => {
		const { people } = await relance(['Nadia B.']);
		await visitHer(people[0]!.code, javaScriptEnabled, width, async (page) => {
			const go = (name: string | RegExp) => Promise.all([page.waitForEvent('load'), press(page, name)]);
			const kept = () => page.getByText('C’est gardé.').waitFor();
			const order = () => page.locator('ol.lines > li > p.kept').allInnerTexts();
			await page.getByText('Autres pages').click();
			await page.getByRole('link', { name: 'Ma page à montrer' }).click();
			await page.locator('.sheet').getByText('Nadia').waitFor();
			await expectAccessible(browser, page);

			await page.getByLabel('Avec mes mots').fill('   ');
			await go('Ajouter cette ligne');
			await page.getByRole('heading', { name: 'Il reste quelque chose à revoir' }).waitFor();
			await expectAccessible(browser, page);
			await page.getByLabel('De quoi parle cette ligne').selectOption('need');
			await page.getByLabel('Avec mes mots').fill('Un rendez-vous le matin');
			await go('Ajouter cette ligne');
			await kept();
			await page.getByLabel('Merci de parler lentement').check();
			await page.getByLabel('Merci de ne pas me demander de tout raconter.').check();
			await go('Mettre sur la feuille');
			await kept();
			await expectAccessible(browser, page);
			const before = await order();
			assert.equal(before.length, 3);
			await go(/^Monter.*Merci de parler/);
			await kept();
			assert.deepEqual(await order(), [before[0], before[2], before[1]]);
			await go(/^Enlever.*Merci de ne pas/);
			await kept();
			assert.equal((await order()).length, 2);

			await page.getByText('Changer cette ligne').click();
			await page.getByLabel('Avec mes mots').first().fill('Un rendez-vous après dix heures');
			await Promise.all([page.waitForEvent('load'), page.locator('ol.lines').getByRole('button', { name: 'Garder' }).click()]);
			await kept();
			await page.getByLabel('Écrire mon nom sur la feuille').uncheck();
			await Promise.all([
				page.waitForEvent('load'),
				page.locator('form', { hasText: 'Prénom ou nom à utiliser' }).getByRole('button', { name: 'Garder' }).click()
			]);
			await kept();
			await page.getByLabel('Langue de la feuille').selectOption('nl');
			await Promise.all([
				page.waitForEvent('load'),
				page
					.locator('form', { has: page.getByLabel('Langue de la feuille') })
					.getByRole('button', { name: 'Garder' })
					.click()
			]);
			await kept();
			await page.locator('.sheet').getByText('Wat ik op dit moment nodig heb').waitFor();
			assert.equal(await page.locator('.sheet').getByText('Nadia').count(), 0);

			const sheet = readPdf(await (await page.request.get(`${app.url}/moi/page.pdf`)).body());
			assert.deepEqual([sheet.wrong, sheet.pages, sheet.lang], [[], 1, 'nl']);
			assert.match(sheet.text, /Un rendez-vous après dix heures/);
			assert.doesNotMatch(sheet.text, /Nadia|Relance|Cheminer/);
			await page.getByText('Effacer cette page').first().click();
			await go('Effacer cette page');
			await page.getByText('La page est effacée.').waitFor();
			assert.deepEqual(await order(), []);
		});
		assert.deepEqual(await home.sql('select from her_page where accompaniment_id = $1', [people[0]!.id]), []);
	});

	test(`She says what matters herself, changes who reads a need she opened, and says that it is settled, ${how}.`, async () => {
		const { login, people } = await relance(['Nadia B.']);
		const { id, code } = people[0]!;
		await visitHer(code, javaScriptEnabled, width, async (page) => {
			await page.goto(`${app.url}/moi/ce-qui-compte`);
			await page.getByRole('link', { name: 'Changer avec mes mots' }).click();
			await expectAccessible(browser, page);
			await page.getByLabel('Ce qui compte pour moi').fill('Mes enfants d’abord');
			await press(page, 'Garder');
			await page.getByText('Mes enfants d’abord').waitFor();
			await page.getByRole('link', { name: 'Changer avec mes mots' }).click();
			await page.getByLabel('Ce qui compte pour moi').fill('Mes enfants, et un travail');
			await press(page, 'Garder');
			await page.getByRole('link', { name: 'Changer avec mes mots' }).click();
			await page.getByText('Ce qui était écrit avant').click();
			await page.getByText('Mes enfants d’abord').waitFor();
			await expectAccessible(browser, page);

			await page.goto(`${app.url}/moi/ce-qui-compte/besoins/nouveau`);
			await page.getByText('Chez moi', { exact: true }).click();
			await press(page, 'Logement');
			await page.getByLabel('Mes mots').fill('Il pleut dans la chambre');
			await press(page, 'Garder mes mots');
			await page.getByText('Il pleut dans la chambre').waitFor();
			await page.getByRole('link', { name: /: Logement/ }).click();
			await page.getByLabel('Paul-Henri').uncheck();
			await press(page, 'Garder ces personnes');
			await page.getByText('C’est gardé. Seules ces personnes lisent ce sujet.').waitFor();
			await expectAccessible(browser, page);
			await page.getByLabel('réglé', { exact: true }).check();
			await press(page, 'Garder mes mots');
			await page.getByText('C’est noté.').waitFor();
			await page.getByText('réglé').first().waitFor();
		});
		await visitAs({ browser, url: app.url, login }, { javaScriptEnabled }, async (page) => {
			await page.goto(`${app.url}/personnes/${id}/profil`);
			assert.equal(await page.getByText('Mes enfants, et un travail').count(), 1);
			await page.goto(`${app.url}/personnes/${id}/besoins`);
			await page.getByText('Il pleut dans la chambre').waitFor();
			await page.getByText('réglé').first().waitFor();
		});
		const readers = await home.sql<{ first_name: string }>(
			`select m.first_name from need_reader r join member m on m.id = r.member_id join need n on n.id = r.need_id where n.accompaniment_id = $1`,
			[id]
		);
		assert.deepEqual(readers, [{ first_name: 'Aurore' }]);
	});
}
