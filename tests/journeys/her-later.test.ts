import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import { startApp } from '../app.ts';
import { expectNoAxeViolations, openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { lineTo, type Line } from '../line.ts';
import { comeIn, contentsOf, keepHere, PIN, PROMISE, someoneWithPhone, typeCard } from '../scenes/phone.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const organization = await home.organization('Relance-Sambre');
const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore', last: 'N.' });

type Phone = { context: BrowserContext; page: Page; line: Line; id: string; code: string };

/** Somebody on her telephone, signed in, who keeps her next appointment on it or not. */
async function phone(name: string, keeps: boolean, work: (on: Phone) => Promise<void>): Promise<void> {
	const { id, code } = await someoneWithPhone(home, aurore, name);
	const line = await lineTo(app);
	const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 360, height: 740 } });
	try {
		const page = await context.newPage();
		page.setDefaultTimeout(10_000);
		await comeIn(page, line.url, code);
		if (keeps) await keepHere(page, line.url);
		await work({ context, page, line, id, code });
	} finally {
		await context.close();
		await line.close();
	}
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();
const laidDown = (page: Page) => page.getByText('Ce que vous venez d’envoyer est gardé ici.').waitFor();
const notesOf = (id: string) => home.sql<{ id: string }>('select id from her_note where accompaniment_id = $1 order by created_at', [id]);
const stepsOf = (id: string) => home.sql('select from her_step where accompaniment_id = $1', [id]);
const stateOf = async (id: string) =>
	(await home.sql<{ state: string }>('select state from action where accompaniment_id = $1', [id])).map(({ state }) => state);
/** Her session is over, as after half an hour. */
const endSessions = (id: string) =>
	home.sql(
		`update auth.person_session set expires_at = now() - interval '1 minute' where carnet_id in (select id from carnet where accompaniment_id = $1)`,
		[id]
	);

/** Ticks what she said she would do. */
async function tick(page: Page): Promise<void> {
	const entry = page.locator('li').filter({ hasText: PROMISE });
	await entry.getByLabel('Fait', { exact: true }).check();
	await entry.getByRole('button', { name: 'Garder ma réponse' }).click();
}

test('A tick, a note and a step made without a line lie sealed on her telephone, and leave once, in their order, with the PIN of the next sign-in.', async () => {
	await phone('Nadia B.', true, async ({ page, line, id, code }) => {
		const forms = ['/moi/actions', '/moi/actions/notes', '/moi/actions/avance'];
		const [actions, notes, steps] = await Promise.all(forms.map(() => page.context().newPage()));
		for (const [at, one] of [actions, notes, steps].entries()) await one!.goto(line.url + forms[at]!);
		line.cut = 'before';
		await tick(actions!);
		await laidDown(actions!);
		await expectNoAxeViolations(actions!);
		await notes!.getByLabel('Ma note').fill('Canari premier mot');
		await press(notes!, 'Garder ma note');
		await laidDown(notes!);
		await steps!.getByLabel('Avec mes mots').fill('Canari second mot');
		await press(steps!, 'Garder ce pas');
		await laidDown(steps!);
		assert.ok(!(await contentsOf(page)).includes('Canari'), 'what waits is sealed');
		assert.deepEqual([await stateOf(id), await notesOf(id), await stepsOf(id)], [['open'], [], []]);

		await endSessions(id);
		line.cut = 'no';
		const sent: string[] = [];
		page.on('request', (asked) => {
			if (asked.method() === 'POST') sent.push(new URL(asked.url()).pathname);
		});
		await page.goto(`${line.url}/moi`);
		assert.match(page.url(), /connexion/);
		await typeCard(page, code);
		assert.deepEqual(sent, ['/moi/connexion', ...forms]);
		assert.deepEqual([await stateOf(id), (await notesOf(id)).length, (await stepsOf(id)).length], [['done'], 1, 1]);
		assert.equal(await page.locator('[data-waits]').isVisible(), false, 'nothing waits any more');
		await page.goto(`${line.url}/moi/actions/notes`);
		await page.locator('p.kept', { hasText: 'Canari premier mot' }).waitFor();
	});
});

test('The server heard, the answer was lost: she sends again, and it is there once.', async () => {
	await phone('Yasmine B.', true, async ({ page, line, id }) => {
		await page.goto(`${line.url}/moi/actions/notes`);
		await page.getByLabel('Ma note').fill('Demander pour le loyer');
		line.cut = 'after';
		await press(page, 'Garder ma note');
		await laidDown(page).catch(() => assert.fail('the page without a line stands in'));
		assert.equal((await notesOf(id)).length, 1, 'it had arrived');
		line.cut = 'no';
		await page.goto(`${line.url}/moi`);
		await page.getByRole('link', { name: 'L’envoyer' }).click();
		await expectNoAxeViolations(page);
		await page.getByLabel('Code secret').fill('918273');
		await press(page, 'Envoyer maintenant');
		await page.getByText('Ce code secret n’est pas le bon.').waitFor();
		await page.getByLabel('Code secret').fill(PIN);
		await press(page, 'Envoyer maintenant');
		await page.getByText('C’est envoyé.').waitFor();
		assert.equal((await notesOf(id)).length, 1, 'and it is there once');
	});
});

test('What changed meanwhile comes back as it does with a line, with her words; what has no place any more stays hers to take elsewhere.', async () => {
	await phone('Samira B.', true, async ({ page, line, id }) => {
		await page.goto(`${line.url}/moi/actions`);
		line.cut = 'before';
		await tick(page);
		await laidDown(page);
		await home.sql(`update action set state = 'not-now', answered_on = current_date, version = version + 1 where accompaniment_id = $1`, [
			id
		]);
		line.cut = 'no';
		await page.goto(`${line.url}/moi/carte/telephone`);
		await page.getByLabel('Code secret').fill(PIN);
		await press(page, 'Envoyer maintenant');
		await page
			.getByText('Cette réponse a changé entre-temps')
			.or(page.getByText(/entre-temps/))
			.first()
			.waitFor();
		assert.equal(new URL(page.url()).pathname, '/moi/actions');
		assert.deepEqual(await stateOf(id), ['not-now'], 'nothing was overwritten');

		await page.goto(`${line.url}/moi/actions/notes`);
		await page.getByLabel('Ma note').fill('Un mot sans place');
		line.cut = 'before';
		await press(page, 'Garder ma note');
		await laidDown(page);
		await home.sql(`update accompaniment set ended_on = current_date, ended_how = 'together' where id = $1`, [id]);
		line.cut = 'no';
		await page.goto(`${line.url}/moi/carte/telephone`);
		await page.getByLabel('Code secret').fill(PIN);
		await press(page, 'Envoyer maintenant');
		await page.getByText('Une chose n’a pas pu partir').waitFor();
		await page.getByText('Un mot sans place').waitFor();
		await press(page, 'Effacer');
		await page.getByText('Un mot sans place').waitFor({ state: 'detached' });
	});
});

test('Sent twice without a line it waits once, in the words of the second time.', async () => {
	await phone('Ana B.', true, async ({ context, page, line, id, code }) => {
		const twin = await context.newPage();
		for (const one of [page, twin]) await one.goto(`${line.url}/moi/actions/notes`);
		const key = await page.locator('form[data-later] [name=form_key]').inputValue();
		await twin.locator('form[data-later] [name=form_key]').evaluate((field, key) => ((field as HTMLInputElement).value = key), key);
		line.cut = 'before';
		for (const [one, words] of [
			[page, 'Une fois'],
			[twin, 'Une seule fois']
		] as const) {
			await one.getByLabel('Ma note').fill(words);
			await press(one, 'Garder ma note');
			await laidDown(one);
		}
		await endSessions(id);
		line.cut = 'no';
		await comeIn(page, line.url, code);
		assert.equal((await notesOf(id)).length, 1);
		await page.goto(`${line.url}/moi/actions/notes`);
		await page.locator('p.kept', { hasText: 'Une seule fois' }).waitFor();
	});
});

test('Where nothing is kept on the telephone, the page says that it was not sent, and holds what she wrote.', async () => {
	await phone('Leïla B.', false, async ({ context, page, line, id }) => {
		await page.goto(`${line.url}/moi/actions/notes`);
		await page.getByLabel('Ma note').fill('Ne pas perdre ceci');
		await context.setOffline(true);
		await press(page, 'Garder ma note');
		await page.getByText('Pas de connexion : rien n’est envoyé.').waitFor();
		await expectNoAxeViolations(page);
		assert.equal(await page.getByLabel('Ma note').inputValue(), 'Ne pas perdre ceci');
		assert.deepEqual(await notesOf(id), []);
		await context.setOffline(false);
		await press(page, 'Garder ma note');
		await page.getByText('C’est gardé.').waitFor();
		assert.equal((await notesOf(id)).length, 1);
	});
});

test('Another person at the door with the same PIN sends nothing of hers: it goes, unread.', async () => {
	const other = await someoneWithPhone(home, aurore, 'Omar K.');
	await phone('Maya B.', true, async ({ page, line, id }) => {
		await page.goto(`${line.url}/moi/actions/notes`);
		await page.getByLabel('Ma note').fill('Pour moi seule');
		line.cut = 'before';
		await press(page, 'Garder ma note');
		await laidDown(page);
		await endSessions(id);
		line.cut = 'no';
		await comeIn(page, line.url, other.code);
		assert.deepEqual([await notesOf(id), await notesOf(other.id)], [[], []]);
		assert.ok(!(await page.content()).includes('Pour moi seule'));
	});
});
