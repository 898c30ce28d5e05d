import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import { endCarnet } from '#lib/carnet/carnet.server.ts';
import { startApp } from '../app.ts';
import { expectNoAxeViolations, openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { lineTo, type Line } from '../line.ts';
import {
	changeBox,
	comeIn,
	contentsOf,
	EMPTY,
	keepHere,
	openKept,
	renewedBy,
	PLACE,
	PROMISE,
	someoneWithPhone,
	storesOf
} from '../scenes/phone.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const organization = await home.organization('Relance-Sambre');
const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore', last: 'N.' });
const PHONE = { width: 360, height: 740 };

/** A telephone on a line of its own. */
async function phone(work: (on: { context: BrowserContext; page: Page; line: Line }) => Promise<void>, viewport = PHONE): Promise<void> {
	const line = await lineTo(app);
	const context = await browser.newContext({ locale: 'fr-FR', viewport });
	await context.route('https://www.wikipedia.org/**', (route) =>
		route.fulfill({ contentType: 'text/html', body: '<title>Ailleurs</title>' })
	);
	try {
		const page = await context.newPage();
		page.setDefaultTimeout(10_000);
		await work({ context, page, line });
	} finally {
		await context.close();
		await line.close();
	}
}

for (const viewport of [PHONE, { width: 1280, height: 900 }])
	test(`She asks that her next appointment and her plan stay on her telephone: without a line her PIN opens them, and no store holds a word of hers in clear, at ${viewport.width} px.`, async () => {
		const { code } = await someoneWithPhone(home, aurore, 'Nadia B.');
		await phone(async ({ context, page, line }) => {
			await comeIn(page, line.url, code);
			assert.deepEqual(await storesOf(context, line.url), EMPTY, 'nothing is kept before she asks');
			await page.goto(`${line.url}/moi/carte`);
			await page.getByRole('link', { name: 'Garder sur ce téléphone' }).click();
			await page.getByText('Faites-le seulement si ce téléphone est à vous.').waitFor();
			await expectNoAxeViolations(page);
			await page.getByLabel('Code secret').fill('918273');
			await page.getByRole('button', { name: 'Garder ici' }).click();
			await page.getByText('Ce code secret n’est pas le bon.').waitFor();
			assert.deepEqual(await storesOf(context, line.url), EMPTY, 'a wrong PIN keeps nothing');
			await keepHere(page, line.url);

			line.cut = 'before';
			await page.goto(`${line.url}/moi/actions`);
			await page.getByRole('heading', { name: 'Pas de connexion' }).waitFor();
			await page.getByLabel('Code secret').waitFor();
			assert.ok(!(await page.content()).includes('Canari'), 'the page holds nothing of hers before the PIN');
			await expectNoAxeViolations(page);
			const contents = await contentsOf(page);
			for (const word of ['Canari', 'Aurore', 'Relance', 'Nadia', code, '258147']) assert.ok(!contents.includes(word), word);
			await openKept(page, '918273');
			await page.getByText('Ce code secret n’est pas le bon.').waitFor();
			await openKept(page);
			await page.getByText(PLACE).waitFor();
			await page.getByText(PROMISE).waitFor();
			await page.getByText('Avec Aurore, Relance-Sambre').waitFor();
			await expectNoAxeViolations(page);
			assert.ok(!(await contentsOf(page)).includes('Canari'), 'opened, it is still stored sealed');
			const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
			assert.ok(over <= 0);

			line.cut = 'no';
			await page.getByRole('link', { name: 'Essayer de se connecter' }).click();
			await page.getByText('Bonjour Nadia').waitFor();
			await page.goto(`${line.url}/moi/carte/telephone`);
			await page.getByText('C’est gardé sur ce téléphone.').waitFor();
			await expectNoAxeViolations(page);
			await page.getByRole('button', { name: 'Ne plus rien garder ici' }).click();
			await page.getByText('Tout est effacé de ce téléphone.').waitFor();
			assert.deepEqual(await storesOf(context, line.url), EMPTY);
		}, viewport);
	});

test('The copy follows what changes, without her PIN, and comes from the last visit.', async () => {
	const { code, id } = await someoneWithPhone(home, aurore, 'Yasmine B.');
	await phone(async ({ page, line }) => {
		await comeIn(page, line.url, code);
		await keepHere(page, line.url);
		await home.sql('delete from action where accompaniment_id = $1', [id]);
		await renewedBy(page, () => page.goto(`${line.url}/moi`));
		line.cut = 'before';
		await page.goto(`${line.url}/moi`);
		await openKept(page);
		await page.getByText(PLACE).waitFor();
		assert.equal(await page.getByText(PROMISE).count(), 0);
	});
});

for (const where of ['on a page of hers', 'without a line'])
	test(`Leaving quickly ${where} leaves nothing in the browser.`, async () => {
		const { code } = await someoneWithPhone(home, aurore, 'Samira B.');
		await phone(async ({ context, page, line }) => {
			await comeIn(page, line.url, code);
			await keepHere(page, line.url);
			assert.deepEqual(await storesOf(context, line.url), { databases: ['page'], caches: ['page'], storage: 0, half: true, workers: 1 });
			if (where === 'without a line') {
				line.cut = 'before';
				await page.goto(`${line.url}/moi`);
				await page.getByRole('heading', { name: 'Pas de connexion' }).waitFor();
			}
			await page.getByRole('button', { name: 'Quitter vite' }).click();
			await page.waitForURL('https://www.wikipedia.org/**');
			line.cut = 'no';
			if (where === 'without a line') {
				await page.goto(`${line.url}/moi`);
				assert.match(page.url(), /\/moi\/connexion/, 'with the line again, her session is over');
			}
			assert.deepEqual(await storesOf(context, line.url), EMPTY);
		});
	});

test('She leaves quickly just as the line is cut, with nothing kept on the telephone: nobody comes in after her.', async () => {
	const { code } = await someoneWithPhone(home, aurore, 'Rita B.');
	await phone(async ({ context, page, line }) => {
		await comeIn(page, line.url, code);
		line.cut = 'before';
		await page.getByRole('button', { name: 'Quitter vite' }).click();
		line.cut = 'no';
		const after = await context.newPage();
		await after.goto(`${line.url}/moi`);
		assert.match(after.url(), /\/moi\/connexion/);
		const [session] = await home.sql<{ ended_at: Date | null }>(
			'select ended_at from auth.person_session order by created_at desc limit 1'
		);
		assert.notEqual(session?.ended_at, null, 'nor with a copy of its cookie');
		await comeIn(after, line.url, code);
	});
});

test('Leaving quickly empties the browser by the answer alone, when the script of the page does not run.', async () => {
	const { code } = await someoneWithPhone(home, aurore, 'Leïla B.');
	await phone(async ({ context, page, line }) => {
		await comeIn(page, line.url, code);
		await keepHere(page, line.url);
		await page.evaluate(() => document.querySelector<HTMLFormElement>('form[data-leave]')!.submit());
		await page.waitForURL('https://www.wikipedia.org/**');
		assert.deepEqual(await storesOf(context, line.url), EMPTY);
	});
});

test('After a week without coming, nothing is left; and after ten wrong PINs, with longer and longer to wait before.', async () => {
	const { code } = await someoneWithPhone(home, aurore, 'Inès B.');
	await phone(async ({ context, page, line }) => {
		await comeIn(page, line.url, code);
		await keepHere(page, line.url);
		await changeBox(page, { at: Date.now() - 7 * 86_400_000 - 1000 });
		line.cut = 'before';
		await page.goto(`${line.url}/moi`);
		await page.getByText('Rien n’est gardé sur ce téléphone.').waitFor();
		line.cut = 'no';
		assert.deepEqual(await storesOf(context, line.url), EMPTY);

		await page.goto(`${line.url}/moi/carte/telephone`);
		await page.getByText('Tout est effacé de ce téléphone.').waitFor();
		await keepHere(page, line.url);
		await changeBox(page, { wrong: 2 });
		line.cut = 'before';
		await page.goto(`${line.url}/moi`);
		await openKept(page, '918273');
		await page.getByText('Attendez un peu avant d’essayer encore.').waitFor();
		await openKept(page);
		await page.getByText('Attendez un peu avant d’essayer encore.').waitFor();
		// What was tried is worked out first: a slow machine takes its time.
		await page.locator('button:enabled', { hasText: 'Ouvrir' }).waitFor();
		assert.equal(await page.getByText(PLACE).count(), 0, 'the right one waits too');
		await changeBox(page, { wrong: 9, until: 0 });
		await openKept(page, '918273');
		await page.getByText('Trop d’essais').waitFor();
		line.cut = 'no';
		assert.deepEqual(await storesOf(context, line.url), EMPTY);
	});
});

test('In concealed mode nothing is offered; what was kept before goes at the next visit.', async () => {
	const { id, code } = await someoneWithPhone(home, aurore, 'Ana B.');
	await phone(async ({ context, page, line }) => {
		await comeIn(page, line.url, code);
		await keepHere(page, line.url);
		await home.sql(`update accompaniment set concealed = true, alias = 'Mme Verger' where id = $1`, [id]);
		await page.goto(`${line.url}/moi`);
		await page.getByText('Bonjour').waitFor();
		assert.deepEqual(await storesOf(context, line.url), EMPTY);
		await page.goto(`${line.url}/moi/carte`);
		assert.equal(await page.getByText('Garder sur ce téléphone').count(), 0);
		assert.equal((await page.goto(`${line.url}/moi/carte/telephone`))?.status(), 404);
		const asked = await page.evaluate(
			async (body) => (await fetch('/moi/carte/telephone/copie', { method: 'POST', body: new URLSearchParams(body) })).status,
			{ pin: '258147' }
		);
		assert.equal(asked, 404, 'nor to whoever asks without the page');
	});
});

test('Somebody else who signs in on the same telephone finds nothing of hers; nor does anybody once her card ended.', async () => {
	const [hers, theirs] = [await someoneWithPhone(home, aurore, 'Maya B.'), await someoneWithPhone(home, aurore, 'Omar K.')];
	await phone(async ({ context, page, line }) => {
		await comeIn(page, line.url, hers.code);
		await keepHere(page, line.url);
		await page.goto(`${line.url}/moi/carte`);
		await page.getByRole('button', { name: 'Fermer mon carnet' }).click();
		assert.notDeepEqual(await storesOf(context, line.url), EMPTY, 'closing the notebook keeps what she asked to keep');
		await comeIn(page, line.url, theirs.code);
		assert.deepEqual(await storesOf(context, line.url), EMPTY);

		await keepHere(page, line.url);
		await theirs.on(endCarnet);
		await page.goto(`${line.url}/moi`);
		assert.match(page.url(), /\/moi\/connexion/);
		assert.deepEqual(await storesOf(context, line.url), EMPTY, 'the door empties it too');
	});
});

test('The worker answers for her pages and for nothing else: with a line every page is the house’s, and pages of colleagues have none.', async () => {
	const { code } = await someoneWithPhone(home, aurore, 'Nora B.');
	await phone(async ({ context, page, line }) => {
		await comeIn(page, line.url, code);
		await keepHere(page, line.url);
		await page.goto(`${line.url}/connexion`);
		assert.equal(await page.evaluate(() => navigator.serviceWorker.controller), null);
		line.cut = 'before';
		// A page of the house that is not hers, and an address that begins alike.
		for (const path of ['/connexion', '/moineau']) await assert.rejects((await context.newPage()).goto(line.url + path), /ERR_/, path);
		line.cut = 'no';
		assert.equal((await page.goto(`${line.url}/moi/nulle-part`))?.status(), 404, 'what the house answers stays');
	});
});

test('The page without a line speaks her language, and follows when she changes it.', async () => {
	const { code } = await someoneWithPhone(home, aurore, 'Sofia B.');
	await phone(async ({ context, page, line }) => {
		await context.addCookies([{ name: 'langue', value: 'nl', url: line.url }]);
		await page.goto(`${line.url}/moi/hors-ligne`);
		await page.getByRole('heading', { name: 'Geen verbinding' }).waitFor();
		assert.equal(await page.evaluate(() => document.documentElement.dir), 'ltr');
		await page.getByText('Op deze telefoon is niets bewaard.').waitFor();
		await context.clearCookies();
		await comeIn(page, line.url, code);
		await keepHere(page, line.url);
		await page.locator('.her-language summary').click();
		await renewedBy(page, () => page.getByRole('button', { name: 'English' }).click());
		line.cut = 'before';
		await page.goto(`${line.url}/moi`);
		await page.getByRole('heading', { name: 'No connection' }).waitFor();
		await page.getByLabel('Secret code').fill('258147');
		await page.getByRole('button', { name: 'Open' }).click();
		await page.getByText('With Aurore, Relance-Sambre').waitFor();
	});
});
