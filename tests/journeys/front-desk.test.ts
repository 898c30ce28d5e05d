import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { v7 as newId } from 'uuid';
import type { Actor, Role } from '#lib/access/access.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as } from '#lib/server/db.ts';
import { inputDate, instantOf } from '#lib/ui/dates.ts';
import { startApp } from '../app.ts';
import { expectNoAxeViolations, openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { giveAccount, signedIn, signIn, type Login } from '../sign-in.ts';

const home = await house({ after });
const app = await startApp(home, { CHEMINER_DEMO: '1' });
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const ZONE = 'Europe/Brussels';
const today = inputDate(new Date(), ZONE);
const organization = await home.organization('Relance d’essai');
const staff = {} as Record<'aurore' | 'bruno', Actor & { login: Login }>;
for (const [name, first, role] of [
	['aurore', 'Aurore', 'practitioner'],
	['bruno', 'Bruno', 'front-desk']
] as [keyof typeof staff, string, Role][]) {
	const actor = await home.member(organization, [role], { first });
	staff[name] = { ...actor, login: await giveAccount(home, actor) };
}
const { aurore, bruno } = staff;

/** An appointment of today at this hour, with its room. */
async function meet(name: string, time: string): Promise<string> {
	const { id } = await home.pathway(aurore, name);
	const appointment = newId();
	await as(aurore, async (tx) => {
		const { key } = (await readPathway(tx, id))!;
		const sealed = key.seal('appointment', appointment, { place: 'Bureau 2' });
		const starts_at = instantOf(today, time, ZONE)!;
		await tx.insertInto('appointment').values({ id: appointment, accompaniment_id: id, starts_at, time_zone: ZONE, sealed }).execute();
	});
	return appointment;
}

async function visit(who: { login: Login }, options: { width: number; script: boolean }, work: (page: Page) => Promise<void>) {
	const context = await browser.newContext({
		locale: 'fr-FR',
		javaScriptEnabled: options.script,
		viewport: { width: options.width, height: 900 }
	});
	try {
		const page = await context.newPage();
		await signIn(page, app.url, who.login);
		await work(page);
	} finally {
		await context.close();
	}
}
const sound = async (page: Page) => {
	if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1).catch(() => false))
		assert.fail('the page is too wide');
};

for (const script of [true, false]) {
	test(`At the desk, ${script ? 'with' : 'without'} the script: she is here, a word, another time; the practitioner sees all three.`, async () => {
		const name = script ? 'Nadia B.' : 'Kevin M.';
		const appointment = await meet(name, '14:00');
		await visit(bruno, { width: 360, script }, async (page) => {
			await page.goto(`${app.url}/accueil`);
			await page.getByRole('button', { name: new RegExp(`Est là ?, ${name}`) }).click();
			await page
				.getByText(/Arrivé·e à/)
				.first()
				.waitFor();
			if (script) await expectNoAxeViolations(page);
			await sound(page);
			await page.getByRole('button', { name: new RegExp(`Annuler ?, ${name}`) }).click();
			await page.getByRole('button', { name: new RegExp(`Est là ?, ${name}`) }).click();
			await page.goto(`${app.url}/accueil/${appointment}`);
			if (script) await expectNoAxeViolations(page);
			await page.getByRole('button', { name: 'Laisser ce message' }).click();
			await page.getByRole('heading', { level: 2 }).first().waitFor();
			assert.match((await page.textContent('main')) ?? '', /Rien d’intime ici/);
			if (script) await expectNoAxeViolations(page);
			await page.getByLabel('Message').fill(`${name} a appelé, dix minutes de plus.`);
			await page.getByRole('button', { name: 'Laisser ce message' }).click();
			await page.getByText('Le message est laissé.').waitFor();
			await page.getByText(`${name} a appelé, dix minutes de plus.`).waitFor();
			if (script) await expectNoAxeViolations(page);
		});
		await visit(aurore, { width: 1280, script }, async (page) => {
			await page.goto(`${app.url}/bureau`);
			assert.match((await page.getByRole('main').textContent()) ?? '', /arrivé·e à \d/);
			await page.getByText(`${name} a appelé, dix minutes de plus.`).waitFor();
			if (script) await expectNoAxeViolations(page);
			await page.getByRole('button', { name: new RegExp(`C’est lu ?, ${name}`) }).click();
			await page.getByText('Déjà lus').waitFor();
		});
		await visit(bruno, { width: 1280, script }, async (page) => {
			await page.goto(`${app.url}/accueil/${appointment}`);
			const tomorrow = inputDate(new Date(Date.now() + 86_400_000), ZONE);
			await page.getByLabel('Jour').fill(tomorrow);
			await page.getByLabel('Heure').fill('10:30');
			await page.getByRole('button', { name: 'Déplacer le rendez-vous' }).click();
			await page.getByText('Le rendez-vous est déplacé.').waitFor();
			await page.getByRole('link', { name: new RegExp(`autre heure ?, ${name}`) }).waitFor();
		});
		await visit(aurore, { width: 360, script }, async (page) => {
			await page.goto(`${app.url}/bureau`);
			assert.match((await page.getByRole('main').textContent()) ?? '', /Rendez-vous déplacé par l’accueil/);
			await sound(page);
		});
	});
}

test('A form of the desk sent twice is done once; one that comes too late keeps what was typed; a number is pointed out.', async () => {
	const desk = await signedIn(app.url, bruno.login);
	const appointment = await meet('Irina V.', '15:00');
	const form_key = crypto.randomUUID();
	const said = { form_key, text: 'Elle passera déposer le papier.' };
	for (const _ of [1, 2]) {
		const answer = await desk.post(`/accueil/${appointment}?/message`, said);
		assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/accueil?fait=message']);
	}
	assert.equal((await home.sql('select from desk_word where appointment_id = $1', [appointment])).length, 1);
	const long = await desk.post(`/accueil/${appointment}?/message`, { form_key: crypto.randomUUID(), text: 'x'.repeat(301) });
	assert.equal(long.status, 422);
	assert.match(await long.text(), /x{301}/);
	const number = await desk.post(`/accueil/${appointment}?/message`, {
		form_key: crypto.randomUUID(),
		text: 'Son numéro : 85.07.30-033.28'
	});
	assert.equal(number.status, 422);
	const week = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10);
	const far = await desk.post(`/accueil/${appointment}?/deplacer`, {
		form_key: crypto.randomUUID(),
		version: '1',
		day: week,
		time: '10:00',
		place: 'Ici'
	});
	assert.deepEqual([far.status, /d’aujourd’hui à sept jours/.test(await far.text())], [422, true]);
	await home.sql(`update appointment set state = 'met' where id = $1`, [appointment]);
	const late = await desk.post(`/accueil/${appointment}?/deplacer`, {
		form_key: crypto.randomUUID(),
		version: '1',
		day: today,
		time: '16:45',
		place: 'Salle bleue'
	});
	assert.equal(late.status, 409);
	const page = await late.text();
	assert.match(page, /Salle bleue/);
	assert.match(page, /16:45/);
	assert.match(page, /a changé entre-temps/);
});

test('Whoever is not at the desk has none of its forms, whatever the appointment.', async () => {
	const practitioner = await signedIn(app.url, aurore.login);
	const appointment = await meet('Zahra M.', '16:00');
	for (const path of ['/accueil?/arrivee', `/accueil/${appointment}?/message`, `/accueil/${newId()}?/deplacer`]) {
		const answer = await practitioner.post(path, { appointment, text: 'Canari', version: '1', day: today, time: '17:00' });
		assert.equal(answer.status, 403, path);
	}
});
