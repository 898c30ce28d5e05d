import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { v7 as newId } from 'uuid';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Actor } from '#lib/access/access.ts';
import { keepActions } from '#lib/actions/actions.server.ts';
import { planAppointment } from '#lib/appointments/appointments.server.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as } from '#lib/server/db.ts';
import { startApp } from '../app.ts';
import { expectNoAxeViolations, openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { giveAccount, signedIn, signIn } from '../sign-in.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const organization = await home.organization('Relance-Sambre');
const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore', last: 'N.' });
const login = await giveAccount(home, aurore);
const stranger = await home.member(await home.organization('Ailleurs'), ['practitioner', 'front-desk', 'coordination'], { first: 'Lise' });
const strangerLogin = await giveAccount(home, stranger);
const newcomer = await home.member(organization, ['practitioner'], { first: 'Noa' });
const newcomerLogin = await giveAccount(home, newcomer);

const nadia = await home.pathway(aurore, 'Nadia B.');
for (let n = 0; n < 60; n += 1) await home.pathway(aurore, `Élodie ${String.fromCharCode(65 + (n % 26))}. ${n}`);
await tell(aurore, nadia.id);

/** What a pathway holds after a few months: words of both, two meetings, a promise, an appointment today and one ahead. */
async function tell(lead: Actor, id: string): Promise<void> {
	await as(lead, async (tx) => {
		const pathway = (await readPathway(tx, id))!;
		const { key } = pathway;
		const sealed = key.seal('profile', id, { matters: 'Travailler en cuisine.', side: 'Il manque une garde le matin.' });
		await tx.insertInto('profile').values({ accompaniment_id: id, sealed }).execute();
		await tx.insertInto('answer').values({ id: newId(), accompaniment_id: id, value: 'yes', said_on: '2026-03-04' }).execute();
		for (const [on, text, moved] of [
			['2026-10-01', 'On a relu la lettre.', ''],
			['2026-10-15', 'Elle a appelé la crèche.', 'lettre envoyée']
		] as const) {
			const [interview, note] = [newId(), newId()];
			await tx.insertInto('interview').values({ id: interview, accompaniment_id: id, held_on: on, channel: 'presence' }).execute();
			const row = {
				id: note,
				interview_id: interview,
				accompaniment_id: id,
				outcome: moved ? 'moved' : null,
				sealed: key.seal('note', note, { text, moved })
			};
			await tx.insertInto('note').values(row).execute();
			await tx.insertInto('note_reader').values({ note_id: note, member_id: lead.member }).execute();
		}
		await keepActions(tx, pathway, null, [{ owner: 'practitioner', owner_member_id: lead.member, text: 'Écrire au centre', due_on: null }]);
		for (const days of [0, 8]) {
			const starts_at = new Date(Date.now() + days * 86_400_000);
			await planAppointment(tx, pathway, { starts_at, time_zone: 'Europe/Brussels', channel: 'presence', place: 'au 2e étage' });
		}
	});
}

async function visit(options: BrowserContextOptions, work: (page: Page) => Promise<void>, who = login) {
	const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1280, height: 900 }, ...options });
	try {
		const page = await context.newPage();
		await signIn(page, app.url, who);
		await work(page);
	} finally {
		await context.close();
	}
}

const pathwayOf = (person: string) => `${app.url}/personnes/${person}`;
const rows = (page: Page) => page.locator('tbody tr');

for (const javaScriptEnabled of [true, false]) {
	const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';

	test(`The desk shows the day, what was promised and who has no next step; a name is found by a piece of it, ${how}.`, async () => {
		await visit({ javaScriptEnabled }, async (page) => {
			await page.goto(`${app.url}/bureau`);
			await page.getByRole('heading', { level: 1, name: 'Bonjour Aurore' }).waitFor();
			const today = page.getByRole('region', { name: 'Aujourd’hui' });
			await today.getByRole('link', { name: 'Nadia B.', exact: true }).waitFor();
			await today.getByText('au 2e étage').waitFor();
			await page.getByText('Écrire au centre').waitFor();
			assert.equal(await page.getByRole('region', { name: 'Sans prochaine étape' }).getByText('Nadia').count(), 0);
			if (javaScriptEnabled) await page.keyboard.press('/');
			else await page.getByLabel('Chercher une personne').focus();
			await page.keyboard.type('NADI');
			await page.keyboard.press('Enter');
			await page.getByRole('region', { name: 'Trouvé pour' }).getByRole('link', { name: 'Nadia B.' }).click();
			await page.getByRole('heading', { level: 1, name: 'Nadia B.' }).waitFor();
		});
	});

	test(`The caseload is sorted, narrowed and turned by addresses that come back as they were, ${how}.`, async () => {
		await visit({ javaScriptEnabled }, async (page) => {
			await page.goto(`${app.url}/personnes`);
			assert.equal(await rows(page).count(), 50);
			await page.getByRole('link', { name: 'Suivants' }).click();
			assert.equal(await rows(page).count(), 11);
			assert.ok(!page.url().toLowerCase().includes('elodie'), 'an address holds no name');
			await page.getByRole('link', { name: 'Précédents' }).click();
			assert.equal(await rows(page).count(), 50);
			await page.getByRole('link', { name: 'Dernier entretien' }).click();
			await page.getByRole('link', { name: 'Dernier entretien' }).click();
			assert.match(page.url(), /tri=vue-recente/);
			assert.match((await rows(page).first().textContent()) ?? '', /Nadia B\./);
			await page.getByText('Choisir qui apparaît').click();
			await page.getByLabel('Prochain rendez-vous').selectOption('prévu');
			await page.getByRole('button', { name: 'Afficher' }).click();
			await page.waitForURL(/suite=prevue/);
			assert.equal(await rows(page).count(), 1);
			await page.goto(page.url());
			assert.equal(await rows(page).count(), 1);
			await page.getByRole('link', { name: 'Tout afficher' }).click();
			assert.equal(await rows(page).count(), 50);
		});
	});

	test(`The pathway reads from the next appointment down to her answer, and says who looked, ${how}.`, async () => {
		await visit({ javaScriptEnabled }, async (page) => {
			await page.goto(pathwayOf(nadia.id));
			const stitches = await page.getByRole('list', { name: 'Le fil rouge' }).getByRole('heading').allTextContents();
			assert.match(stitches[0] ?? '', /Prochain rendez-vous avec Aurore/);
			assert.match(stitches.at(-1) ?? '', /Nadia répond\s: oui/);
			for (const text of [
				'Travailler en cuisine.',
				'Il manque une garde le matin.',
				'Elle a appelé la crèche.',
				/J’ai avancé\s: lettre envoyée/,
				'Nadia et Aurore'
			]) {
				await page.getByText(text).first().waitFor();
			}
			await page.getByRole('link', { name: 'Qui a regardé' }).click();
			await page.getByText('Aurore, accompagnement, a lu le chemin.').first().waitFor();
		});
	});

	test(`The language changes and one stays on the page, ${how}.`, async () => {
		await visit({ javaScriptEnabled }, async (page) => {
			await page.goto(`${app.url}/personnes?tri=vue`);
			await page.getByRole('button', { name: 'English' }).click();
			await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
			assert.match(page.url(), /\/personnes\?tri=vue$/);
			assert.equal(await page.locator('html').getAttribute('lang'), 'en');
			await page.getByRole('button', { name: 'Français' }).click();
			await page.getByRole('heading', { level: 1, name: 'Personnes' }).waitFor();
		});
	});
}

test('Whoever begins finds calm empty pages.', async () => {
	await visit(
		{},
		async (page) => {
			await page.goto(`${app.url}/bureau`);
			await page.getByText('Rien de prévu aujourd’hui').waitFor();
			await expectNoAxeViolations(page);
			await page.goto(`${app.url}/personnes`);
			await page.getByText('Personne ici pour l’instant.').waitFor();
			await expectNoAxeViolations(page);
		},
		newcomerLogin
	);
});

test('The pathway prints on one A4, however long it is.', async () => {
	const { id } = await home.pathway(aurore, 'Bavard');
	await as(aurore, async (tx) => {
		const { key } = (await readPathway(tx, id))!;
		const text = 'Une longue page de ce qu’on s’est dit. '.repeat(80);
		await tx
			.insertInto('profile')
			.values({ accompaniment_id: id, sealed: key.seal('profile', id, { matters: text, side: text }) })
			.execute();
		for (let day = 1; day <= 12; day += 1) {
			const [interview, note] = [newId(), newId()];
			await tx
				.insertInto('interview')
				.values({ id: interview, accompaniment_id: id, held_on: `2026-05-${String(day).padStart(2, '0')}`, channel: 'phone' })
				.execute();
			await tx
				.insertInto('note')
				.values({
					id: note,
					interview_id: interview,
					accompaniment_id: id,
					outcome: 'moved',
					sealed: key.seal('note', note, { text, moved: 'un pas de plus' })
				})
				.execute();
		}
	});
	await visit({}, async (page) => {
		for (const person of [id, nadia.id]) {
			await page.goto(pathwayOf(person));
			const sheet = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
			assert.equal(sheet.match(/\/Type\s*\/Page\b/g)?.length, 1);
		}
	});
});

const hidden: [string, string][] = [
	['its page', ''],
	['who looked', '/lectures'],
	['the data channel', '/__data.json'],
	['the data channel of who looked', '/lectures/__data.json']
];
for (const [what, path] of hidden) {
	test(`A pathway of another organisation answers like one that never existed: ${what}.`, async () => {
		const visitor = await signedIn(app.url, strangerLogin);
		const answers = await Promise.all([nadia.id, newId()].map((id) => visitor.open(`/personnes/${id}${path}`)));
		const [there, nowhere] = await Promise.all(
			answers.map(async (answer) => ({ status: answer.status, body: plain(await answer.text()) }))
		);
		assert.deepEqual(there, nowhere);
		assert.ok(there!.status === 404 || there!.body.includes('"status":404'), `${there!.status}`);
	});
}

/** Without what differs from one answer to the next anyway. */
const plain = (body: string) =>
	body.replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'id').replace(/nonce="[^"]+"/g, '');

test('Another organisation finds nobody in its lists and searches, whatever it asks.', async () => {
	const visitor = await signedIn(app.url, strangerLogin);
	for (const path of [
		'/bureau',
		'/bureau?q=nadia',
		'/personnes',
		'/personnes?q=nadia',
		'/personnes?fin=oui',
		`/personnes?apres=${nadia.id}`,
		'/personnes/__data.json',
		'/bureau/__data.json?q=nadia'
	]) {
		const answer = await visitor.open(path);
		assert.equal(answer.status, 200, path);
		assert.ok(!(await answer.text()).includes('Nadia B.'), path);
	}
});

test('The front desk does not open the caseload, and its own desk says so without a name.', async () => {
	const josiane = await home.member(organization, ['front-desk'], { first: 'Josiane' });
	const visitor = await signedIn(app.url, await giveAccount(home, josiane));
	assert.equal((await visitor.open('/personnes')).status, 403);
	assert.equal((await visitor.open(`/personnes/${nadia.id}`)).status, 404);
	const desk = await visitor.open('/bureau');
	assert.equal(desk.status, 200);
	assert.ok(!(await desk.text()).includes('Nadia'));
});

test('A language that is not one, or a way back to elsewhere, is not followed.', async () => {
	const visitor = await signedIn(app.url, login);
	for (const [langue, suite, to] of [
		['xx', '/bureau', '/bureau'],
		['en', 'https://evil.example/', '/'],
		['fr', '//evil.example', '/']
	] as const) {
		const answer = await visitor.post('/langue', { langue, suite });
		assert.equal(answer.status, 303);
		assert.equal(answer.headers.get('location'), to);
	}
});

for (const [width, colorScheme] of [
	[360, 'light'],
	[360, 'dark'],
	[1280, 'light'],
	[1280, 'dark']
] as const) {
	test(`Every page of seeing passes axe and fits ${width} px, ${colorScheme}.`, async () => {
		await visit({ viewport: { width, height: 800 }, colorScheme }, async (page) => {
			for (const path of [
				'/',
				'/bureau',
				'/bureau?q=elo',
				'/personnes',
				'/personnes?suite=prevue',
				'/personnes?q=zzz',
				`/personnes/${nadia.id}`,
				`/personnes/${nadia.id}/lectures`,
				'/nulle-part'
			]) {
				await page.goto(app.url + path);
				await expectNoAxeViolations(page);
				const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
				assert.ok(over <= 0, `${path} is ${over} px too wide`);
			}
		});
	});
}
