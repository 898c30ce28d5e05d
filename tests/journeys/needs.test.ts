import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Actor, Role } from '#lib/access/access.ts';
import { as } from '#lib/server/db.ts';
import { startApp } from '../app.ts';
import { openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { giveAccount, signedIn, type Login } from '../sign-in.ts';
import { expectAccessible, visitAs } from '../visit.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const organization = await home.organization('Relance-Sambre');
const logins = new Map<Actor, Login>();
async function member(first: string, roles: Role[] = ['practitioner'], where = organization): Promise<Actor> {
	const actor = await home.member(where, roles, { first });
	logins.set(actor, await giveAccount(home, actor));
	return actor;
}
const aurore = await member('Aurore');
const paul = await member('Paul-Henri');

/** A person whom Aurore accompanies, with Paul-Henri. */
async function someone(name: string): Promise<string> {
	const { id } = await home.pathway(aurore, name);
	await as(aurore, (tx) => tx.insertInto('colleague').values({ accompaniment_id: id, member_id: paul.member }).execute());
	return id;
}

const visit = ({ who = aurore, ...options }: BrowserContextOptions & { who?: Actor }, work: (page: Page) => Promise<void>) =>
	visitAs({ browser, url: app.url, login: logins.get(who)! }, options, work);

const needsOf = (person: string) => `${app.url}/personnes/${person}/besoins`;
const hers = (page: Page) => page.getByRole('group', { name: 'Avec mes mots' });
const mine = (page: Page) => page.getByRole('group', { name: 'De mon côté' });
const save = (page: Page) => page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
const landed = (page: Page, person: string) => page.waitForURL((url) => url.pathname === `/personnes/${person}/besoins`);
const codes = async (person: string) =>
	(await home.sql<{ n: number }>('select count(*)::int as n from need where accompaniment_id = $1', [person]))[0]!.n;

async function openTopic(page: Page, person: string, family: string, topic: string) {
	await page.goto(needsOf(person));
	await page.getByText(family, { exact: true }).last().click();
	await page.getByRole('button', { name: topic, exact: true }).click();
	await page.getByRole('heading', { level: 1, name: topic }).waitFor();
}

for (const [javaScriptEnabled, width] of [
	[true, 1280],
	[false, 360]
] as const) {
	const how = `${javaScriptEnabled ? 'with JavaScript' : 'without JavaScript'}, ${width} px`;
	const options = { javaScriptEnabled, viewport: { width, height: 900 } };

	test(`Two voices say what a need is to each, differ calmly, and come to agree; what was said first stays, ${how}.`, async () => {
		const person = await someone('Nadia B.');
		await visit(options, async (page) => {
			await page.goto(`${app.url}/personnes/${person}`);
			await page.getByText('Les besoins de Nadia se notent ici').waitFor();
			await page.getByRole('link', { name: 'Ouvrir un besoin' }).click();
			await page.getByText('On commence où Nadia le souhaite.').waitFor();
			await expectAccessible(browser, page);
			await page.getByText('Bouger, comprendre', { exact: true }).click();
			await page.getByRole('button', { name: 'Me déplacer' }).click();
			await page.getByRole('heading', { level: 1, name: 'Me déplacer' }).waitFor();
			assert.doesNotMatch(page.url(), /MOB|deplacer/i, 'an address never says which subject it is');
			assert.equal(await codes(person), 0, 'nothing is written before it is said');
			assert.equal(await page.locator('input[type=radio]:checked').count(), 0, 'nothing is ticked beforehand');
			await page.getByText('Nadia, Aurore et Paul-Henri').waitFor();
			await expectAccessible(browser, page);
			await hers(page).getByLabel('Ce que Nadia en dit').fill('Le bus me va.');
			await hers(page).getByRole('radiogroup', { name: 'Quand en parler' }).getByLabel('plus tard').check();
			await hers(page).getByLabel('Ce qui marche déjà').fill('Le 31.');
			await hers(page).getByLabel('de vive voix').check();
			await mine(page).getByLabel('Ce que je vois').fill('Le premier bus arrive trop tard.');
			await mine(page).getByLabel('maintenant').check();
			await save(page);
			await landed(page, person);
			await page.getByText('C’est noté.').waitFor();
			await page.getByText('Deux réponses différentes, et les deux comptent.').waitFor();
			await page.getByText(/Dit par Nadia, de vive voix, noté par Aurore le/).waitFor();
			await expectAccessible(browser, page);

			await page.getByRole('link', { name: 'Compléter ou changer' }).click();
			await hers(page).getByLabel('Ce que Nadia en dit').fill('Le bus, sauf le mardi.');
			await hers(page).getByRole('radiogroup', { name: 'Quand en parler' }).getByLabel('maintenant').check();
			await save(page);
			await landed(page, person);
			await page.getByText('Même réponse des deux côtés.').waitFor();
			await page.getByRole('link', { name: 'Compléter ou changer' }).click();
			await page.getByText('Ce qui était écrit avant').click();
			await page.getByText('Le bus me va.', { exact: true }).waitFor();
			await page.getByText('Écrit par Aurore, changé par Aurore').waitFor();
			await expectAccessible(browser, page);

			await page.goto(`${app.url}/personnes/${person}`);
			await page.getByText(/Nadia\s: maintenant · Aurore\s: maintenant/).waitFor();
		});
	});

	test(`A need is settled, stays readable, and is opened again by one gesture; choosing it anew leads there, ${how}.`, async () => {
		const person = await someone('Samir K.');
		await visit(options, async (page) => {
			await openTopic(page, person, 'Mes papiers, mes droits', 'Faire reconnaître mon diplôme');
			await save(page);
			await landed(page, person);
			await page.getByRole('link', { name: 'Compléter ou changer' }).click();
			await page.locator('#fermer summary').click();
			await page.getByRole('button', { name: 'Fermer ce besoin' }).click();
			await page.locator('.summary').waitFor();
			await expectAccessible(browser, page);
			await page.getByRole('radiogroup', { name: 'Ce besoin est' }).getByLabel('réglé').check();
			await page.getByRole('button', { name: 'Fermer ce besoin' }).click();
			await landed(page, person);
			await page.getByText('Ce besoin reste lisible plus bas.').waitFor();
			await page.getByText('Réglé, ou on n’en parle plus').click();
			await page.getByText(/réglé, le/).waitFor();
			await page.goto(needsOf(person));
			await page.getByText('Mes papiers, mes droits', { exact: true }).click();
			await page.getByRole('button', { name: 'Faire reconnaître mon diplôme' }).click();
			await page.getByRole('button', { name: 'En parler à nouveau' }).click();
			await page
				.getByText('C’est noté : on en parle à nouveau.')
				.or(page.getByText(/on en parle à nouveau\./))
				.first()
				.waitFor();
			assert.equal(await codes(person), 1);
		});
	});

	test(`Two editors find both texts, and nothing is overwritten, ${how}.`, async () => {
		const person = await someone('Zoé L.');
		await visit(options, async (page) => {
			await openTopic(page, person, 'Chez moi', 'Logement');
			await hers(page).getByLabel('Ce que Zoé en dit').fill('premier texte');
			await save(page);
			await landed(page, person);
			await page.getByRole('link', { name: 'Compléter ou changer' }).click();
			await visit({ ...options, who: paul }, async (other) => {
				await other.goto(page.url());
				await hers(other).getByLabel('Ce que Zoé en dit').fill('texte de Paul-Henri');
				await save(other);
				await landed(other, person);
			});
			await hers(page).getByLabel('Ce que Zoé en dit').fill('texte d’Aurore');
			await save(page);
			await page.getByText('Quelqu’un a changé ce texte entre-temps').waitFor();
			await page.locator('.both').getByText('texte de Paul-Henri').waitFor();
			assert.equal(await hers(page).getByLabel('Ce que Zoé en dit').inputValue(), 'texte d’Aurore');
			await expectAccessible(browser, page);
			await save(page);
			await landed(page, person);
			await page.getByRole('link', { name: 'Compléter ou changer' }).click();
			await page.getByText('Ce qui était écrit avant').click();
			for (const text of ['premier texte', 'texte de Paul-Henri']) await page.getByText(text, { exact: true }).first().waitFor();
		});
	});

	test(`Feeling safe is kept aside: on no line, no thread, no title, no print; unticked, a colleague finds nothing, ${how}.`, async () => {
		const person = await someone('Chantal D.');
		await visit(options, async (page) => {
			await openTopic(page, person, 'Ma santé', 'Me sentir en sécurité');
			await page.getByText('Nous :').click();
			await page.getByLabel('Paul-Henri').uncheck();
			await hers(page).getByLabel('Ce que Chantal en dit').fill('deux serrures');
			assert.doesNotMatch(await page.title(), /sécurité/);
			await save(page);
			await landed(page, person);
			await page.getByText('Un sujet gardé à part').waitFor();
			assert.equal(await page.getByText('deux serrures').isVisible(), false);
			await page.emulateMedia({ media: 'print' });
			assert.equal(await page.getByText('gardé à part').first().isVisible(), false);
			await page.emulateMedia({ media: 'screen' });
			await page.getByText('Un sujet gardé à part').click();
			await page.getByText('deux serrures').waitFor();
			for (const path of ['', '/entretiens', '/entretiens/nouveau', '/lectures']) {
				await page.goto(`${app.url}/personnes/${person}${path}`);
				assert.doesNotMatch(await page.content(), /sécurité|serrures|à part/, path);
			}
		});
		await visit({ ...options, who: paul }, async (page) => {
			await page.goto(needsOf(person));
			assert.doesNotMatch(await page.content(), /serrures|à part/);
			await page.getByText('On commence où Chantal le souhaite.').waitFor();
		});
	});
}

/** A need opened through the door of the application. */
async function opened(person: string, fields: Record<string, string> = {}) {
	const visitor = await signedIn(app.url, logins.get(aurore)!);
	const answer = await visitor.post(`/personnes/${person}/besoins/nouveau?/noter`, { code: 'LOG', 'hers.words': 'à nous', ...fields });
	assert.equal(answer.status, 303);
	const [row] = await home.sql<{ id: string }>('select id from need where accompaniment_id = $1 order by created_at desc limit 1', [
		person
	]);
	return { visitor, id: row!.id, address: `/personnes/${person}/besoins/${row!.id}` };
}

test('A double click, and twenty posts at once, open one need; one written on after it was recorded loses no word.', async () => {
	const person = await someone('Yanis M.');
	const visitor = await signedIn(app.url, logins.get(aurore)!);
	const address = `/personnes/${person}/besoins/nouveau?/noter`;
	const fields = { form_key: crypto.randomUUID(), code: 'OTHER', label: 'mon chien', 'hers.words': 'une fois' };
	const answers = await Promise.all(Array.from({ length: 20 }, () => visitor.post(address, fields)));
	assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([303]));
	assert.equal(await codes(person), 1);
	const once = { form_key: crypto.randomUUID(), code: 'LOG', 'hers.words': 'court' };
	assert.equal((await visitor.post(address, once)).status, 303);
	const again = await visitor.post(address, { ...once, 'hers.words': 'court, et une longue suite' });
	assert.equal(again.status, 409);
	const page = await again.text();
	for (const words of ['court, et une longue suite', 'Ce besoin était déjà ouvert']) assert.ok(page.includes(words), words);
	// The form goes on where the need is, with what was typed.
	const there = /action="(\/personnes\/[^"]+\?\/noter)"/.exec(page)![1]!;
	const more = await visitor.post(there, { 'hers.words': 'court, et une longue suite', 'hers.version': '1', version: '1' });
	assert.equal(more.status, 303);
	assert.match(await (await visitor.open(`/personnes/${person}/besoins`)).text(), /court, et une longue suite/);
});

test('Naming someone later asks first, says what it opens, and is told on the thread; taking the name away is one gesture.', async () => {
	const person = await someone('Luc A.');
	const { id } = await opened(person);
	await visit({ javaScriptEnabled: false, who: paul }, async (page) => {
		await page.goto(needsOf(person));
		assert.doesNotMatch(await page.content(), /à nous/);
		assert.equal((await page.goto(`${needsOf(person)}/${id}`))?.status(), 404);
	});
	await visit({ javaScriptEnabled: false }, async (page) => {
		await page.goto(`${needsOf(person)}/${id}`);
		await page.getByRole('link', { name: 'Ouvrir aussi ce texte à Paul-Henri' }).click();
		await page.getByText('Cela ouvre 1 texte à Paul-Henri. Luc le saura').waitFor();
		await expectAccessible(browser, page);
		await page.getByRole('button', { name: 'Oui, ouvrir ce texte à Paul-Henri' }).click();
		await page
			.getByText('C’est noté : ce texte est ouvert.')
			.or(page.getByText(/ce texte est ouvert\./))
			.first()
			.waitFor();
		await page.goto(`${app.url}/personnes/${person}`);
		await page.getByRole('link', { name: 'Un besoin a été ouvert à Paul-Henri' }).waitFor();
	});
	await visit({ javaScriptEnabled: false, who: paul }, async (page) => {
		await page.goto(`${needsOf(person)}/${id}`);
		await page.getByText('Luc, Aurore et Paul-Henri').waitFor();
		assert.equal(await page.getByRole('link', { name: /Ouvrir aussi/ }).count(), 0, 'who did not open it names nobody');
	});
	await visit({ javaScriptEnabled: false }, async (page) => {
		await page.goto(`${needsOf(person)}/${id}`);
		await page.getByRole('button', { name: 'Ne plus partager avec Paul-Henri' }).click();
		await page.getByText(/n’est plus partagé/).waitFor();
	});
	assert.equal((await (await signedIn(app.url, logins.get(paul)!)).open(`/personnes/${person}/besoins/${id}`)).status, 404);
});

// An administrator, whose second step comes first, is tried with every other role in tests/wall.
test('Whoever does not read a need finds nothing of it by any door, as if it had never been.', async () => {
	const person = await someone('Mariam T.');
	const { id, address } = await opened(person, { 'hers.words': 'Canari' });
	const cover = await member('Noa');
	await home.sql(
		`insert into colleague (accompaniment_id, organization_id, member_id, kind, until) values ($1, $2, $3, 'cover', now() - interval '1 second')`,
		[person, organization, cover.member]
	);
	const others = [
		paul,
		cover,
		await member('Josiane', ['front-desk']),
		await member('Béatrice', ['coordination']),
		await member('Étienne', ['practitioner', 'front-desk', 'coordination'], await home.organization('Ailleurs'))
	];
	for (const actor of others) {
		const visitor = await signedIn(app.url, logins.get(actor)!);
		for (const path of [`/personnes/${person}/besoins`, address, `${address}/__data.json`, `/personnes/${person}`]) {
			const answer = await visitor.open(path);
			// Paul-Henri walks with her: the pages are his, the need is not.
			if (!path.endsWith('.json') && (actor !== paul || path.includes(id))) assert.equal(answer.status, 404, `${actor.firstName} ${path}`);
			assert.doesNotMatch(await answer.text(), /Canari/, `${actor.firstName} ${path}`);
		}
		for (const [form, fields] of [
			['noter', { 'hers.words': 'forgé', 'hers.version': '1', version: '1' }],
			['clore', { end: 'settled', version: '1' }],
			['rouvrir', { version: '1' }],
			['nommer', { member: actor.member }],
			['retirer', { member: aurore.member }]
		] as const)
			assert.equal((await visitor.post(`${address}?/${form}`, { ...fields })).status, 404, `${actor.firstName} ${form}`);
	}
	assert.deepEqual(await home.sql('select version, ended_at from need where id = $1', [id]), [{ version: 1, ended_at: null }]);
	assert.deepEqual(await home.sql('select member_id from need_reader where need_id = $1', [id]), [{ member_id: aurore.member }]);
});

test('After a death the needs are read, and no page offers to change them.', async () => {
	const person = await someone('Odile F.');
	const { visitor, address } = await opened(person);
	await home.sql(`update accompaniment set ended_on = current_date, ended_how = 'death' where id = $1`, [person]);
	const page = await (await visitor.open(`/personnes/${person}/besoins`)).text();
	assert.match(page, /à nous/);
	assert.doesNotMatch(page, /\?\/choisir/);
	assert.doesNotMatch(await (await visitor.open(address)).text(), /\?\/(noter|clore|nommer)/);
	assert.equal((await visitor.post(`${address}?/clore`, { end: 'left', version: '1' })).status, 403);
	assert.equal((await visitor.post(`/personnes/${person}/besoins/nouveau?/choisir`, { code: 'SAN' })).status, 403);
	assert.equal((await visitor.post(`/personnes/${person}/besoins/nouveau?/noter`, { code: 'SAN' })).status, 403);
});
