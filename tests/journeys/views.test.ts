import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { v7 as newId } from 'uuid';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { Actor } from '#lib/access/access.ts';
import { planAppointment } from '#lib/appointments/appointments.server.ts';
import { openGoal, putInWords } from '#lib/goals/agreeing.server.ts';
import { addStep } from '#lib/goals/steps.server.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as } from '#lib/server/db.ts';
import { startApp } from '../app.ts';
import { expectNoAxeViolations as axe, openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { giveAccount, signedIn, signIn, type Login } from '../sign-in.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const organization = await home.organization('Relance-Sambre');
const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore', last: 'N.' });
const mourad = await home.member(organization, ['practitioner'], { first: 'Mourad', last: 'E.' });
const shut = await home.member(organization, ['practitioner'], { first: 'Exclue', last: 'X.' });
const [login, his] = [await giveAccount(home, aurore), await giveAccount(home, mourad)];
await home.pathway(aurore, 'Voisine-Canari');

/** A pathway with words of both, an interview, a memo, and somebody she excluded. */
async function open(name: string, lead: Actor = aurore): Promise<string> {
	const { id, person } = await home.pathway(lead, name);
	await as(lead, async (tx) => {
		const pathway = (await readPathway(tx, id))!;
		const { key } = pathway;
		const [interview, note, memo] = [newId(), newId(), newId()];
		const below = { accompaniment_id: id };
		const sealed = key.seal('profile', id, { matters: 'Travailler en cuisine.', side: 'Il manque une garde.' });
		await tx
			.insertInto('profile')
			.values({ ...below, sealed })
			.execute();
		await tx
			.insertInto('interview')
			.values({ id: interview, ...below, held_on: '2026-10-01', channel: 'presence' })
			.execute();
		const said = key.seal('note', note, { text: 'On a relu la lettre.', moved: '' });
		await tx
			.insertInto('note')
			.values({ id: note, interview_id: interview, ...below, sealed: said })
			.execute();
		const secret = key.seal('memo', memo, { text: 'MEMO-CANARI' });
		await tx
			.insertInto('memo')
			.values({ id: memo, ...below, sealed: secret, expires_at: new Date(Date.now() + 86_400_000) })
			.execute();
		const today = new Date().toISOString().slice(0, 10);
		const goal = await openGoal(tx, pathway, { wish: 'Ma cuisine à moi.', how: 'orally', domain: null, readers: [] });
		await putInWords(tx, pathway, goal, { agreed: 'Un essai en cuisine.', yes_hers: 'orally', yes_mine: true, last: null }, today);
		await addStep(tx, pathway, goal, 'Voir la cuisine du foyer.');
		const starts_at = new Date(Date.now() + 8 * 86_400_000);
		await planAppointment(tx, pathway, { starts_at, time_zone: 'Europe/Brussels', channel: 'presence', place: 'au 2e étage' });
	});
	await home.sql('insert into exclusion (person_id, account_id, organization_id) values ($1, $2, $3)', [
		person,
		shut.account,
		organization
	]);
	return id;
}

/** Axe works by script: the same markup is read once, with it. */
const expectNoAxeViolations = async (page: Page) => {
	if (!withoutScript.has(page.context())) await axe(page);
};
const withoutScript = new WeakSet<BrowserContext>();

async function visit(options: BrowserContextOptions, who: Login, work: (page: Page) => Promise<void>) {
	const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1280, height: 900 }, ...options });
	if (options.javaScriptEnabled === false) withoutScript.add(context);
	context.setDefaultTimeout(10_000);
	try {
		const page = await context.newPage();
		await signIn(page, app.url, who);
		await work(page);
	} finally {
		await context.close();
	}
}

/** The form as they fill it together; she said yes. */
async function ask(page: Page, id: string, question: string) {
	await page.goto(`${app.url}/personnes/${id}/regards`);
	await page.getByLabel('Sur quoi demandez-vous un regard').fill(question);
	await page.getByLabel('À qui').selectOption({ label: 'Mourad E.' });
	await page.getByLabel('Ce qui compte pour', { exact: false }).check();
	await page.getByLabel('Un objectif').check();
	await page.getByText('de vive voix').click();
	await page.getByRole('button', { name: 'Demander ce regard' }).click();
	await page.getByText('Le regard est demandé.').waitFor();
}

for (const [javaScriptEnabled, width] of [
	[true, 1280],
	[false, 360]
] as const) {
	const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript, on a phone';
	const options = { javaScriptEnabled, viewport: { width, height: 800 } };

	test(`A view is asked with her accord, given in words, and read by both, ${how}.`, async () => {
		const id = await open(javaScriptEnabled ? 'Nadia B.' : 'Samir K.');
		await visit(options, login, async (page) => {
			await page.goto(`${app.url}/personnes/${id}/regards`);
			await page.getByText('Aucun regard n’a encore été demandé.').waitFor();
			assert.ok(!(await page.content()).includes('Exclue'), 'whoever she excluded is not offered');
			assert.ok(!(await page.content()).includes('MEMO-CANARI'));
			await expectNoAxeViolations(page);
			await page.getByLabel('Sur quoi demandez-vous un regard').fill('Par où recommencer ?');
			await page.getByRole('button', { name: 'Demander ce regard' }).click();
			await page.getByText('Sans son accord, rien n’est demandé. S’il').first().waitFor();
			assert.equal(await page.getByLabel('Sur quoi demandez-vous un regard').inputValue(), 'Par où recommencer ?');
			await expectNoAxeViolations(page);
			await ask(page, id, 'Par où recommencer ?');
			await expectNoAxeViolations(page);
			await page.goto(`${app.url}/bureau`);
			await page
				.getByRole('link', { name: /à Mourad, jusqu’au/ })
				.first()
				.waitFor();
		});
		await visit(options, his, async (page) => {
			await page.goto(`${app.url}/bureau`);
			await page.getByRole('link', { name: /demandé par Aurore, jusqu’au/ }).click();
			await page.getByText('Travailler en cuisine.').waitFor();
			await page.getByText('Un essai en cuisine.').waitFor();
			const shown = await page.content();
			for (const hidden of ['On a relu la lettre', 'Il manque une garde', 'MEMO-CANARI', `/personnes/${id}`])
				assert.ok(!shown.includes(hidden));
			await expectNoAxeViolations(page);
			await page.getByRole('button', { name: 'Donner ce regard' }).click();
			await page.locator('#answer-error').waitFor();
			await expectNoAxeViolations(page);
			await page.getByLabel('Ce que cela vous fait penser').fill('Commencer par le trajet.');
			await page.getByRole('button', { name: 'Donner ce regard' }).click();
			await page.getByText('Votre regard est donné. Merci.').waitFor();
			assert.equal(await page.getByRole('link', { name: /demandé par Aurore/ }).count(), 0);
			const refused = await page.goto(`${app.url}/personnes/${id}`);
			assert.equal(refused?.status(), 404);
		});
		await visit(options, login, async (page) => {
			await page.goto(`${app.url}/personnes/${id}`);
			await page.getByText('Commencer par le trajet.').waitFor();
			await page.goto(`${app.url}/personnes/${id}/lectures`);
			await page.getByText(/Mourad .*a ouvert ce qui lui est montré/).waitFor();
		});
	});

	test(`Taken back while he writes: nothing is recorded, his text is given back, and nothing of her is left, ${how}.`, async () => {
		const id = await open('Irina V.');
		await visit(options, login, (page) => ask(page, id, 'Le module, encore ?'));
		await visit(options, his, async (page) => {
			await page.goto(`${app.url}/bureau`);
			await page.getByRole('link', { name: /^Irina V\., demandé/ }).click();
			await page.getByLabel('Ce que cela vous fait penser').fill('Une longue réponse.');
			await visit(options, login, async (other) => {
				await other.goto(`${app.url}/personnes/${id}/regards`);
				await other.getByRole('button', { name: 'Irina ne veut plus' }).click();
				await other.getByText('Irina a repris son accord.').waitFor();
				await expectNoAxeViolations(other);
			});
			await page.getByRole('button', { name: 'Donner ce regard' }).click();
			await page.getByText('Rien n’est enregistré.').waitFor();
			await page.getByText('Une longue réponse.').waitFor();
			const left = await page.content();
			for (const hidden of ['Irina', 'Travailler en cuisine', 'Le module']) assert.ok(!left.includes(hidden), hidden);
			await expectNoAxeViolations(page);
			await page.goto(page.url().split('?')[0]!);
			await page.getByRole('heading', { name: 'Ce regard a pris fin', exact: true }).waitFor();
			await expectNoAxeViolations(page);
		});
		assert.deepEqual(await home.sql('select answer from view_text where accompaniment_id = $1', [id]), [{ answer: null }]);
	});

	test(`Opened together: large, one gesture in and out, no menu, no other name, no memo, ${how}.`, async () => {
		const id = await open('Yasmine R.');
		await visit(options, login, async (page) => {
			await page.goto(`${app.url}/personnes/${id}`);
			await page.getByRole('link', { name: 'Lire à deux' }).click();
			await page.getByRole('heading', { level: 1, name: 'Yasmine' }).waitFor();
			assert.equal(await page.title(), 'Notre page');
			await page.getByText('Travailler en cuisine.').waitFor();
			await page.getByText('On a relu la lettre.').waitFor();
			await page.getByText('au 2e étage').first().waitFor();
			for (const words of ['Ma cuisine à moi.', 'Un essai en cuisine.', 'Voir la cuisine du foyer.']) await page.getByText(words).waitFor();
			const shown = await page.content();
			for (const hidden of ['Canari', 'CANARI', 'Mourad', 'Exclue', 'Personnes', 'Mon bureau']) assert.ok(!shown.includes(hidden), hidden);
			assert.deepEqual(await page.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href'))), [
				`/personnes/${id}`
			]);
			assert.ok(await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize) >= 20));
			assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
			await expectNoAxeViolations(page);
			await page.getByRole('link', { name: 'Fermer' }).click();
			await page.getByRole('heading', { level: 1, name: 'Yasmine R.' }).waitFor();
		});
	});

	test(`Stepping aside is a page of one’s own, set aside in the address alone, ${how}.`, async () => {
		await visit(options, login, async (page) => {
			await page.goto(`${app.url}/bureau/recul`);
			await page.getByText('Rien de particulier ici.').waitFor();
			await expectNoAxeViolations(page);
			const id = await open(javaScriptEnabled ? 'Bernard G.' : 'Hubert C.');
			for (const day of ['02', '09', '16']) await talk(id, `2026-10-${day}`);
			await page.reload();
			await page.getByRole('heading', { name: 'On tourne peut-être en rond' }).waitFor();
			await expectNoAxeViolations(page);
			for (const shared of ['', '/entretiens/nouveau', '/a-deux', '/entretiens']) {
				await page.goto(`${app.url}/personnes/${id}${shared}`);
				assert.ok(!(await page.content()).includes('en rond'), `nothing of it on ${shared}`);
			}
			await page.goto(`${app.url}/bureau/recul`);
			await page.getByRole('link', { name: 'Mettre de côté' }).click();
			await page.getByText('Rien de particulier ici.').waitFor();
			await page.getByRole('link', { name: 'Tout revoir' }).click();
			await page.getByRole('heading', { name: 'On tourne peut-être en rond' }).waitFor();
			await home.sql(`update accompaniment set moment = 'paused' where id = $1`, [id]);
		});
	});
}

/** One more interview without outcome. */
async function talk(id: string, held_on: string): Promise<void> {
	await as(aurore, async (tx) => {
		const { key } = (await readPathway(tx, id))!;
		const [interview, note] = [newId(), newId()];
		await tx.insertInto('interview').values({ id: interview, accompaniment_id: id, held_on, channel: 'phone' }).execute();
		const sealed = key.seal('note', note, { text: 'On a parlé du chien.', moved: '' });
		await tx.insertInto('note').values({ id: note, interview_id: interview, accompaniment_id: id, sealed }).execute();
	});
}

test('A double click asks once; coordination finds no trace of going round in circles.', async () => {
	const id = await open('Kevin M.');
	const visitor = await signedIn(app.url, login);
	const form = { form_key: crypto.randomUUID(), question: 'Où dormir ?', member: mourad.member, accord: 'orally', 'texts[]': 'matters' };
	const answers = await Promise.all([1, 2].map(() => visitor.post(`/personnes/${id}/regards?/demander`, form)));
	assert.deepEqual(
		answers.map(({ status }) => status),
		[303, 303]
	);
	assert.equal((await home.sql('select from view_request where accompaniment_id = $1', [id])).length, 1);
	const coordination = await home.member(organization, ['coordination'], { first: 'Béatrice' });
	const other = await signedIn(app.url, await giveAccount(home, coordination));
	assert.equal((await other.open('/bureau/recul')).status, 403);
	assert.ok(!(await (await other.open('/equipe')).text()).includes('rond'));
});
