import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { planAppointment } from '#lib/appointments/appointments.server.ts';
import { giveCarnet, readCarnets } from '#lib/carnet/carnet.server.ts';
import { correctNote } from '#lib/interviews/corrections.server.ts';
import { readInterview, recordInterview } from '#lib/interviews/interviews.server.ts';
import { CorrectionForm, InterviewForm } from '#lib/interviews/rules.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, type Tx } from '#lib/server/db.ts';
import { found } from '#lib/web/found.ts';
import { startApp } from '../app.ts';
import { openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { giveAccount } from '../sign-in.ts';
import { expectAccessible, visitAs } from '../visit.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const organization = await home.organization('Relance-Sambre');
const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore', last: 'N.' });
const login = await giveAccount(home, aurore);
const PIN = '258147';

const on = <T>(file: string, work: (tx: Tx, pathway: Pathway) => Promise<T>) =>
	as(aurore, async (tx) => work(tx, found(await readPathway(tx, file))));

/** Somebody with a card of her own, an appointment to come and a text to read again. */
async function someone(name: string) {
	const { id } = await home.pathway(aurore, name);
	await on(id, (tx, pathway) => giveCarnet(tx, pathway, PIN));
	const code = found((await on(id, readCarnets)).at(0)).code;
	const starts_at = new Date(Math.floor(Date.now() / 60_000) * 60_000 + 3 * 86_400_000);
	await on(id, (tx, pathway) =>
		planAppointment(tx, pathway, {
			...{ starts_at, time_zone: 'Europe/Brussels', channel: 'presence' },
			...{ place: '2e étage', bring: 'la lettre du propriétaire' }
		})
	);
	const said = InterviewForm.parse({ said: 'Elle cherche une place en crèche.' });
	const interview = await on(id, (tx, pathway) =>
		recordInterview(tx, pathway, aurore, { form: said, agreed: null, appointment: null, zone: 'Europe/Brussels', now: new Date() })
	);
	return { id, code, interview };
}

/** What Aurore corrects while the page is open. */
const correct = (file: string, interview: string, said: string) =>
	on(file, async (tx, pathway) => {
		const read = found(await readInterview(tx, pathway, interview));
		const note = found(read.note);
		await correctNote(tx, pathway, aurore, { ...read, note }, CorrectionForm.parse({ said, version: String(note.version) }));
	});

async function visitHer(code: string, javaScriptEnabled: boolean, width: number, work: (page: Page) => Promise<void>): Promise<void> {
	const context = await browser.newContext({ locale: 'fr-FR', javaScriptEnabled, viewport: { width, height: 800 } });
	try {
		const page = await context.newPage();
		page.setDefaultTimeout(10_000);
		await page.goto(`${app.url}/moi/connexion`);
		await page.getByLabel('Code de la carte').fill(code);
		await page.getByLabel('Code secret', { exact: true }).fill(PIN);
		await page.getByRole('button', { name: 'Entrer', exact: true }).click();
		await page.waitForURL((now) => now.pathname === '/moi');
		await work(page);
	} finally {
		await context.close();
	}
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();
const kept = (page: Page) => page.getByText('C’est gardé.').waitFor();

for (const [javaScriptEnabled, width, name] of [
	[true, 1280, 'Nadia B.'],
	[false, 360, 'Nadège B.']
] as const) {
	const how = `${javaScriptEnabled ? 'with' : 'without'} JavaScript, at ${width} px`;
	const first = name.split(' ')[0]!;

	test(`She adds an action, says what became of it and says it otherwise, ${how}.`, async () => {
		const { id, code } = await someone(name);
		await visitHer(code, javaScriptEnabled, width, async (page) => {
			await page.getByRole('link', { name: 'Mes actions' }).click();
			await page.getByText('Rien pour le moment.').waitFor();
			await expectAccessible(browser, page);
			await page.getByLabel('Ce que je vais faire').fill('   ');
			await page.getByLabel(/Pour quel jour/).fill('2026-12-04');
			await press(page, 'Ajouter');
			await page.getByRole('heading', { name: 'Il reste quelque chose à revoir' }).waitFor();
			assert.equal(await page.getByLabel(/Pour quel jour/).inputValue(), '2026-12-04', 'what was typed is kept');
			await expectAccessible(browser, page);
			await page.getByLabel('Ce que je vais faire').fill('Appeler la crèche');
			await press(page, 'Ajouter');
			await kept(page);
			await page.getByText('Pour le vendredi 4 décembre').waitFor();

			const line = page.locator('li').filter({ hasText: 'Appeler la crèche' });
			await line.getByLabel('Fait', { exact: true }).check();
			await line.getByLabel('Avec un coup de main').check();
			await expectAccessible(browser, page);
			await line.getByRole('button', { name: 'Garder ma réponse' }).click();
			await kept(page);
			await page.getByText(/^Fait, avec un coup de main, le/).waitFor();
			await page.getByText('Changer ma réponse').click();
			await line.getByLabel('Pas maintenant').check();
			await line.getByRole('button', { name: 'Garder ma réponse' }).click();
			await kept(page);
			await page.getByText(/^Pas maintenant, le/).waitFor();
			await expectAccessible(browser, page);
		});
		const former = await home.sql(`select from revision where subject = 'action' and accompaniment_id = $1`, [id]);
		assert.equal(former.length, 1, 'her former answer is kept');
	});

	test(`A note is hers until she shows it, and a step stands on the thread, ${how}.`, async () => {
		const { id, code } = await someone(name);
		const staffSees = async (text: string, times: number) =>
			visitAs({ browser, url: app.url, login }, { javaScriptEnabled }, async (page) => {
				for (const path of ['', '/entretiens/nouveau']) {
					await page.goto(`${app.url}/personnes/${id}${path}`);
					assert.equal(await page.getByText(text).count(), times, `${text} on ${path || 'the pathway'}`);
				}
				if (times > 0) await expectAccessible(browser, page);
			});
		await visitHer(code, javaScriptEnabled, width, async (page) => {
			await page.goto(`${app.url}/moi/actions/notes`);
			await page.getByLabel('Ma note').fill('Demander pour le loyer');
			await press(page, 'Garder ma note');
			await kept(page);
			await page.getByText('Pour moi seulement').waitFor();
			await staffSees('Demander pour le loyer', 0);

			await page.getByText('Changer cette note').click();
			const line = page.locator('li').filter({ hasText: 'Demander pour le loyer' });
			await line.getByLabel('Montrer à la prochaine rencontre').check();
			await line.getByRole('button', { name: 'Garder ma note' }).click();
			await kept(page);
			await page.getByText('Montrée pour la prochaine rencontre').waitFor();
			await expectAccessible(browser, page);
			await staffSees('Demander pour le loyer', 1);
			await press(page, /^Ne plus la montrer/);
			await kept(page);
			await staffSees('Demander pour le loyer', 0);
			await page.getByText('Changer cette note').click();
			await press(page, /^Effacer/);
			await page.getByText('La note est effacée.').waitFor();
			await expectAccessible(browser, page);

			await page.goto(`${app.url}/moi/actions`);
			await page.getByRole('link', { name: 'J’ai avancé' }).click();
			await page.getByLabel('Avec mes mots').fill('J’ai téléphoné toute seule');
			await press(page, 'Garder ce pas');
			await kept(page);
			await expectAccessible(browser, page);
		});
		await visitAs({ browser, url: app.url, login }, { javaScriptEnabled }, async (page) => {
			await page.goto(`${app.url}/personnes/${id}`);
			await page.getByText(`« J’ai avancé », dit par ${first} dans son carnet`).waitFor();
			await page.getByText('J’ai téléphoné toute seule').waitFor();
		});
	});

	test(`She reads the last text again and answers it; corrected meanwhile it comes back with her words, ${how}.`, async () => {
		const { id, code, interview } = await someone(name);
		await visitHer(code, javaScriptEnabled, width, async (page) => {
			await page.getByText('Un texte vous attend, à relire.').waitFor();
			await page.getByRole('link', { name: 'C’est bien ça ?' }).click();
			await page.getByText('Elle cherche une place en crèche.').waitFor();
			await expectAccessible(browser, page);
			await press(page, 'Répondre');
			await page.getByRole('heading', { name: 'Il reste quelque chose à revoir' }).waitFor();

			await page.getByLabel('À corriger').check();
			await page.getByLabel('Ce qu’il faut corriger, avec mes mots').fill('J’ai déjà une place.');
			await correct(id, interview, 'Elle a une place en crèche.');
			await press(page, 'Répondre');
			await page.getByRole('heading', { name: 'Le texte a changé entre-temps' }).waitFor();
			await page.getByText('Elle a une place en crèche.').waitFor();
			assert.equal(await page.getByLabel('Ce qu’il faut corriger, avec mes mots').inputValue(), 'J’ai déjà une place.');
			await expectAccessible(browser, page);
			await press(page, 'Répondre');
			await page.getByText('Merci. Votre réponse est gardée à côté du texte.').waitFor();
			await page.getByText('J’ai déjà une place.').waitFor();
			await expectAccessible(browser, page);
		});
		await visitAs({ browser, url: app.url, login }, { javaScriptEnabled }, async (page) => {
			await page.goto(`${app.url}/personnes/${id}/entretiens/${interview}`);
			await page.getByText('J’ai déjà une place.').waitFor();
			await page.getByText(`« À corriger » : ${first} l’a répondu dans son carnet`).waitFor();
		});
	});

	test(`She says that she cannot come and proposes another moment; whom she was to see finds it, ${how}.`, async () => {
		const { id, code } = await someone(name);
		await visitHer(code, javaScriptEnabled, width, async (page) => {
			await page.getByText('À apporter : la lettre du propriétaire').waitFor();
			await page.getByRole('link', { name: 'Je ne peux pas venir' }).click();
			await page.getByText('Vous n’avez pas à dire pourquoi.').waitFor();
			await expectAccessible(browser, page);
			await page.getByLabel(/Un autre moment qui me va/).fill('mardi matin');
			await press(page, 'Prévenir Aurore');
			await page.getByText('C’est dit.').waitFor();
			await page.getByText('Vous proposez : mardi matin').waitFor();
			await expectAccessible(browser, page);
			await page.goto(`${app.url}/moi`);
			await page.getByText('Vous avez dit que vous ne pouvez pas venir.').waitFor();
			await expectAccessible(browser, page);
		});
		await visitAs({ browser, url: app.url, login }, { javaScriptEnabled }, async (page) => {
			await page.goto(`${app.url}/bureau`);
			const word = page.locator('li').filter({ hasText: 'Propose : mardi matin' }).filter({ hasText: name });
			await word.waitFor();
			await expectAccessible(browser, page);
			await word.getByRole('link', { name: 'Donner un autre moment' }).click();
			await page.waitForURL(`${app.url}/personnes/${id}/rendez-vous`);
			await expectAccessible(browser, page);
		});
		const states = await home.sql<{ state: string }>('select state from appointment where accompaniment_id = $1', [id]);
		assert.deepEqual(states, [{ state: 'planned' }], 'it stands until it is moved like any other');
		await visitHer(code, javaScriptEnabled, width, async (page) => {
			await page.getByRole('link', { name: 'Mon rendez-vous' }).click();
			await press(page, 'Finalement, je viens');
			await page.getByText('C’est dit.').waitFor();
			assert.equal(await page.getByText('Vous proposez').count(), 0);
		});
	});
}
