import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { startApp } from '../app.ts';
import { openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { giveAccount } from '../sign-in.ts';
import { expectAccessible, visitAs } from '../visit.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());
const organization = await home.organization('Relance-Sambre');

const FILE = `Prénom;Nom;Date de naissance;GSM;Commune;Nationalité;N° dossier
Nadia;Benali;14/05/1992;0475 12 34 56;Noirchâtel;belge;A-1
Kévin;Dossche;1/2/01;;5060 Tamines;belge;A-2
Zoé;Œuvrard;;0496 77 88 99;;;A-3
`;
/** As Excel saves it in Belgium. */
const asWindows = (text: string) => Buffer.from(text.replaceAll('Œ', '\x8c').replaceAll('\n', '\r\n'), 'latin1');

const WAYS: Record<string, BrowserContextOptions> = {
	'with JavaScript': {},
	'without JavaScript': { javaScriptEnabled: false },
	'on a phone': { viewport: { width: 360, height: 740 } }
};

const choose = (page: Page, buffer: Buffer, name = 'mes-personnes.csv') =>
	page.getByLabel('Votre fichier CSV').setInputFiles({ name, mimeType: 'text/csv', buffer });

for (const [way, options] of Object.entries(WAYS)) {
	test(`A practitioner brings her people in, ${way}: file, columns, dry run, all at once; the same file changes nothing.`, async () => {
		const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore' });
		const login = await giveAccount(home, aurore);
		await home.pathway(aurore, 'Kevin Dossche');
		await visitAs({ browser, url: app.url, login }, options, async (page) => {
			await page.goto(`${app.url}/personnes/nouvelle`);
			await page.getByRole('link', { name: 'Faire entrer vos personnes' }).click();
			await expectAccessible(browser, page);

			await choose(page, Buffer.from([0x50, 0x4b, 0x03, 0x04, 1, 2, 3]), 'mes-personnes.csv');
			await page.getByRole('button', { name: 'Lire ce fichier' }).click();
			await page.getByRole('alert').getByText('C’est un classeur').waitFor();
			await expectAccessible(browser, page);

			await choose(page, asWindows(FILE));
			await page.getByRole('button', { name: 'Lire ce fichier' }).click();
			await page.getByRole('heading', { name: 'Choisir les colonnes', level: 1 }).waitFor();
			await page.getByText('Windows-1252').waitFor();
			await page.getByText('nationalité ou origine').waitFor();
			await page.getByText('Zoé Œuvrard').waitFor();
			assert.equal(await page.getByLabel('« Commune » devient').inputValue(), 'municipality');
			await expectAccessible(browser, page);

			await page.getByLabel('« Commune » devient').selectOption('first_name');
			await page.getByRole('button', { name: 'Faire un essai' }).click();
			await page.getByRole('alert').getByText('la même chose').first().waitFor();
			await expectAccessible(browser, page);
			await page.getByLabel('« Commune » devient').selectOption('municipality');
			await page.getByRole('button', { name: 'Revoir les premières lignes' }).click();
			await page.getByText('5060 Tamines').first().waitFor();
			await page.getByRole('button', { name: 'Faire un essai' }).click();

			await page.getByRole('heading', { name: 'Ce qui entrerait', level: 1 }).waitFor();
			await page.getByText('Ressemble à : Kevin Dossche.').waitFor();
			await expectAccessible(browser, page);
			await page.getByLabel('Ligne 3 : Kévin Dossche').check();
			await page.getByRole('button', { name: 'Faire entrer' }).click();

			await page.getByText('Personnes entrées : 3.').waitFor();
			await expectAccessible(browser, page);
			await page.getByRole('link', { name: 'Voir vos personnes' }).click();
			await page.getByRole('link', { name: 'Nadia Benali' }).click();
			await page.getByRole('heading', { name: 'Le cadre reste à dire à Nadia' }).waitFor();
			await expectAccessible(browser, page);

			await page.goto(`${app.url}/reglages/import`);
			await choose(page, asWindows(FILE));
			await page.getByRole('button', { name: 'Lire ce fichier' }).click();
			await page.getByRole('button', { name: 'Faire un essai' }).click();
			await page.getByText('rien ne changerait').waitFor();
			assert.equal(await page.getByRole('button', { name: 'Faire entrer' }).count(), 0);
			await page.getByRole('button', { name: 'Jeter ce fichier' }).click();
			await page.getByText('Le fichier est jeté.').waitFor();
		});
	});
}

test('Once the frame is told, her pathway no longer says that it remains to be told.', async () => {
	const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore' });
	const login = await giveAccount(home, aurore);
	const { id } = await home.pathway(aurore, 'Marc T.');
	await home.sql(`update accompaniment set brought_in_on = current_date - 40 where id = $1`, [id]);
	await visitAs({ browser, url: app.url, login }, {}, async (page) => {
		await page.goto(`${app.url}/personnes/${id}`);
		await page.getByText('Le mois pour le dire').waitFor();
		await page.getByRole('link', { name: 'Dire le cadre' }).click();
		await page.getByLabel('libre', { exact: true }).check();
		await page.getByRole('button', { name: 'Enregistrer' }).first().click();
		await page.goto(`${app.url}/personnes/${id}`);
		assert.equal(await page.getByText('Le cadre reste à dire').count(), 0);
	});
});
