import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
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
async function practitioner(first: string): Promise<Actor> {
	const actor = await home.member(organization, ['practitioner'], { first, last: 'N.' });
	logins.set(actor, await giveAccount(home, actor));
	return actor;
}

const visit = (who: Actor, options: BrowserContextOptions, work: (page: Page) => Promise<void>) =>
	visitAs({ browser, url: app.url, login: logins.get(who)! }, options, work);

const textOf = (page: Page, name: string) => page.getByLabel(`Ce qu’on s’est dit avec ${name}`);
const saved = (page: Page) => page.getByText('C’est noté, sur le fil de chaque personne.').waitFor();

for (const javaScriptEnabled of [true, false]) {
	const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';

	test(`A table d’emploi is written up once, and stands on each thread alone, ${how}.`, async () => {
		const lead = await practitioner('Aurore');
		const colleague = await practitioner('Paul-Henri');
		const { id: nadia } = await home.pathway(lead, 'Nadia B.');
		const { id: samir } = await home.pathway(lead, 'Samir K.');
		await home.pathway(lead, 'Kevin M.');
		await home.sql('insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)', [
			nadia,
			organization,
			colleague.member
		]);
		await visit(lead, { javaScriptEnabled }, async (page) => {
			await page.goto(`${app.url}/bureau`);
			await page.getByRole('link', { name: 'Noter un temps collectif' }).click();
			await expectAccessible(browser, page);
			await page.getByRole('button', { name: 'Continuer' }).click();
			await page.getByRole('alert').waitFor();
			await expectAccessible(browser, page);
			await page.getByLabel('Nadia B.').check();
			await page.getByLabel('Samir K.').check();
			await page.getByRole('button', { name: 'Continuer' }).click();
			await page.getByLabel('Ce qui était commun').waitFor();
			assert.ok(!page.url().includes(nadia) && !page.url().includes(samir), 'the address names nobody');
			await expectAccessible(browser, page);
			await page.getByLabel('Ce qui était commun').fill('On a lu des annonces. nadia a lu la première.');
			await textOf(page, 'Nadia').fill('Nadia a osé appeler.');
			await textOf(page, 'Samir').fill('Aidé par Nadia pour son CV.');
			await page.getByRole('button', { name: 'Enregistrer pour chaque personne' }).click();
			await page.getByText('Un prénom s’est glissé dans un texte').waitFor();
			await page.getByText('Dans la note commune').waitFor();
			await page.getByText('Dans la ligne de Samir').waitFor();
			assert.equal(await page.getByText('Dans la ligne de Nadia').count(), 0, 'her own name is hers');
			assert.equal(await textOf(page, 'Samir').inputValue(), 'Aidé par Nadia pour son CV.');
			await expectAccessible(browser, page);
			await page.getByRole('button', { name: /une personne/ }).click();
			await saved(page);
			await expectAccessible(browser, page);
			await page.goto(`${app.url}/personnes/${samir}`);
			await page.getByText('Temps collectif').first().waitFor();
			await page.getByText('On a lu des annonces. Une personne a lu la première.').waitFor();
			await page.getByText('Aidé par une personne pour son CV.').waitFor();
			assert.doesNotMatch(await page.content(), /Nadia/);
		});
		await visit(colleague, { javaScriptEnabled }, async (page) => {
			await page.goto(`${app.url}/personnes/${nadia}/entretiens`);
			await page.getByRole('link', { name: 'Temps collectif' }).click();
			await page.getByText('Nadia a osé appeler.').first().waitFor();
			await expectAccessible(browser, page);
			for (const path of ['', '/entretiens', '/lectures', '/entretiens/nouveau']) {
				const answer = await page.request.get(`${app.url}/personnes/${nadia}${path}`);
				assert.doesNotMatch(await answer.text(), new RegExp(`Samir|${samir}`), path);
			}
		});
	});

	test(`A couple is two files: one gesture, two texts, and neither in the other, ${how}.`, async () => {
		const lead = await practitioner('Aurore');
		const { id: tine } = await home.pathway(lead, 'Tine D.');
		const { id: marc } = await home.pathway(lead, 'Marc D.');
		await visit(lead, { javaScriptEnabled }, async (page) => {
			await page.goto(`${app.url}/bureau/collectif?a=deux`);
			await page.getByLabel('Tine D.').check();
			await page.getByRole('button', { name: 'Continuer' }).click();
			await page.getByRole('alert').waitFor();
			assert.equal(await page.getByLabel('Tine D.').isChecked(), true);
			await page.getByLabel('Marc D.').check();
			await page.getByRole('button', { name: 'Continuer' }).click();
			await textOf(page, 'Tine').fill('elle pense à la crèche');
			await textOf(page, 'Marc').fill('il attend une réponse');
			await page.locator(`[id="lines.${marc}.next.day"]`).fill('2031-03-04');
			await page.getByRole('button', { name: 'Noter pour les deux' }).click();
			await page.getByRole('alert').waitFor();
			await expectAccessible(browser, page);
			assert.equal(await textOf(page, 'Tine').inputValue(), 'elle pense à la crèche');
			await page.locator(`[id="lines.${marc}.next.time"]`).fill('10:00');
			await page.getByRole('button', { name: 'Noter pour les deux' }).click();
			await saved(page);
			await page.goto(`${app.url}/personnes/${tine}`);
			await page.getByText('elle pense à la crèche').waitFor();
			assert.doesNotMatch(await page.content(), /Marc|il attend|Temps collectif/);
		});
		assert.equal((await home.sql('select 1 from interview where accompaniment_id = any ($1)', [[tine, marc]])).length, 2);
	});

	test(`Somebody is added or taken off without a word lost; what was begun waits, and is thrown away when asked, ${how}.`, async () => {
		const lead = await practitioner('Aurore');
		for (const name of ['Nadia B.', 'Samir K.', 'Zoé L.']) await home.pathway(lead, name);
		await visit(lead, { javaScriptEnabled }, async (page) => {
			await page.goto(`${app.url}/bureau/collectif`);
			await page.getByLabel('Nadia B.').check();
			await page.getByLabel('Samir K.').check();
			await page.getByRole('button', { name: 'Continuer' }).click();
			await textOf(page, 'Nadia').fill('sa ligne');
			await page.getByText('Ajouter quelqu’un', { exact: true }).click();
			await page.getByLabel('Chercher une personne').fill('zoe');
			await page.getByRole('button', { name: 'Chercher' }).click();
			await page.getByRole('button', { name: 'Ajouter une ligne pour Zoé L.' }).click();
			await textOf(page, 'Zoé').waitFor();
			assert.equal(await textOf(page, 'Nadia').inputValue(), 'sa ligne');
			await page.getByRole('button', { name: 'Retirer Samir de cette page' }).click();
			await textOf(page, 'Samir').waitFor({ state: 'detached' });
			await page.getByRole('button', { name: 'Retirer Nadia de cette page' }).click();
			await page.getByRole('alert').waitFor();
			assert.equal(await textOf(page, 'Nadia').inputValue(), 'sa ligne');
			await page.goto(`${app.url}/bureau`);
			await page.getByRole('link', { name: 'Temps collectif', exact: true }).first().click();
			await page.getByRole('link', { name: /^Le reprendre/ }).click();
			assert.equal(await textOf(page, 'Nadia').inputValue(), 'sa ligne');
			await page.getByText('Jeter ce brouillon', { exact: true }).click();
			await page.getByRole('button', { name: 'Oui, jeter ce brouillon' }).click();
			await page.getByRole('button', { name: 'Continuer' }).waitFor();
		});
		assert.deepEqual(await home.sql('select 1 from draft where member_id = $1', [lead.member]), []);
	});
}

test('People who are not mine are answered like people who never were, in every form; other roles find no page.', async () => {
	const lead = await practitioner('Aurore');
	const { id: mine } = await home.pathway(lead, 'Nadia B.');
	const { id: theirs } = await home.pathway(await practitioner('Paul-Henri'), 'Samir K.');
	const elsewhere = await home.member(await home.organization('Ailleurs'));
	const { id: foreign } = await home.pathway(elsewhere, 'Hors');
	const visitor = await signedIn(app.url, logins.get(lead)!);
	const plain = (html: string) => html.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|nonce[-=]"?[\w+/=]+"?/g, '');
	const send = async (id: string) => {
		const answers = [];
		for (const action of ['choisir', 'ajouter', 'retirer', 'chercher', 'brouillon', 'enregistrer', 'jeter'])
			answers.push(
				await visitor.post(`/bureau/collectif?/${action}`, {
					form_key: crypto.randomUUID(),
					'people[]': id,
					person: id,
					[`lines.${id}.said`]: ''
				})
			);
		answers.push(await visitor.post('/bureau/collectif/brouillon', { form_key: crypto.randomUUID(), [`lines.${id}.said`]: 'x' }));
		return Promise.all(answers.map(async (one) => [one.status, plain(one.headers.get('location') ?? ''), plain(await one.text())]));
	};
	const never = await send(newId());
	for (const id of [theirs, foreign]) assert.deepEqual(await send(id), never);
	assert.deepEqual(await home.sql('select 1 from draft where accompaniment_id = any ($1)', [[theirs, foreign]]), []);
	// A group key of somebody else opens nothing.
	const key = crypto.randomUUID();
	await visitor.post('/bureau/collectif?/choisir', { form_key: key, 'people[]': mine });
	assert.ok((await (await visitor.open(`/bureau/collectif?brouillon=${key}`)).text()).includes('Pour Nadia'));
	const other = await signedIn(app.url, await giveAccount(home, await home.member(organization, ['practitioner'], { first: 'Claire' })));
	assert.ok(!(await (await other.open(`/bureau/collectif?brouillon=${key}`)).text()).includes('Nadia'));

	for (const role of ['front-desk', 'coordination'] as const) {
		const actor = await home.member(organization, [role], { first: 'Autre' });
		const stranger = await signedIn(app.url, await giveAccount(home, actor));
		assert.equal((await stranger.open(`/bureau/collectif?brouillon=${key}`)).status, 403);
		assert.equal((await stranger.post('/bureau/collectif?/enregistrer', {})).status, 403);
		assert.equal((await stranger.post('/bureau/collectif/brouillon', {})).status, 403);
	}
});
