import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Actor } from '#lib/access/access.ts';
import { as } from '#lib/server/db.ts';
import { startApp } from '../app.ts';
import { expectNoAxeViolations, openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { giveAccount, signedIn, type Login } from '../sign-in.ts';
import { expectAccessible, visitAs } from '../visit.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const organization = await home.organization('Relance-Sambre');
const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore', last: 'N.' });
const paul = await home.member(organization, ['practitioner'], { first: 'Paul-Henri', last: 'D.' });
const logins = new Map<Actor, Login>([
	[aurore, await giveAccount(home, aurore)],
	[paul, await giveAccount(home, paul)]
]);

/** A person whom Aurore accompanies, with Paul-Henri. */
async function someone(name = 'Nadia B.'): Promise<string> {
	const { id } = await home.pathway(aurore, name);
	await as(aurore, (tx) => tx.insertInto('colleague').values({ accompaniment_id: id, member_id: paul.member }).execute());
	return id;
}

const visit = ({ who = aurore, ...options }: BrowserContextOptions & { who?: Actor }, work: (page: Page) => Promise<void>) =>
	visitAs({ browser, url: app.url, login: logins.get(who)! }, options, work);

const formOf = (person: string) => `${app.url}/personnes/${person}/entretiens/nouveau`;
const said = (page: Page) => page.getByRole('textbox', { name: 'Ce qu’on s’est dit' });
const save = (page: Page) => page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
const countInterviews = async (person: string) =>
	(await home.sql<{ count: number }>('select count(*)::int as count from interview where accompaniment_id = $1', [person]))[0]!.count;

for (const javaScriptEnabled of [true, false]) {
	const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';

	test(`A counsellor records two interviews, and finds the promises again at the second, ${how}.`, async () => {
		const person = await someone(javaScriptEnabled ? 'Nadia B.' : 'Nadège B.');
		const first = javaScriptEnabled ? 'Nadia' : 'Nadège';
		await visit({ javaScriptEnabled }, async (page) => {
			// From the caseload to a recorded interview: her name, "Noter un entretien", one text, "Enregistrer".
			await page.goto(`${app.url}/personnes`);
			await page
				.getByRole('link', { name: `${first} B.` })
				.first()
				.click();
			await page.getByRole('link', { name: 'Noter un entretien' }).click();
			assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), `Entretien avec ${first}`);
			// A first meeting opens on what brings her here; the one text may be that one or the other.
			if (javaScriptEnabled)
				assert.equal(await page.getByLabel('Ce qui m’amène').evaluate((field) => field === document.activeElement), true);
			assert.equal(await page.locator('input:checked:not([name="readers[]"])').count(), 0, 'nothing is ticked beforehand');
			await said(page).fill('On a parlé de la crèche.');
			await page.getByLabel('Fait quoi').first().fill('appeler la crèche');
			await page.getByLabel('Qui', { exact: true }).nth(1).selectOption({ label: 'Moi' });
			await page.getByLabel('Fait quoi').nth(1).fill('écrire au centre de formation');
			await page.getByRole('button', { name: 'Ajouter une action' }).click();
			await page.getByLabel('Fait quoi').nth(3).waitFor();
			assert.equal(await page.getByLabel('Fait quoi').first().inputValue(), 'appeler la crèche');
			assert.equal(await said(page).inputValue(), 'On a parlé de la crèche.');
			await page.getByLabel('J’ai avancé').fill('lettre envoyée à la Fonderie');
			await save(page);
			await page.waitForURL((url) => url.pathname === `/personnes/${person}`);
			await page.getByText('C’est noté.').waitFor();
			await page.getByText('On a parlé de la crèche.').waitFor();

			await page.goto(formOf(person));
			if (javaScriptEnabled) assert.equal(await said(page).evaluate((field) => field === document.activeElement), true);
			const promise = page.getByRole('radiogroup', { name: 'écrire au centre de formation' });
			await promise.getByLabel('fait').check();
			const hers = page.getByRole('radiogroup', { name: 'appeler la crèche' });
			await hers.getByLabel('fait', { exact: true }).check();
			await page.getByRole('radiogroup', { name: 'Comment ?' }).getByLabel('sans aide').check();
			await page.getByText('La dernière fois').waitFor();
			await save(page);
			await page.waitForURL((url) => url.pathname === `/personnes/${person}`);
		});
		assert.deepEqual(await home.sql('select owner, state, help from action where accompaniment_id = $1 order by owner', [person]), [
			{ owner: 'person', state: 'done', help: 'alone' },
			{ owner: 'practitioner', state: 'done', help: null }
		]);
		assert.equal(await countInterviews(person), 2);
		assert.deepEqual(await home.sql('select 1 from draft where accompaniment_id = $1', [person]), []);
	});

	test(`A colleague who was unticked sees the day and the way, and nothing else, ${how}.`, async () => {
		const person = await someone('Samir K.');
		await visit({ javaScriptEnabled }, async (page) => {
			await page.goto(formOf(person));
			await page.getByText('Nous :').click();
			await page.getByRole('group', { name: 'Qui peut lire ce texte' }).getByLabel('Paul-Henri').uncheck();
			if (javaScriptEnabled) assert.match((await page.locator('[data-sees-names]').textContent()) ?? '', /^Samir et Aurore$/);
			await said(page).fill('pour Aurore seulement');
			await save(page);
			await page.waitForURL((url) => url.pathname === `/personnes/${person}`);
			await page.getByText('pour Aurore seulement').waitFor();
		});
		await visit({ javaScriptEnabled, who: paul }, async (page) => {
			for (const path of ['', '/entretiens', '/entretiens/nouveau']) {
				await page.goto(`${app.url}/personnes/${person}${path}`);
				assert.doesNotMatch(await page.content(), /pour Aurore seulement/);
			}
			await page.goto(`${app.url}/personnes/${person}/entretiens`);
			await page.getByRole('link', { name: 'Entretien', exact: true }).click();
			await page.getByText('La date et la façon de cet entretien sont notées ici.').waitFor();
			assert.equal(await page.getByRole('button', { name: 'Enregistrer la correction' }).count(), 0);
		});
	});

	test(`What was typed is kept by its button, offered again, and thrown away only when asked, ${how}.`, async () => {
		const person = await someone('Olena P.');
		await visit({ javaScriptEnabled }, async (page) => {
			await page.goto(formOf(person));
			await said(page).fill('à finir ce soir');
			await page.getByRole('button', { name: 'Garder le brouillon' }).click();
			await page.getByText('Brouillon gardé à').waitFor();
			assert.equal(await said(page).inputValue(), 'à finir ce soir');
			await page.goto(formOf(person));
			assert.equal(await said(page).inputValue(), 'à finir ce soir');
			await page.getByText('Jeter ce brouillon', { exact: true }).click();
			await page.getByRole('button', { name: 'Oui, jeter ce brouillon' }).click();
			await page.getByRole('heading', { name: 'Votre brouillon est repris ici' }).waitFor({ state: 'detached' });
			assert.equal(await said(page).inputValue(), '');
		});
		assert.deepEqual(await home.sql('select 1 from draft where accompaniment_id = $1', [person]), []);
	});

	test(`A correction keeps the former text, and two editors find both texts, ${how}.`, async () => {
		const person = await someone('Zoé L.');
		await visit({ javaScriptEnabled }, async (page) => {
			await page.goto(formOf(person));
			await said(page).fill('premier texte');
			await save(page);
			await page.getByRole('link', { name: 'Relire ou corriger' }).click();
			const address = page.url();
			await page.getByText('Corriger', { exact: true }).click();
			await visit({ javaScriptEnabled, who: paul }, async (other) => {
				await other.goto(address);
				await other.getByText('Corriger', { exact: true }).click();
				await said(other).fill('texte de Paul-Henri');
				await other.getByRole('button', { name: 'Enregistrer la correction' }).first().click();
				await other.getByText('L’ancien texte est gardé plus bas.').waitFor();
				await other.getByText('premier texte').waitFor();
				await other.getByText('Écrit par Aurore, changé par Paul-Henri').waitFor();
			});
			await said(page).fill('texte d’Aurore');
			await page.getByRole('button', { name: 'Enregistrer la correction' }).first().click();
			await page.getByText('Quelqu’un a changé ce texte entre-temps').waitFor();
			await expectAccessible(browser, page);
			await page.locator('.both').getByText('texte de Paul-Henri').waitFor();
			assert.equal(await said(page).inputValue(), 'texte d’Aurore');
			await page.getByRole('button', { name: 'Enregistrer la correction' }).first().click();
			await page.getByText('L’ancien texte est gardé plus bas.').waitFor();
			for (const text of ['premier texte', 'texte de Paul-Henri', 'texte d’Aurore']) await page.getByText(text).first().waitFor();
		});
	});

	test(`"On ne s’est pas vus" is one gesture, asks no reason, and offers another date, ${how}.`, async () => {
		const person = await someone('Hugo V.');
		await home.sql(
			`insert into appointment (id, accompaniment_id, organization_id, member_id, starts_at, time_zone) values (gen_random_uuid(), $1, $2, $3, now(), 'Europe/Brussels')`,
			[person, organization, aurore.member]
		);
		await visit({ javaScriptEnabled }, async (page) => {
			await page.goto(formOf(person));
			await page.getByRole('button', { name: 'On ne s’est pas vus' }).click();
			await page.getByRole('heading', { name: 'On se redonne une date' }).waitFor();
			await page.getByLabel('Jour').fill(new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10));
			await page.getByLabel('Heure').fill('10:30');
			await page.getByRole('button', { name: 'Prévoir ce rendez-vous' }).click();
			await page.getByText('le rendez-vous est prévu').waitFor();
		});
		assert.deepEqual(await home.sql('select state from appointment where accompaniment_id = $1 order by starts_at', [person]), [
			{ state: 'released' },
			{ state: 'planned' }
		]);
		assert.equal(await countInterviews(person), 0);
	});
}

test('While one types the draft is kept; a session ended meanwhile loses nothing and doubles nothing.', async () => {
	const person = await someone('Mariam T.');
	await visit({}, async (page) => {
		await page.goto(formOf(person));
		await said(page).pressSequentially('gardé tout seul');
		await page.getByText('Brouillon gardé à').waitFor();
		await home.sql(`update auth.session set expires_at = now() - interval '1 minute' where account_id = $1`, [aurore.account]);
		await said(page).pressSequentially(', et la suite');
		await page.getByText('Votre session s’est terminée').waitFor();
		await save(page);
		await page.waitForURL(/\/connexion/);
		await page.getByLabel('Adresse mail').fill(logins.get(aurore)!.email);
		await page.getByLabel('Mot de passe', { exact: true }).fill(logins.get(aurore)!.password);
		await page.getByRole('button', { name: 'Se connecter' }).click();
		await page.waitForURL(/\/reprise\//);
		await page.locator('form[action*="entretiens/nouveau"] button').first().click();
		await page.waitForURL((url) => url.pathname === `/personnes/${person}`);
		await page.getByText('gardé tout seul, et la suite').waitFor();
		await page.goto(formOf(person));
		assert.equal(await said(page).inputValue(), '');
	});
	assert.equal(await countInterviews(person), 1);
});

test('A cut line loses nothing: what was typed since is kept when the line is back.', async () => {
	const person = await someone('Rokia S.');
	await visit({}, async (page) => {
		await page.goto(formOf(person));
		await page.context().setOffline(true);
		await said(page).pressSequentially('sans réseau');
		await page.getByText('La ligne est coupée').waitFor();
		await save(page);
		await page.waitForTimeout(500);
		assert.equal(await said(page).inputValue(), 'sans réseau');
		await page.context().setOffline(false);
		await page.getByText('Brouillon gardé à').waitFor();
	});
	await visit({}, async (page) => {
		await page.goto(formOf(person));
		assert.equal(await said(page).inputValue(), 'sans réseau');
	});
});

test('A double click, and twenty posts at once, make one interview.', async () => {
	const person = await someone('Yanis M.');
	const visitor = await signedIn(app.url, logins.get(aurore)!);
	const fields = { form_key: crypto.randomUUID(), said: 'une fois', 'actions.0.who': 'me', 'actions.0.what': 'écrire' };
	const answers = await Promise.all(
		Array.from({ length: 20 }, () => visitor.post(`/personnes/${person}/entretiens/nouveau?/enregistrer`, fields))
	);
	assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([303]));
	assert.equal(new Set(answers.map(({ headers }) => headers.get('location'))).size, 1);
	assert.equal(await countInterviews(person), 1);
});

test('A form written on after it was recorded is not taken for a double: its words are kept, and shown beside the recorded ones.', async () => {
	const person = await someone('Inès F.');
	const visitor = await signedIn(app.url, logins.get(aurore)!);
	const address = `/personnes/${person}/entretiens/nouveau?/enregistrer`;
	const fields = { form_key: crypto.randomUUID(), said: 'texte court' };
	assert.equal((await visitor.post(address, fields)).status, 303);
	const again = await visitor.post(address, { ...fields, said: 'texte court, et une longue suite' });
	assert.equal(again.status, 409);
	const page = await again.text();
	assert.match(page, /texte court, et une longue suite/);
	assert.match(page, /déjà enregistré/);
	const late = await visitor.post(
		`/personnes/${person}/entretiens/brouillon`,
		{ ...fields, said: 'trop tard' },
		{ accept: 'application/json' }
	);
	assert.equal(late.status, 409);
	assert.deepEqual(await home.sql('select 1 from draft where accompaniment_id = $1', [person]), []);
});

test('The way of a meeting put right in two tabs: the second finds both, and nothing is overwritten.', async () => {
	const person = await someone('Odile T.');
	const visitor = await signedIn(app.url, logins.get(aurore)!);
	await visitor.post(`/personnes/${person}/entretiens/nouveau?/enregistrer`, { said: 'un texte' });
	const [made] = await home.sql<{ id: string; held_on: string }>('select id, held_on::text from interview where accompaniment_id = $1', [
		person
	]);
	const put = (channel: string) =>
		visitor.post(`/personnes/${person}/entretiens/${made!.id}?/dater`, { held_on: made!.held_on, channel, version: '1' });
	assert.equal((await put('phone')).status, 303);
	const second = await put('video');
	assert.equal(second.status, 409);
	const both = /class="both[^]*/.exec(await second.text())?.[0] ?? '';
	assert.match(both, /au téléphone[^]*en visio/);
	assert.deepEqual(await home.sql('select channel from interview where id = $1', [made!.id]), [{ channel: 'phone' }]);
});

test('An answer given by a colleague meanwhile is shown with mine, and the rest of the form is kept.', async () => {
	const person = await someone('Ildiko R.');
	const [visitor, colleague] = [await signedIn(app.url, logins.get(aurore)!), await signedIn(app.url, logins.get(paul)!)];
	const address = `/personnes/${person}/entretiens/nouveau?/enregistrer`;
	await visitor.post(address, { 'readers[]': paul.member, 'actions.0.who': 'person', 'actions.0.what': 'appeler la crèche' });
	const [action] = await home.sql<{ id: string }>('select id from action where accompaniment_id = $1', [person]);
	const answer = (state: string) => ({ [`answers.${action!.id}.state`]: state, [`answers.${action!.id}.version`]: '1' });
	assert.equal((await colleague.post(address, answer('done'))).status, 303);
	const conflict = await visitor.post(address, { said: 'un long texte', ...answer('tried') });
	assert.equal(conflict.status, 409);
	const page = await conflict.text();
	for (const words of ['un long texte', 'garder «\u00a0fait\u00a0»', 'mettre «\u00a0essayé\u00a0»']) assert.ok(page.includes(words), words);
});

test('The pages of an interview pass axe on a phone and a desk screen, light and dark.', async () => {
	const person = await someone('Bérengère W.');
	const visitor = await signedIn(app.url, logins.get(aurore)!);
	const day = new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10);
	const recorded = await visitor.post(`/personnes/${person}/entretiens/nouveau?/enregistrer`, {
		said: 'un texte',
		moved: 'une lettre',
		kept_between: 'yes',
		'readers[]': paul.member,
		'actions.0.who': 'me',
		'actions.0.what': 'écrire',
		'actions.1.who': 'person',
		'actions.1.what': 'appeler',
		'actions.2.who': `member:${paul.member}`,
		'actions.2.what': 'demander',
		'next.day': day,
		'next.time': '14:00',
		'next.place': '2e étage'
	});
	const interview = new URL(recorded.headers.get('location')!, app.url).searchParams.get('entretien')!;
	const pages = ['/entretiens/nouveau', '/entretiens', `/entretiens/${interview}`, '/memos', '/rendez-vous'];
	for (const width of [360, 1280]) {
		for (const colorScheme of ['light', 'dark'] as const) {
			await visit({ viewport: { width, height: 900 }, colorScheme }, async (page) => {
				for (const path of pages) {
					await page.goto(`${app.url}/personnes/${person}${path}`);
					await page.evaluate(() => document.querySelectorAll('main details').forEach((fold) => fold.setAttribute('open', '')));
					await expectNoAxeViolations(page);
					assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${path} fits ${width} px`);
				}
			});
		}
	}
	await visit({ viewport: { width: 360, height: 900 }, javaScriptEnabled: false }, async (page) => {
		for (const path of pages) {
			await page.goto(`${app.url}/personnes/${person}${path}`);
			await expectAccessible(browser, page);
		}
	});
});
