import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Actor } from '#lib/access/access.ts';
import { as } from '#lib/server/db.ts';
import { startApp } from '../app.ts';
import { expectNoAxeViolations, openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { giveAccount, signedIn, type Login } from '../sign-in.ts';
import { visitAs } from '../visit.ts';

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
async function someone(name: string): Promise<string> {
	const { id } = await home.pathway(aurore, name);
	await as(aurore, (tx) => tx.insertInto('colleague').values({ accompaniment_id: id, member_id: paul.member }).execute());
	return id;
}

const visit = ({ who = aurore, ...options }: BrowserContextOptions & { who?: Actor }, work: (page: Page) => Promise<void>) =>
	visitAs({ browser, url: app.url, login: logins.get(who)! }, options, work);

const at = (person: string, below: string) => `${app.url}/personnes/${person}/entretiens${below}`;

/** Records through the form, and gives the interview's id. */
async function recorded(person: string, fields: Record<string, string>, who = aurore): Promise<string> {
	const visitor = await signedIn(app.url, logins.get(who)!);
	const answer = await visitor.post(`/personnes/${person}/entretiens/nouveau?/enregistrer`, fields);
	return new URL(answer.headers.get('location')!, app.url).searchParams.get('entretien')!;
}

for (const javaScriptEnabled of [true, false]) {
	const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';

	test(`A first meeting opens on what brings her here; her words stand beside the text, and a child is never the interpreter by default, ${how}.`, async () => {
		const person = await someone(javaScriptEnabled ? 'Nadia B.' : 'Nadège B.');
		const first = javaScriptEnabled ? 'Nadia' : 'Nadège';
		await visit({ javaScriptEnabled }, async (page) => {
			await page.goto(at(person, '/nouveau'));
			await page.getByText('Le cadre est encore à dire.').waitFor();
			await page.getByLabel('Ce qui m’amène').fill('Je cherche un toit.');
			await page.getByRole('textbox', { name: 'Ce qu’on s’est dit' }).fill('On a parlé du bail.');
			// Going to another page of hers loses nothing.
			await page.getByRole('button', { name: 'Dire le cadre' }).click();
			await page.waitForURL(/\/cadre$/);
			await page.goto(at(person, '/nouveau'));
			assert.equal(await page.getByLabel('Ce qui m’amène').inputValue(), 'Je cherche un toit.');
			await page.getByText('Ce qui a aidé', { exact: true }).click();
			await page.getByLabel(`D’après ${first}`).fill('Qu’on me rappelle.');
			await page.getByText('Qui d’autre était là', { exact: true }).click();
			await page.getByRole('group', { name: 'Collègues de cet accompagnement' }).getByLabel('Paul-Henri').check();
			const who = page.getByRole('radiogroup', { name: 'Qui traduisait ?' });
			assert.equal(await who.locator('input:checked').count(), 0);
			await who.getByLabel('un enfant').check();
			await page.getByLabel('Qu’est-ce qui a manqué').fill('pas de ligne ce jour-là');
			await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
			await page.waitForURL((url) => url.pathname === `/personnes/${person}`);
			for (const words of ['Je cherche un toit.', 'On a parlé du bail.', 'Qu’on me rappelle.', `Dit par ${first}, noté par Aurore.`])
				await page.getByText(words).first().waitFor();
			await page.getByText('Aussi là : Paul-Henri et un enfant.').waitFor();
			await page.getByText('Traduit par un enfant. Ce qui a manqué : pas de ligne ce jour-là').waitFor();
		});
	});

	test(`"C’est bien ça ?" is one gesture away, keeps her words beside the text, and leads to the correction, ${how}.`, async () => {
		const person = await someone('Samir K.');
		await recorded(person, { said: 'Samir ne veut pas de ce poste.', 'readers[]': paul.member });
		await visit({ javaScriptEnabled }, async (page) => {
			// From the middle of a meeting: what is typed waits, and one comes back to it.
			await page.goto(at(person, '/nouveau'));
			await page.getByRole('textbox', { name: 'Ce qu’on s’est dit' }).fill('à suivre');
			await page.getByRole('button', { name: 'C’est bien ça ?' }).click();
			await page.getByRole('heading', { level: 1, name: 'C’est bien ça ?' }).waitFor();
			await page.getByText('Samir ne veut pas de ce poste.').waitFor();
			await page.getByLabel('à corriger').check();
			await page.getByLabel('À écrire à côté').fill('Je veux d’abord le voir.');
			await page.getByLabel('de vive voix').check();
			await page.getByRole('button', { name: 'Noter la réponse' }).click();
			await page.waitForURL(/\/nouveau$/);
			assert.equal(await page.getByRole('textbox', { name: 'Ce qu’on s’est dit' }).inputValue(), 'à suivre');
			await page.goto(`${app.url}/personnes/${person}`);
			await page.getByText('Je veux d’abord le voir.').waitFor();
			await page.getByRole('link', { name: 'C’est bien ça ?' }).click();
			await page.getByLabel('à corriger').check();
			await page.getByRole('button', { name: 'Noter la réponse' }).click();
			await page.getByText('Le texte se corrige ici').waitFor();
			await page.getByRole('textbox', { name: 'Ce qu’on s’est dit' }).fill('Samir veut voir le lieu avant de répondre.');
			await page.getByRole('button', { name: 'Enregistrer la correction' }).first().click();
			await page.getByText('Corrigé depuis : à relire ensemble.').waitFor();
			await page.getByText('Samir ne veut pas de ce poste.').waitFor();
			await page.getByRole('link', { name: 'C’est bien ça ?' }).click();
			await page.getByLabel('oui', { exact: true }).check();
			await page.getByRole('button', { name: 'Noter la réponse' }).click();
			await page.getByText('C’est noté, avec la date.').waitFor();
		});
	});

	test(`A colleague who was there adds his own side, with readers of its own, and touches nothing else, ${how}.`, async () => {
		const person = await someone('Zoé L.');
		const interview = await recorded(person, { said: 'texte d’Aurore', 'attendees[]': paul.member });
		await visit({ javaScriptEnabled, who: paul }, async (page) => {
			await page.goto(`${app.url}/personnes/${person}`);
			assert.doesNotMatch(await page.content(), /texte d’Aurore/);
			await page.getByRole('link', { name: 'Ajouter mon côté' }).click();
			await page.getByText('Nous :').click();
			const readers = page.getByRole('group', { name: 'Qui peut lire ce texte' });
			assert.equal(await readers.getByLabel('Aurore').isChecked(), false, 'he was not told who reads the other text');
			await readers.getByLabel('Aurore').check();
			await page.getByLabel('Mon côté').fill('côté de Paul-Henri');
			await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
			await page.getByText('votre côté se lit à côté du texte').waitFor();
		});
		await visit({ javaScriptEnabled }, async (page) => {
			await page.goto(at(person, `/${interview}`));
			for (const words of ['texte d’Aurore', 'côté de Paul-Henri', 'Le côté de Paul-Henri']) await page.getByText(words).first().waitFor();
			assert.equal(await page.getByRole('link', { name: 'Reprendre mon côté' }).count(), 0);
		});
	});
}

test('An answer to a text that was corrected meanwhile is not noted: both are shown, and what was typed is kept.', async () => {
	const person = await someone('Olena P.');
	const interview = await recorded(person, { said: 'ancien texte', 'readers[]': paul.member });
	const [visitor, colleague] = [await signedIn(app.url, logins.get(aurore)!), await signedIn(app.url, logins.get(paul)!)];
	const [note] = await home.sql<{ id: string }>('select id from note where interview_id = $1', [interview]);
	const path = `/personnes/${person}/entretiens/${interview}`;
	await colleague.post(`${path}?/corriger`, { said: 'nouveau texte', version: '1' });
	const answer = await visitor.post(`${path}/relire?/noter`, {
		note: note!.id,
		version: '1',
		value: 'to-correct',
		words: 'mes mots gardés'
	});
	assert.equal(answer.status, 409);
	const page = await answer.text();
	for (const words of ['nouveau texte', 'mes mots gardés', 'corrigé entre-temps']) assert.ok(page.includes(words), words);
	assert.deepEqual(await home.sql('select 1 from read_back where note_id = $1', [note!.id]), []);
});

test('A correction that came second finds all that was said in both, her words too.', async () => {
	const person = await someone('Inès F.');
	const interview = await recorded(person, { said: 'texte', her_words: 'ses mots', 'readers[]': paul.member });
	const [visitor, colleague] = [await signedIn(app.url, logins.get(aurore)!), await signedIn(app.url, logins.get(paul)!)];
	const path = `/personnes/${person}/entretiens/${interview}?/corriger`;
	await colleague.post(path, { said: 'texte', her_words: 'ses mots, par Paul-Henri', version: '1' });
	const answer = await visitor.post(path, { said: 'texte', her_words: 'ses mots, par Aurore', version: '1' });
	assert.equal(answer.status, 409);
	const page = await answer.text();
	for (const words of ['ses mots, par Paul-Henri', 'ses mots, par Aurore']) assert.ok(page.includes(words), words);
});

test('Answers and sides sent many times at once are kept once.', async () => {
	const person = await someone('Yanis M.');
	const interview = await recorded(person, { said: 'texte', 'readers[]': paul.member, 'attendees[]': paul.member });
	const [note] = await home.sql<{ id: string }>('select id from note where interview_id = $1', [interview]);
	const visitor = await signedIn(app.url, logins.get(paul)!);
	const path = `/personnes/${person}/entretiens/${interview}`;
	const twice = (below: string, fields: Record<string, string>) => {
		const form_key = crypto.randomUUID();
		return Promise.all(Array.from({ length: 8 }, () => visitor.post(`${path}${below}`, { form_key, ...fields })));
	};
	await twice('/relire?/noter', { note: note!.id, version: '1', value: 'yes' });
	await twice('/mon-cote?/ecrire', { said: 'mon côté', version: '0' });
	assert.equal((await home.sql('select 1 from read_back where note_id = $1', [note!.id])).length, 1);
	assert.equal((await home.sql('select 1 from note where interview_id = $1', [interview])).length, 2);
});

test('The pages pass axe and fit, on a phone and a desk screen, light and dark, empty and filled, with every fold open.', async () => {
	const person = await someone('Bérengère W.');
	const empty = await someone('Claire O.');
	const interview = await recorded(person, {
		said: 'un texte',
		her_words: 'ses mots',
		hers_how: 'paper',
		helped_hers: 'le bus',
		helped_ours: 'attendre',
		partner: 'Mme Lots',
		interpreter: 'Drita',
		interpreter_as: 'professional',
		'readers[]': paul.member,
		'attendees[]': paul.member
	});
	const [note] = await home.sql<{ id: string }>('select id from note where interview_id = $1', [interview]);
	const visitor = await signedIn(app.url, logins.get(paul)!);
	await visitor.post(`/personnes/${person}/entretiens/${interview}/relire?/noter`, {
		note: note!.id,
		version: '1',
		value: 'to-correct',
		words: 'à côté'
	});
	await visitor.post(`/personnes/${person}/entretiens/${interview}/mon-cote?/ecrire`, {
		said: 'mon côté',
		version: '0',
		'readers[]': aurore.member
	});
	const pages = (who: Actor) => [
		at(person, '/nouveau?regard'),
		at(empty, '/nouveau'),
		at(person, ''),
		at(person, `/${interview}`),
		at(person, `/${interview}/relire`),
		...(who === paul ? [at(person, `/${interview}/mon-cote`)] : [])
	];
	for (const width of [360, 1280]) {
		for (const colorScheme of ['light', 'dark'] as const) {
			const who = width === 360 ? paul : aurore;
			await visit({ viewport: { width, height: 900 }, colorScheme, who }, async (page) => {
				for (const address of pages(who)) {
					await page.goto(address);
					await page.evaluate(() => document.querySelectorAll('main details').forEach((fold) => fold.setAttribute('open', '')));
					await expectNoAxeViolations(page);
					assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${address} fits ${width} px`);
				}
			});
		}
	}
});
