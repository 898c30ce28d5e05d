import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { BrowserContextOptions, Page, Request } from 'playwright-core';
import { startApp } from '../app.ts';
import { expectNoAxeViolations, openBrowser } from '../browser.ts';
import { testDatabase } from '../database.ts';

const database = await testDatabase({ after });
const app = await startApp(database, { CHEMINER_DEMO: '1' });
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

/** Runs a visit to the gallery in a window of its own, and closes it. */
async function visit(options: BrowserContextOptions, work: (page: Page) => Promise<void>, before?: (page: Page) => Promise<unknown>) {
	const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1280, height: 900 }, ...options });
	try {
		const page = await context.newPage();
		await before?.(page);
		await page.goto(`${app.url}/ui`);
		await work(page);
	} finally {
		await context.close();
	}
}

const isDraft = (url: string | URL) => String(url).endsWith('?/brouillon');
/** Every post of the page, in order: `brouillon`, `enregistrer`. */
function posts(page: Page): string[] {
	const sent: string[] = [];
	page.on('request', (request: Request) => {
		if (request.method() === 'POST') sent.push(new URL(request.url()).search.slice(2));
	});
	return sent;
}

test('The gallery is for the demo alone.', async () => {
	const real = await startApp(database);
	try {
		assert.equal((await fetch(`${real.url}/ui`)).status, 404);
	} finally {
		await real.stop();
	}
});

test('Every part can be used by everyone: light and dark, wide and narrow, folds open, with the script and without.', async () => {
	for (const colorScheme of ['light', 'dark'] as const) {
		for (const width of [360, 1280]) {
			for (const script of colorScheme === 'light' ? [true, false] : [true]) {
				await visit(
					{ colorScheme, viewport: { width, height: 900 } },
					async (page) => {
						await page.evaluate(() => document.querySelectorAll('details').forEach((fold) => (fold.open = true)));
						await expectNoAxeViolations(page);
					},
					script ? undefined : (page) => page.route('**/enhance*', (route) => route.abort())
				);
			}
		}
	}
});

test('Nothing runs off a narrow screen, read from either side.', async () => {
	for (const width of [320, 360, 1280]) {
		await visit({ viewport: { width, height: 800 } }, async (page) => {
			for (const direction of ['ltr', 'rtl']) {
				await page.evaluate((dir) => (document.documentElement.dir = dir), direction);
				const [scrollWidth = 0, clientWidth = 0] = await page.evaluate(() => {
					const { scrollWidth, clientWidth } = document.documentElement;
					return [scrollWidth, clientWidth];
				});
				assert.ok(scrollWidth <= clientWidth, `${width} px, ${direction}: ${scrollWidth}`);
			}
		});
	}
});

test('Everything one can press is 24 px or more, or stands in a sentence.', async () => {
	await visit({ viewport: { width: 360, height: 800 } }, async (page) => {
		const small = await page.evaluate(() =>
			[...document.querySelectorAll<HTMLElement>('a, button, summary, select, label.pill, label.clear')]
				.filter((one) => one.offsetParent !== null && !one.closest('p, h3, .days b, th, .circle, .summary'))
				.filter((one) => one.getBoundingClientRect().height < 24)
				.map((one) => one.outerHTML.slice(0, 90))
		);
		assert.deepEqual(small, []);
	});
});

test('Without JavaScript a phone opens its menu, and an answer asks what follows and can be taken back.', async () => {
	await visit({ javaScriptEnabled: false, viewport: { width: 360, height: 800 } }, async (page) => {
		const people = page.getByRole('navigation', { name: 'Principal' }).getByRole('link', { name: 'Personnes' });
		assert.equal(await people.isVisible(), false);
		await page.getByRole('button', { name: 'Menu' }).click();
		assert.equal(await people.isVisible(), true);
		await page.getByRole('button', { name: 'Fermer' }).click();
		assert.equal(await people.isVisible(), false);

		const question = page.getByRole('radiogroup', { name: 'Demander l’horaire du bus.' });
		const how = page.locator('input[name="way-2"]').first();
		assert.equal(await page.locator('input[name="action-2"]:checked').count(), 0, 'nothing is ticked by itself');
		assert.equal(await how.isVisible(), false);
		await question.getByText('fait', { exact: true }).click();
		assert.equal(await how.isVisible(), true);
		await question.getByRole('radio', { name: 'effacer' }).first().click();
		assert.equal(await page.locator('input[name="action-2"]:checked').inputValue(), '');
		assert.equal(await how.isVisible(), false);
	});
});

test('A form that comes back brings the eye to what is to be put right.', async () => {
	for (const javaScriptEnabled of [true, false]) {
		await visit({ javaScriptEnabled }, async (page) => {
			const summary = page.getByRole('alert');
			await summary.and(page.locator(':focus')).waitFor({ timeout: 5000 });
			await summary.getByRole('link', { name: 'L’adresse mail s’arrête après le @.' }).click();
			assert.equal(await page.locator(':focus').getAttribute('id'), 'mail');
			assert.match((await page.locator('#mail').getAttribute('aria-describedby')) ?? '', /mail-error/);
			await summary.getByRole('link', { name: 'Choisissez un parcours, ou aucun.' }).click();
			assert.equal(await page.locator(':focus').getAttribute('name'), 'track');
		});
	}
});

test('The thread is read as an ordered list, with dates a machine reads too.', async () => {
	await visit({}, async (page) => {
		const thread = page.getByRole('list', { name: 'Fil rouge' });
		assert.equal(await thread.evaluate((list) => list.tagName), 'OL');
		const first = thread.getByRole('listitem').first();
		assert.match((await first.innerText()).replaceAll('\u00a0', ' '), /jeudi 10 décembre à 14 h, au 2e étage\s+Prochain rendez-vous/i);
		assert.equal(await first.locator('time').getAttribute('datetime'), '2026-12-10T13:00:00Z');
	});
});

test('On paper the thread is black and what only a screen needs is gone.', async () => {
	await visit({ colorScheme: 'dark' }, async (page) => {
		await page.emulateMedia({ media: 'print' });
		assert.equal(
			await page
				.locator('.strand')
				.first()
				.evaluate((line) => getComputedStyle(line).stroke),
			'rgb(0, 0, 0)'
		);
		for (const gone of ['.top', '.foot', '.form-bar']) assert.equal(await page.locator(gone).isVisible(), false, gone);
	});
});

test('What one types is kept by itself, on the server and nowhere on the machine.', async () => {
	await visit({}, async (page) => {
		const kept = page.waitForRequest((request) => isDraft(request.url()));
		await page.locator('#said').fill('Réponse jeudi, par téléphone.');
		assert.match((await kept).postData() ?? '', /Réponse jeudi, par téléphone\./);
		await page.waitForFunction(() =>
			/^Brouillon gardé à \d+\sh\s\d\d\.$/.test(document.querySelector('[data-draft-state]')?.textContent ?? '')
		);
		assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
	});
});

test('On a cut line the page stays with its text, says so, and sends it once the line is back.', async () => {
	await visit({}, async (page) => {
		await page.route(isDraftUrl, (route) => route.abort());
		await page.locator('#said').fill('Ce texte ne se perd pas.');
		await page.getByText('La ligne est coupée.').waitFor();
		await page.getByRole('button', { name: 'Enregistrer' }).first().click();
		await page.waitForTimeout(300);
		assert.equal(await page.locator('#said').inputValue(), 'Ce texte ne se perd pas.');
		assert.equal(new URL(page.url()).search, '');

		const arrived = page.waitForRequest((request) => isDraft(request.url()));
		await page.unroute(isDraftUrl);
		assert.match((await arrived).postData() ?? '', /Ce texte ne se perd pas\./);
		await page.getByText(/^Brouillon gardé/).waitFor();
		await page.getByRole('button', { name: 'Enregistrer' }).first().click();
		await page.getByText('C’est enregistré, pour l’exemple.').waitFor();
	});
});

test('A server that cannot keep drafts does not keep anybody from saving.', async () => {
	await visit({}, async (page) => {
		await page.route(isDraftUrl, (route) => route.fulfill({ status: 503 }));
		await page.locator('#said').fill('Un texte.');
		const save = page.getByRole('button', { name: 'Enregistrer' }).first();
		await save.click();
		await page.getByText('La ligne est coupée.').waitFor();
		await save.click();
		await page.getByText('C’est enregistré, pour l’exemple.').waitFor();
	});
});

test('A session that ended while one wrote is told, and saving goes through to the way back in.', async () => {
	await visit({}, async (page) => {
		await page.route(isDraftUrl, (route) => route.fulfill({ status: 401, json: {} }));
		await page.locator('#said').fill('Un texte.');
		await page.getByText('Votre session s’est terminée.').waitFor();
		await page.getByRole('button', { name: 'Enregistrer' }).first().click();
		await page.getByText('C’est enregistré, pour l’exemple.').waitFor();
	});
});

test('The last words arrive before the form, and a double click sends it once.', async () => {
	await visit({}, async (page) => {
		const sent = posts(page);
		await page.locator('#said').fill('Derniers mots.');
		await page.getByRole('button', { name: 'Enregistrer' }).first().dblclick();
		await page.getByText('C’est enregistré, pour l’exemple.').waitFor();
		assert.deepEqual(sent, ['brouillon', 'enregistrer']);
	});
});

test('The keyboard saves, finds and walks.', async () => {
	await visit({}, async (page) => {
		await page.keyboard.press('/');
		assert.equal(await page.locator(':focus').getAttribute('id'), 'q');
		await page.keyboard.type('/');
		assert.equal(await page.locator('#q').inputValue(), '/', 'in a text, a key is a letter');

		await page.getByRole('link', { name: 'Kevin M.' }).focus();
		await page.keyboard.press('j');
		assert.equal(await page.locator(':focus').innerText(), 'Irina V.');
		await page.keyboard.press('k');
		assert.equal(await page.locator(':focus').innerText(), 'Kevin M.');

		await page.locator('#said').focus();
		await page.keyboard.press('Control+Enter');
		await page.getByText('C’est enregistré, pour l’exemple.').waitFor();
	});
});

test('The first names follow the boxes ticked under a text.', async () => {
	await visit({}, async (page) => {
		await page.locator('details.sees summary').click();
		await page.getByRole('group', { name: 'Qui peut lire ce texte' }).getByText('Paul-Henri').click();
		assert.match(await page.locator('details.sees summary').innerText(), /Nadia et Aurore/);
	});
});

function isDraftUrl(url: URL): boolean {
	return isDraft(url.href);
}
