import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { Actor } from '#lib/access/access.ts';
import { as } from '#lib/server/db.ts';
import { startApp } from '../app.ts';
import { openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { giveAccount, type Login } from '../sign-in.ts';
import { expectAccessible, visitAs } from '../visit.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const organization = await home.organization('Relance-Sambre');
const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore', last: 'N.' });
const paul = await home.member(organization, ['practitioner'], { first: 'Paul-Henri', last: 'D.' });
const luc = await home.member(organization, ['practitioner', 'coordination'], { first: 'Luc' });
const logins = new Map<Actor, Login>();
for (const actor of [aurore, paul, luc]) logins.set(actor, await giveAccount(home, actor));

/** A person whom Aurore accompanies, with Paul-Henri. */
async function someone(name: string): Promise<string> {
	const { id } = await home.pathway(aurore, name);
	await as(aurore, (tx) => tx.insertInto('colleague').values({ accompaniment_id: id, member_id: paul.member }).execute());
	return id;
}

const visit = (javaScriptEnabled: boolean, who: Actor, work: (page: Page) => Promise<void>) =>
	visitAs({ browser, url: app.url, login: logins.get(who)! }, { javaScriptEnabled }, work);

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const unfold = (page: Page, name: string) => page.locator('summary').filter({ hasText: name }).click();
const kept = (page: Page) => page.getByText('C’est noté.').waitFor();

for (const javaScriptEnabled of [true, false]) {
	const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';
	const name = javaScriptEnabled ? 'Nadia B.' : 'Nadège B.';
	const first = name.split(' ')[0]!;

	test(`A wish, words for both, two yeses, a small step and what was gained, ${how}.`, async () => {
		const person = await someone(name);
		const base = `${app.url}/personnes/${person}`;
		await visit(javaScriptEnabled, aurore, async (page) => {
			await page.goto(base);
			await page.getByRole('link', { name: 'Écrire un souhait ensemble' }).click();
			await page.getByText('Aucun objectif n’est encore écrit.').waitFor();
			await expectAccessible(browser, page);

			// Nothing typed: said beside the field, nothing lost.
			await press(page, 'Garder ce souhait');
			await page.getByRole('heading', { name: 'Il reste quelque chose à revoir' }).waitFor();
			await expectAccessible(browser, page);
			await page.getByLabel(`Ce que ${first} souhaite, avec ses mots`).fill('Faire mes papiers sans ma sœur');
			await page.getByLabel('De quoi s’agit-il ?').selectOption({ label: 'Mes papiers, mes droits' });
			await press(page, 'Garder ce souhait');
			await kept(page);
			assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Faire mes papiers sans ma sœur');
			await page.getByText('Un souhait, pour l’instant.').waitFor();
			const goal = page.url();

			await page.getByLabel('Ce dont on convient, à deux').fill('Le portail, à deux puis sans nous');
			await page
				.getByRole('group', { name: `${first} est d’accord` })
				.or(page.getByRole('radiogroup', { name: `${first} est d’accord` }))
				.getByLabel('de vive voix')
				.check();
			await press(page, 'Enregistrer ces mots');
			await kept(page);
			await page.getByText(`${first} est d’accord : de vive voix, noté par Aurore`).waitFor();
			assert.equal(await page.getByText('Convenu ensemble.').count(), 0, 'one yes is not an agreement');
			await press(page, 'Je suis d’accord avec ces mots');
			await kept(page);
			await page.getByText('Convenu ensemble.').waitFor();
			for (const text of ['Faire mes papiers sans ma sœur', 'Le portail, à deux puis sans nous'])
				await page.locator('.voices').getByText(text).waitFor();

			for (const [step, help] of [
				['Ouvrir mon compte', 'ensemble'],
				['Envoyer l’attestation', 'sans aide']
			] as const) {
				await page.getByLabel('Un petit pas, avec ses mots').fill(step);
				await press(page, 'Ajouter ce petit pas');
				await kept(page);
				const line = page.locator('li').filter({ hasText: step });
				await line.locator('summary').click();
				await line.getByLabel(help, { exact: true }).check();
				if (help === 'ensemble') await line.getByLabel('Quel jour ?').fill('2025-03-10');
				await line.getByRole('button', { name: 'Noter que c’est fait' }).click();
				await kept(page);
			}
			const later = page.locator('li').filter({ hasText: 'Envoyer l’attestation' });
			await later.locator('summary').click();
			await later.getByLabel('La même chose que').selectOption({ label: 'Ouvrir mon compte, en mars 2025' });
			await later.getByLabel('On l’appelle').fill('le portail');
			await later.getByRole('button', { name: 'C’est la même chose' }).click();
			await kept(page);
			const gained = (await page.locator('.gains').innerText()).replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ');
			assert.match(gained, /^le portail\s: ensemble en mars 2025, sans aide en \p{L}+$/u);
			await expectAccessible(browser, page);

			await page.getByLabel('on laisse').check();
			await press(page, 'Noter où on en est');
			await kept(page);
			await unfold(page, 'Reformuler ce dont on convient');
			await page.getByLabel('Ce dont on convient, à deux').fill('Le portail, sans nous');
			await press(page, 'Enregistrer ces mots');
			await kept(page);
			await page.getByText(`personne n’a encore dit oui à ces mots`).waitFor();
			await page.getByRole('heading', { name: 'Écrit avant' }).waitFor();
			await page.getByText('Le portail, à deux puis sans nous').first().waitFor();

			await page.goto(`${base}/objectifs`);
			await expectAccessible(browser, page);
			await page.goto(base);
			await page.getByText('le portail').first().waitFor();
			assert.ok(goal.includes('/objectifs/'));
		});
	});

	test(`An action is said outside a meeting, said otherwise, linked, answered, and said at a meeting for a goal, ${how}.`, async () => {
		const person = await someone(javaScriptEnabled ? 'Samir K.' : 'Samira K.');
		const base = `${app.url}/personnes/${person}`;
		await visit(javaScriptEnabled, aurore, async (page) => {
			await page.goto(`${base}/objectifs`);
			await page.locator('textarea[name=wish]').fill('Une place en crèche');
			await press(page, 'Garder ce souhait');
			await kept(page);

			await page.goto(`${base}/actions`);
			await page.getByText('Rien n’est prévu pour l’instant.').waitFor();
			await expectAccessible(browser, page);
			await page.getByLabel('Qui', { exact: true }).selectOption({ label: 'Quelqu’un d’autre' });
			await page.getByLabel('Qui d’autre ?').fill('la crèche');
			await press(page, 'Ajouter');
			await page.getByRole('heading', { name: 'Il reste quelque chose à revoir' }).waitFor();
			assert.equal(await page.getByLabel('Qui d’autre ?').inputValue(), 'la crèche');
			await expectAccessible(browser, page);
			await page.getByLabel('Fait quoi').fill('Rappelle jeudi');
			await press(page, 'Ajouter');
			await kept(page);
			await expectAccessible(browser, page);
			await page.getByText('la crèche :').waitFor();
			await page.getByRole('link', { name: 'Rappelle jeudi' }).click();

			await unfold(page, 'Le dire autrement');
			await page.getByLabel('Fait quoi').fill('Rappelle vendredi');
			await press(page, 'Enregistrer');
			await kept(page);
			await page.getByRole('heading', { name: 'Mots d’avant' }).waitFor();
			await page.getByText('la crèche : Rappelle jeudi').waitFor();
			await unfold(page, 'À quel objectif cela sert');
			await page.getByLabel('Pour quel objectif').selectOption({ label: 'Une place en crèche' });
			await press(page, 'Lier à cet objectif');
			await kept(page);
			await page.getByRole('link', { name: 'Pour : Une place en crèche' }).waitFor();
			await page.getByLabel('fait', { exact: true }).check();
			await press(page, 'Noter la réponse');
			await kept(page);
			await expectAccessible(browser, page);

			await page.goto(`${base}/entretiens/nouveau`);
			await page.getByLabel('Fait quoi').first().fill('Visite la crèche');
			await page.getByLabel('Pour quel objectif').first().selectOption({ label: 'Une place en crèche' });
			await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
			await page.waitForURL((url) => url.pathname === `/personnes/${person}`);
			await page.goto(`${base}/objectifs`);
			await page.getByRole('link', { name: 'Une place en crèche' }).click();
			for (const text of ['Visite la crèche', 'Rappelle vendredi']) await page.getByRole('link', { name: text }).waitFor();
		});
	});

	test(`Two who write at once see both texts; a yes to words that changed is not noted, ${how}.`, async () => {
		const person = await someone(javaScriptEnabled ? 'Olena P.' : 'Olga P.');
		const base = `${app.url}/personnes/${person}`;
		await visit(javaScriptEnabled, aurore, async (page) => {
			await page.goto(`${base}/objectifs`);
			await page.locator('textarea[name=wish]').fill('Un souhait');
			await press(page, 'Garder ce souhait');
			await kept(page);
			await page.getByLabel('Ce dont on convient, à deux').fill('Premiers mots');
			await press(page, 'Enregistrer ces mots');
			await kept(page);
			const goal = page.url().split('?')[0]!;
			await visit(javaScriptEnabled, paul, async (other) => {
				await other.goto(goal);
				await unfold(other, 'Reformuler ce dont on convient');
				await other.getByLabel('Ce dont on convient, à deux').fill('Les mots de Paul-Henri');
				await press(other, 'Enregistrer ces mots');
				await kept(other);
			});
			await press(page, 'Je suis d’accord avec ces mots');
			await page.getByRole('heading', { name: 'Quelqu’un a changé cet objectif entre-temps' }).waitFor();
			await expectAccessible(browser, page);
			assert.equal(await page.getByText('Aurore est d’accord').count(), 0);

			await visit(javaScriptEnabled, paul, async (other) => {
				await other.goto(goal);
				await page.goto(goal);
				await unfold(other, 'Reformuler ce dont on convient');
				await other.getByLabel('Ce dont on convient, à deux').fill('Encore Paul-Henri');
				await press(other, 'Enregistrer ces mots');
				await kept(other);
			});
			await unfold(page, 'Reformuler ce dont on convient');
			await page.getByLabel('Ce dont on convient, à deux').fill('Les mots d’Aurore');
			await press(page, 'Enregistrer ces mots');
			await page.getByRole('heading', { name: 'Quelqu’un a changé ce texte entre-temps' }).waitFor();
			for (const text of ['Encore Paul-Henri', 'Les mots d’Aurore']) await page.locator('.both').getByText(text).waitFor();
			assert.equal(
				await page.getByLabel('Ce dont on convient, à deux').inputValue(),
				'Les mots d’Aurore',
				'what was typed waits in the form'
			);
			await expectAccessible(browser, page);
			await press(page, 'Enregistrer ces mots');
			await kept(page);
			for (const text of ['Premiers mots', 'Les mots de Paul-Henri', 'Encore Paul-Henri', 'Les mots d’Aurore'])
				await page.getByText(text, { exact: true }).first().waitFor();
		});
	});

	test(`A colleague who was unticked finds nothing of a goal, nor its link; a double click opens one, ${how}.`, async () => {
		const person = await someone(javaScriptEnabled ? 'Kevin M.' : 'Karen M.');
		const base = `${app.url}/personnes/${person}`;
		let goal = '';
		await visit(javaScriptEnabled, aurore, async (page) => {
			await page.goto(`${base}/objectifs`);
			await page.locator('textarea[name=wish]').fill('Pour Aurore seulement');
			await page.getByText('Nous :').first().click();
			await page.getByLabel('Paul-Henri').uncheck();
			await page.getByRole('button', { name: 'Garder ce souhait' }).dblclick();
			await kept(page);
			goal = page.url().split('?')[0]!;
			await page.goto(`${base}/entretiens/nouveau`);
			await page.getByLabel('Fait quoi').first().fill('Lue par les deux');
			await page.getByLabel('Pour quel objectif').first().selectOption({ label: 'Pour Aurore seulement' });
			await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
			await page.waitForURL((url) => url.pathname === `/personnes/${person}`);
		});
		assert.equal((await home.sql('select from goal where accompaniment_id = $1', [person])).length, 1);
		const [{ id: action } = { id: '' }] = await home.sql<{ id: string }>('select id from action where accompaniment_id = $1', [person]);
		await visit(javaScriptEnabled, paul, async (page) => {
			for (const path of ['', '/objectifs', '/actions', `/actions/${action}`, '/entretiens/nouveau']) {
				await page.goto(base + path);
				const html = await page.content();
				assert.doesNotMatch(html, /Pour Aurore seulement/, path);
				assert.ok(!html.includes(goal.split('/').at(-1)!), path);
			}
			await page.goto(`${base}/actions`);
			await page.getByRole('link', { name: 'Lue par les deux' }).waitFor();
			assert.equal((await page.goto(goal))?.status(), 404);
			await page.goto(`${base}/objectifs`);
			await page.getByText('Aucun objectif n’est encore écrit.').waitFor();
		});
		await visit(javaScriptEnabled, luc, async (page) => {
			for (const path of ['/objectifs', '/actions', `/actions/${action}`])
				assert.equal((await page.goto(base + path))?.status(), 404, path);
			assert.equal((await page.goto(goal))?.status(), 404);
		});
	});
}
