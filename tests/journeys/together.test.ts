import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { giveCarnet, readCarnets } from '#lib/carnet/carnet.server.ts';
import { recordInterview } from '#lib/interviews/interviews.server.ts';
import { InterviewForm } from '#lib/interviews/rules.ts';
import { openNeed } from '#lib/needs/needs.server.ts';
import { OpeningForm } from '#lib/needs/rules.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, type Tx } from '#lib/server/db.ts';
import { found } from '#lib/web/found.ts';
import { startApp } from '../app.ts';
import { openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { giveAccount, Visitor, withCard } from '../sign-in.ts';
import { expectAccessible, visitAs } from '../visit.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const organization = await home.organization('Relance-Sambre');
const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore', last: 'N.' });
const paul = await home.member(organization, ['practitioner'], { first: 'Paul-Henri', last: 'L.' });
const login = await giveAccount(home, aurore);
const PIN = '258147';

/** Somebody whom both accompany, with a text of each; Paul-Henri's names nobody else. */
async function someone(name: string) {
	const { id } = await home.pathway(aurore, name);
	const on = <T>(actor: typeof aurore, work: (tx: Tx, pathway: Pathway) => Promise<T>) =>
		as(actor, async (tx) => work(tx, found(await readPathway(tx, id))));
	await home.sql('insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)', [
		id,
		organization,
		paul.member
	]);
	await on(aurore, (tx, pathway) => giveCarnet(tx, pathway, PIN));
	const write = (actor: typeof aurore, said: string) =>
		on(actor, (tx, pathway) =>
			recordInterview(tx, pathway, actor, {
				...{ form: InterviewForm.parse({ said }), agreed: null, appointment: null },
				...{ zone: 'Europe/Brussels', now: new Date() }
			})
		);
	await write(aurore, 'Elle cherche une place en crèche.');
	await write(paul, 'Sa sœur l’héberge, entre nous.');
	await on(paul, (tx, pathway) => openNeed(tx, pathway, OpeningForm.parse({ code: 'MOB', hers: { words: 'Le bus est loin' } })));
	const card = found((await on(aurore, readCarnets)).at(0));
	return { id, card: { code: card.code, pin: PIN } };
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' }).click();

for (const [javaScriptEnabled, width, name] of [
	[true, 1280, 'Nadia B.'],
	[false, 360, 'Nadège B.']
] as const) {
	test(`Aurore turns her screen, she says a step and a wish on it, and both read whose words they are, ${javaScriptEnabled ? 'with' : 'without'} JavaScript, at ${width} px.`, async () => {
		const { id, card } = await someone(name);
		const first = name.split(' ')[0]!;
		await visitAs({ browser, url: app.url, login }, { javaScriptEnabled, viewport: { width, height: 800 } }, async (page) => {
			await page.goto(`${app.url}/personnes/${id}`);
			await page.getByRole('link', { name: 'Écran à deux' }).click();
			await page.getByRole('heading', { name: `Un écran à deux avec ${first}` }).waitFor();
			await expectAccessible(browser, page);
			await press(page, 'Ouvrir l’écran à deux');
			await page.waitForURL((now) => now.pathname === '/moi');
			await page.getByText(/^Écran à deux, avec Aurore, jusqu’à/).waitFor();
			assert.doesNotMatch(await page.title(), /Cheminer/);
			await expectAccessible(browser, page);

			// What both read is there; what Paul-Henri wrote without naming Aurore is not.
			await page.goto(`${app.url}/moi/relire`);
			await page.getByText('Elle cherche une place en crèche.').waitFor();
			for (const path of ['/moi/relire', '/moi/chemin', '/moi/ce-qui-compte']) {
				await page.goto(app.url + path);
				assert.equal(await page.getByText(/entre nous|Le bus est loin/).count(), 0, path);
				await expectAccessible(browser, page);
			}

			await page.goto(`${app.url}/moi/actions/avance`);
			await page.getByLabel('Avec mes mots').fill('J’ai osé appeler');
			await press(page, 'Garder ce pas');
			await page.getByText('Noté par Aurore').waitFor();
			await expectAccessible(browser, page);

			await page.goto(`${app.url}/moi/ce-qui-compte/souhaits/nouveau`);
			await page.getByLabel('Ce que je souhaite').fill('Un logement à moi');
			await press(page, 'Garder mon souhait');
			await page.getByText('Un logement à moi').first().waitFor();

			await page.goto(`${app.url}/moi`);
			await press(page, 'Terminer');
			await page.getByText('L’écran à deux est terminé.').waitFor();
			await page.goto(`${app.url}/personnes/${id}/fil`);
			await page.getByText(`« J’ai avancé », dit par ${first}, noté par Aurore`).waitFor();
			await page.goto(`${app.url}/moi`);
			await page.waitForURL((now) => now.pathname === '/moi/connexion');
		});
		const rows = await home.sql<{ by: string }>(
			`select author_id as by from goal_wording where accompaniment_id = $1 union all select noted_by from her_step where accompaniment_id = $1`,
			[id]
		);
		assert.deepEqual(rows, [{ by: aurore.member }, { by: aurore.member }]);
		const her = await withCard(app.url, card, new Visitor(app.url));
		assert.match(await (await her.open('/moi/qui-a-regarde')).text(), /a ouvert votre carnet avec vous/);
	});
}
