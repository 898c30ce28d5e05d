import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { giveCarnet, readCarnets } from '#lib/carnet/carnet.server.ts';
import { keepContacts } from '#lib/people/contact.server.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, keyring, type Tx } from '#lib/server/db.ts';
import { openMail } from '#lib/server/mail.ts';
import { found } from '#lib/web/found.ts';
import { startApp } from '../app.ts';
import { openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { pdf } from '../papers.ts';
import { giveAccount } from '../sign-in.ts';
import { expectAccessible, visitAs } from '../visit.ts';
import { silence } from '../voices.ts';

const home = await house({ after });
const app = await startApp(home, {
	CHEMINER_MAIL_URL: 'smtp://127.0.0.1:9',
	CHEMINER_MAIL_FROM: 'Cheminer <ne-pas-repondre@cheminer.example>'
});
after(() => app.stop());
// A microphone that hums, and nobody to ask for it.
const browser = await openBrowser(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']);
after(() => browser.close());

const organization = await home.organization('Relance-Sambre');
const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore', last: 'N.' });
const paul = await home.member(organization, ['practitioner'], { first: 'Paul-Henri', last: 'D.' });
const logins = { aurore: await giveAccount(home, aurore), paul: await giveAccount(home, paul) };
const PIN = '258147';

const on = <T>(file: string, work: (tx: Tx, pathway: Pathway) => Promise<T>) =>
	as(aurore, async (tx) => work(tx, found(await readPathway(tx, file))));

/** Somebody with a card and a safe mail, accompanied by Aurore and Paul-Henri. */
async function someone(name: string) {
	const { id } = await home.pathway(aurore, name);
	await as(aurore, (tx) => tx.insertInto('colleague').values({ accompaniment_id: id, member_id: paul.member }).execute());
	await on(id, (tx, pathway) => giveCarnet(tx, pathway, PIN));
	const mail = { id: null, kind: 'mail', value: `${name.slice(0, 3).toLowerCase()}@boite.example`, hours: '', caution: '' } as const;
	await on(id, (tx, { key }) => keepContacts(tx, organization, id, key, [{ ...mail, shared: false }]));
	return { id, code: found((await on(id, readCarnets)).at(0)).code };
}

async function visitHer(code: string, { javaScriptEnabled, width }: How, work: (page: Page) => Promise<void>): Promise<void> {
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

interface How {
	javaScriptEnabled: boolean;
	width: number;
}
const staff = (who: keyof typeof logins, { javaScriptEnabled }: How, work: (page: Page) => Promise<void>) =>
	visitAs({ browser, url: app.url, login: logins[who] }, { javaScriptEnabled }, work);
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();

for (const [how, name] of [
	[{ javaScriptEnabled: true, width: 1280 }, 'Nadia B.'],
	[{ javaScriptEnabled: false, width: 360 }, 'Yasmine O.']
] as const) {
	const said = `${how.javaScriptEnabled ? 'with' : 'without'} JavaScript, at ${how.width} px`;
	const first = name.split(' ')[0]!;

	test(`She writes to Aurore alone; Aurore finds it on her desk, reads, says so to nobody, and answers, ${said}.`, async () => {
		const { id, code } = await someone(name);
		await staff('aurore', how, async (page) => {
			await page.goto(`${app.url}/bureau/messages`);
			await page.getByLabel('lundi').check();
			await page.getByLabel('jeudi').check();
			await page.getByLabel(/Je ne suis pas là du/).fill('2031-05-02');
			await press(page, 'Enregistrer');
			await page.getByRole('heading', { name: 'Il reste quelque chose à revoir' }).waitFor();
			await expectAccessible(browser, page);
			await page.getByLabel(/Je ne suis pas là du/).fill('');
			await press(page, 'Enregistrer');
			await page.getByText('C’est enregistré.').waitFor();
			await expectAccessible(browser, page);
		});
		await visitHer(code, how, async (page) => {
			await page.getByRole('link', { name: 'Messages', exact: true }).click();
			await page.getByText('Aucun message pour le moment.').waitFor();
			await page.getByText('Urgence').first().waitFor();
			assert.equal(await page.getByRole('link', { name: '112', exact: true }).getAttribute('href'), 'tel:112');
			await page.getByText('Aurore lit ses messages ces jours-là : lundi et jeudi.').waitFor();
			await page.getByText('Paul-Henri n’a pas dit quels jours.').waitFor();
			await page.getByText('La réponse peut prendre plusieurs jours.').waitFor();
			await expectAccessible(browser, page);

			await page.getByLabel('Mon message').fill('Bonjour, j’ai une question.');
			for (const reader of ['Aurore', 'Paul-Henri']) await page.getByLabel(reader, { exact: true }).uncheck();
			await press(page, 'Envoyer');
			await page.getByRole('heading', { name: 'Il reste quelque chose à revoir' }).waitFor();
			assert.equal(await page.getByLabel('Mon message').inputValue(), 'Bonjour, j’ai une question.', 'what was typed is kept');
			await expectAccessible(browser, page);
			await page.getByLabel('Aurore', { exact: true }).check();
			await press(page, 'Envoyer');
			await page.getByText('Le message est envoyé.').waitFor();
			await page.getByText(/^Qui peut lire.: Aurore$/).waitFor();
			await expectAccessible(browser, page);
		});
		await staff('paul', how, async (page) => {
			await page.goto(`${app.url}/bureau`);
			assert.equal(await page.getByRole('region', { name: 'Messages à lire' }).getByRole('link', { name, exact: true }).count(), 0);
			await page.goto(`${app.url}/personnes/${id}/messages`);
			await page.getByText('Aucun message pour le moment.').waitFor();
		});
		await staff('aurore', how, async (page) => {
			await page.goto(`${app.url}/bureau`);
			const waiting = page.getByRole('region', { name: 'Messages à lire' });
			assert.doesNotMatch((await waiting.textContent()) ?? '', /question/);
			await expectAccessible(browser, page);
			await waiting.getByRole('link', { name, exact: true }).click();
			await page.getByText('Bonjour, j’ai une question.').waitFor();
			await page.getByText('Nouveau').waitFor();
			await expectAccessible(browser, page);
			await press(page, 'J’ai lu');
			await page.getByText('C’est noté, pour vous seulement.').waitFor();
			await page.getByText('Nadia et Aurore'.replace('Nadia', first)).first().waitFor();
			await page.getByLabel(`Mon message pour ${first}`).fill('Posez-la, je réponds jeudi.');
			await press(page, 'Envoyer');
			await page.getByText('Le message est envoyé.').waitFor();
			await expectAccessible(browser, page);
			await page.goto(`${app.url}/bureau`);
			assert.equal(await page.getByRole('region', { name: 'Messages à lire' }).getByRole('link', { name, exact: true }).count(), 0);
		});
		await visitHer(code, how, async (page) => {
			await page.getByText('Un message vous attend.').waitFor();
			await expectAccessible(browser, page);
			await page.getByRole('link', { name: 'Lire', exact: true }).click();
			await page.getByText('Posez-la, je réponds jeudi.').waitFor();
			assert.equal(await page.getByText(/^(Lu|Vu)\b/).count(), 0, 'nothing says what Aurore has read');
			await press(page, 'J’ai lu');
			await page.goto(`${app.url}/moi`);
			assert.equal(await page.getByText('Un message vous attend.').count(), 0);
			await page.goto(`${app.url}/moi/messages`);
			await press(page, /^Retirer ce message/);
			await page.getByText('Le message est retiré. Son texte est effacé.').waitFor();
			await page.getByText('Vous avez retiré un message.').waitFor();
			await expectAccessible(browser, page);
		});
		await staff('aurore', how, async (page) => {
			await page.goto(`${app.url}/personnes/${id}/messages`);
			await page.getByText(`${first} a retiré un message.`).waitFor();
			assert.equal(await page.getByText('j’ai une question').count(), 0);
		});
	});

	test(`She speaks and joins a paper; both are played and opened by whom she named, ${said}.`, async () => {
		const { id, code } = await someone(name.replace(' ', ' V. '));
		await visitHer(code, how, async (page) => {
			await page.goto(`${app.url}/moi/messages`);
			await page.getByText('Parler au lieu d’écrire').click();
			if (how.javaScriptEnabled) {
				await press(page, 'Enregistrer ma voix');
				await page.getByText('0:01').waitFor();
				await expectAccessible(browser, page);
				await press(page, 'Arrêter');
				await page.getByText('La voix est prête.').waitFor();
				await press(page, 'Écouter');
				await expectAccessible(browser, page);
			} else {
				assert.equal(await page.getByRole('button', { name: 'Enregistrer ma voix' }).isVisible(), false);
				await page
					.getByLabel(/Ma voix, dans un fichier/)
					.setInputFiles({ name: 'long.wav', mimeType: 'audio/wav', buffer: silence(40).fill(0, 44) });
			}
			await page
				.getByLabel(/Joindre un papier/)
				.setInputFiles({ name: 'Lettre du CPAS.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ pas un papier') });
			await page.getByLabel('Mon message').fill('C’est ma voix');
			await press(page, 'Envoyer');
			await page.getByRole('heading', { name: 'Il reste quelque chose à revoir' }).waitFor();
			assert.equal(await page.getByLabel('Mon message').inputValue(), 'C’est ma voix');
			await page.getByLabel(/Joindre un papier/).setInputFiles({ name: 'Lettre du CPAS.pdf', mimeType: 'application/pdf', buffer: pdf() });
			await page.getByText('Parler au lieu d’écrire').click();
			if (how.javaScriptEnabled) {
				await press(page, 'Enregistrer ma voix');
				await page.getByText('0:01').waitFor();
				await press(page, 'Arrêter');
				await page.getByText('La voix est prête.').waitFor();
			} else
				await page.getByLabel(/Ma voix, dans un fichier/).setInputFiles({ name: 'voix.wav', mimeType: 'audio/wav', buffer: silence(3) });
			await press(page, 'Envoyer');
			await page.getByText('Le message est envoyé.').waitFor();
			await page.getByLabel('Message vocal, Vous').waitFor();
			await expectAccessible(browser, page);
			assert.equal((await page.request.get(`${app.url}${await voiceOf(page)}`)).status(), 200);
		});
		await staff('aurore', how, async (page) => {
			await page.goto(`${app.url}/personnes/${id}/messages`);
			const voice = await page.request.get(`${app.url}${await voiceOf(page)}`, { headers: { range: 'bytes=0-9' } });
			assert.deepEqual([voice.status(), voice.headers()['content-type']], [206, how.javaScriptEnabled ? 'audio/webm' : 'audio/wav']);
			await page.getByRole('link', { name: 'Lettre du CPAS' }).waitFor();
			await expectAccessible(browser, page);
			if (!how.javaScriptEnabled) return;
			const played = await page.evaluate(async () => {
				const audio = document.querySelector('audio')!;
				audio.load();
				return new Promise<number>((resolve) => {
					audio.onloadedmetadata = () => resolve(audio.duration);
					audio.onerror = () => resolve(-1);
				});
			});
			assert.ok(played > 0, `the page may play it: ${played}`);
		});
	});

	test(`What she sends too late, with a voice beside it, keeps its words for her return; the voice is recorded again, ${said}.`, async () => {
		const { id, code } = await someone(name.replace(' ', ' X. '));
		await visitHer(code, how, async (page) => {
			await page.goto(`${app.url}/moi/messages`);
			await page.getByLabel('Mon message').fill('Mes mots, envoyés trop tard');
			await page.getByText('Parler au lieu d’écrire').click();
			await page.getByLabel(/Ma voix, dans un fichier/).setInputFiles({ name: 'voix.wav', mimeType: 'audio/wav', buffer: silence(60) });
			await home.sql(
				'update auth.person_session set ended_at = now() where carnet_id in (select k.id from carnet k where k.accompaniment_id = $1)',
				[id]
			);
			await press(page, 'Envoyer');
			await page.waitForURL((now) => now.pathname === '/moi/connexion');
			await page.getByLabel('Code de la carte').fill(code);
			await page.getByLabel('Code secret', { exact: true }).fill(PIN);
			await page.getByRole('button', { name: 'Entrer', exact: true }).click();
			await page.waitForURL((now) => now.pathname.startsWith('/moi/reprise/'));
			await page.getByText('Mes mots, envoyés trop tard').waitFor({ state: 'attached' });
			await page
				.locator('form')
				.filter({ has: page.locator('[name="text"]') })
				.getByRole('button')
				.click();
			await page.getByText('Le message est envoyé.').waitFor();
			await page.getByText('Mes mots, envoyés trop tard').waitFor();
		});
	});

	test(`She asks for a neutral word, at her safe address alone, and changes her quiet hours, ${said}.`, async () => {
		const { id, code } = await someone(name.replace(' ', ' W. '));
		await visitHer(code, how, async (page) => {
			await page.goto(`${app.url}/moi/messages`);
			await page.getByRole('link', { name: 'Me prévenir quand un message attend' }).click();
			assert.ok(await page.getByLabel('Ne pas me prévenir').isChecked(), 'none, unless she says otherwise');
			await page.getByLabel(/^Par mail, à/).check();
			await page.getByLabel('Pas de mot à partir de').selectOption('18');
			await page.getByLabel('Pas de mot le samedi').check();
			await press(page, 'Garder mon choix');
			await page.getByText('C’est gardé.').waitFor();
			assert.ok(await page.getByLabel(/^Par mail, à/).isChecked());
			assert.equal(await page.getByLabel('Pas de mot à partir de').inputValue(), '18');
			assert.ok(
				(await page.getByLabel('Pas de mot le samedi').isChecked()) && (await page.getByLabel('Pas de mot le dimanche').isChecked())
			);
			await expectAccessible(browser, page);
		});
		await staff('aurore', how, async (page) => {
			await page.goto(`${app.url}/personnes/${id}/messages`);
			await page.getByLabel(`Mon message pour ${first}`).fill('Le CPAS a répondu.');
			await press(page, 'Envoyer');
			await page.getByText('Le message est envoyé.').waitFor();
		});
		const [row] = await home.sql<{ id: string; sealed: string }>(
			'select o.id, o.sealed from outbox o join notice n on n.id = o.notice_id where n.accompaniment_id = $1',
			[id]
		);
		assert.equal(openMail(keyring(), row!.id, row!.sealed).text, 'Vous avez un mot à lire.');
	});
}

/** Where the first voice of the page is played from. */
const voiceOf = async (page: Page) => found(await page.locator('audio').first().getAttribute('src'));
