import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { v7 as newId } from 'uuid';
import type { Page } from 'playwright-core';
import type { Actor } from '#lib/access/access.ts';
import { startApp } from '../app.ts';
import { expectNoAxeViolations, openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { giveAccount, signedIn, signIn, type Visitor } from '../sign-in.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

async function team() {
	const organization = await home.organization('Relance-Sambre asbl');
	const aurore = await home.member(organization);
	const paul = await home.member(organization, ['practitioner'], { first: 'Paul-Henri', last: 'W.' });
	return { organization, aurore, paul };
}

const visitorOf = async (actor: Actor) => signedIn(app.url, await giveAccount(home, actor));

/** A page as this member sees it, with or without JavaScript, wide or narrow; closed with the work. */
async function seeing(
	actor: Actor,
	options: { javaScriptEnabled?: boolean; width?: number },
	work: (page: Page, check: () => Promise<void>) => Promise<void>
): Promise<void> {
	const context = await browser.newContext({
		locale: 'fr-BE',
		javaScriptEnabled: options.javaScriptEnabled ?? true,
		viewport: { width: options.width ?? 1280, height: 900 }
	});
	try {
		const page = await context.newPage();
		page.setDefaultTimeout(20_000);
		await signIn(page, app.url, await giveAccount(home, actor));
		// The checker itself is a script: without JavaScript the same page is walked, with it, it is checked too.
		await work(page, () => (options.javaScriptEnabled === false ? Promise.resolve() : expectNoAxeViolations(page)));
	} finally {
		await context.close();
	}
}

/** The value of a field in a page that was read without a browser. */
const hidden = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
const formKey = async (visitor: Visitor, path: string) => hidden(await (await visitor.open(path)).text(), 'form_key');
const peopleOf = async (actor: Actor) =>
	(await home.sql<{ n: number }>('select count(*)::int as n from accompaniment where lead_id = $1', [actor.member]))[0]!.n;

for (const javaScriptEnabled of [true, false]) {
	test(`A name and Enter open a pathway, ${javaScriptEnabled ? 'with' : 'without'} JavaScript; nothing else is asked.`, async () => {
		const { aurore } = await team();
		await seeing(aurore, { javaScriptEnabled, width: javaScriptEnabled ? 1280 : 360 }, async (page, check) => {
			await page.goto(`${app.url}/personnes/nouvelle`);
			assert.equal(await page.locator('[required]').count(), 0);
			assert.equal(await page.locator('form :checked:not(option)').count(), 0);
			assert.equal(await page.locator(':focus').getAttribute('name'), 'name_to_use');
			await page.getByLabel('Nom à utiliser').fill('Nadia B.');
			await page.keyboard.press('Enter');
			await page.waitForURL(/\/personnes\/[0-9a-f-]{36}$/);
			await page.getByRole('heading', { level: 1, name: 'Nadia B.' }).waitFor();
			await check();
		});
		assert.equal(await peopleOf(aurore), 1);
	});
}

test('Everything can be told at opening, and is found again in the profile.', async () => {
	const { aurore, paul } = await team();
	await seeing(aurore, { javaScriptEnabled: false }, async (page) => {
		await page.goto(`${app.url}/personnes/nouvelle`);
		await page.getByLabel('Nom à utiliser').fill('Chantal D.');
		for (const fold of await page.locator('main summary').all()) await fold.click();
		await page.getByRole('textbox', { name: 'Téléphone' }).fill('0475 12 34 56');
		await page.getByLabel('Mode discret').check();
		await page.getByRole('textbox', { name: 'Nom d’emprunt' }).fill('Mme Lilas');
		await page.getByLabel('Date de naissance').fill('1979-03-02');
		await page.getByLabel('Parcours', { exact: true }).selectOption('social');
		await page.getByLabel('Collègue').first().selectOption(paul.member);
		await page.getByLabel('Non', { exact: false }).last().check();
		await page.getByRole('button', { name: 'Ouvrir l’accompagnement' }).click();
		await page.waitForURL(/\/personnes\/[0-9a-f-]{36}$/);
		await page.getByRole('heading', { level: 1, name: 'Mme Lilas' }).waitFor();
		await page.goto(`${page.url()}/profil`);
		assert.equal(await page.getByLabel('Nom à utiliser').inputValue(), 'Chantal D.');
		assert.equal(await page.getByLabel('Date de naissance').inputValue(), '1979-03-02');
		assert.equal(await page.getByLabel('Numéro ou adresse').first().inputValue(), '0475 12 34 56');
	});
	assert.deepEqual(await home.sql('select carnet, concealed, alias, track from accompaniment where lead_id = $1', [aurore.member]), [
		{ carnet: 'no', concealed: true, alias: 'Mme Lilas', track: 'social' }
	]);
});

test('A national number is pointed out once; everything typed stays, and either answer goes on.', async () => {
	const { aurore } = await team();
	await seeing(aurore, { javaScriptEnabled: true }, async (page, check) => {
		await page.goto(`${app.url}/personnes/nouvelle`);
		await page.getByLabel('Nom à utiliser').fill('Samir K.');
		await page.getByText('Comment joindre la personne').click();
		await page.getByLabel('Pour joindre sans risque').fill('Par SMS. 85.07.30-033.61');
		await page.getByRole('button', { name: 'Ouvrir l’accompagnement' }).click();
		await page.getByText('On dirait un numéro national').waitFor();
		await check();
		assert.equal(await page.getByLabel('Pour joindre sans risque').inputValue(), 'Par SMS. 85.07.30-033.61');
		assert.equal(await peopleOf(aurore), 0);
		await page.getByRole('button', { name: 'Retirer ces chiffres' }).click();
		await page.waitForURL(/\/personnes\/[0-9a-f-]{36}$/);
		await page.goto(`${page.url()}/profil`);
		assert.equal(await page.getByLabel('Pour joindre sans risque').inputValue(), 'Par SMS.');
	});
});

test('Somebody of the same name is shown, with the way to her pathway, and one can go on.', async () => {
	const { aurore } = await team();
	const { id } = await home.pathway(aurore, 'Nadia B.');
	await seeing(aurore, { javaScriptEnabled: false }, async (page) => {
		await page.goto(`${app.url}/personnes/nouvelle`);
		await page.getByLabel('Nom à utiliser').fill('nadia b.');
		await page.keyboard.press('Enter');
		await page.getByText('Nadia B. est déjà dans vos personnes.').waitFor();
		assert.equal(await page.getByRole('link', { name: 'Ouvrir son chemin' }).getAttribute('href'), `/personnes/${id}`);
		await page.getByRole('button', { name: 'C’est quelqu’un d’autre' }).click();
		await page.waitForURL(/\/personnes\/[0-9a-f-]{36}$/);
		assert.ok(!page.url().endsWith(id));
	});
	assert.equal(await peopleOf(aurore), 2);
});

test('Twenty posts of one form at once, with forged fields, open one pathway of mine.', async () => {
	const { aurore } = await team();
	const stranger = await home.member(await home.organization());
	const visitor = await visitorOf(aurore);
	const form_key = await formKey(visitor, '/personnes/nouvelle');
	const forged = {
		id: newId(),
		organization_id: stranger.organization,
		lead_id: stranger.member,
		person_id: newId(),
		author_id: stranger.member,
		role: 'administrator',
		visibility: 'all',
		recorded_by: stranger.member
	};
	const answers = await Promise.all(
		Array.from({ length: 20 }, () => visitor.post('/personnes/nouvelle', { form_key, name_to_use: 'Loïc P.', answer: 'yes', ...forged }))
	);
	assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([303]));
	assert.equal(new Set(answers.map((answer) => answer.headers.get('location'))).size, 1);
	const rows = await home.sql(
		'select a.organization_id, a.lead_id, w.recorded_by from accompaniment a join answer w on w.accompaniment_id = a.id where a.name_to_use = $1',
		['Loïc P.']
	);
	assert.deepEqual(rows, [{ organization_id: aurore.organization, lead_id: aurore.member, recorded_by: aurore.member }]);
});

test('Two who change the profile at once both keep their text: the second gets 409 with both.', async () => {
	const { aurore } = await team();
	const { id } = await home.pathway(aurore, 'Irina V.');
	const visitor = await visitorOf(aurore);
	const path = `/personnes/${id}/profil`;
	const page = await (await visitor.open(path)).text();
	const version = hidden(page, 'version');
	const change = (matters: string) => visitor.post(path, { form_key: newId(), version, name_to_use: 'Irina V.', matters });
	assert.equal((await change('Apprendre le français.')).status, 303);
	const second = await change('Travailler avec des enfants.');
	assert.equal(second.status, 409);
	const html = await second.text();
	assert.ok(html.includes('Apprendre le français.'));
	assert.ok(html.includes('Travailler avec des enfants.'));
	// Sent again from that page, it is taken.
	const again = await visitor.post(path, {
		form_key: hidden(html, 'form_key'),
		version: hidden(html, 'version'),
		name_to_use: 'Irina V.',
		matters: 'Les deux.'
	});
	assert.equal(again.status, 303);
});

test('Two who say goodbye at once, and a colleague who left meanwhile: no word is lost.', async () => {
	const { aurore, paul } = await team();
	const { id } = await home.pathway(aurore, 'Fatou S.');
	const visitor = await visitorOf(aurore);
	await home.sql('update member set ended_at = now() where id = $1', [paul.member]);
	const handover = await visitor.post(`/personnes/${id}/entourage?/handover`, {
		form_key: newId(),
		member: paul.member,
		said: 'Merci pour tout.'
	});
	assert.equal(handover.status, 422);
	assert.ok((await handover.text()).includes('Merci pour tout.'));
	const whole = await visitor.post(`/bureau/changement?vers=${paul.member}`, {
		form_key: newId(),
		member: paul.member,
		[`notes.${id}`]: 'À bientôt.'
	});
	assert.equal(whole.status, 422);
	assert.ok((await whole.text()).includes('À bientôt.'));
	const end = (hers: string) => visitor.post(`/personnes/${id}/fin?/end`, { form_key: newId(), how: 'together', hers });
	assert.equal((await end('J’ai un bail.')).status, 303);
	const second = await end('J’ai appris le vélo.');
	assert.equal(second.status, 409);
	const html = await second.text();
	assert.ok(html.includes('J’ai un bail.'));
	assert.ok(html.includes('J’ai appris le vélo.'));
});

const BELOW = ['profil', 'cadre', 'invitation', 'invitation/imprimer', 'protection', 'entourage', 'moment', 'fin', 'fin/deces'];

test('Who is not named here, or belongs elsewhere, gets the answer of a page that never existed, for reading and for posting.', async () => {
	const { organization, aurore } = await team();
	const { id } = await home.pathway(aurore, 'Bernard G.');
	const colleague = await visitorOf(await home.member(organization, ['practitioner', 'coordination', 'front-desk']));
	const stranger = await visitorOf(await home.member(await home.organization(), ['practitioner', 'coordination']));
	const before = JSON.stringify(await home.sql('select * from accompaniment where id = $1', [id]));
	const posts: [string, Record<string, string>][] = [
		['profil', { name_to_use: 'X', version: '0' }],
		['cadre', { basis: 'free', version: '0' }],
		['invitation', { answer: 'no' }],
		['moment', { moment: 'paused' }],
		['protection?/keep', { kind: 'tuteur', name: 'X' }],
		['fin?/end', { how: 'together' }],
		['fin?/reopen', {}],
		['fin/deces', { sure: 'yes' }],
		['entourage?/name', { member: aurore.member }],
		['entourage?/handover', { member: aurore.member }],
		['entourage?/exclude', { member: aurore.member }]
	];
	for (const visitor of [colleague, stranger]) {
		for (const page of BELOW) {
			const [hers, nobody] = [await visitor.open(`/personnes/${id}/${page}`), await visitor.open(`/personnes/${newId()}/${page}`)];
			assert.deepEqual([hers.status, nobody.status], [404, 404], page);
		}
		for (const [page, fields] of posts) {
			const answer = await visitor.post(`/personnes/${id}/${page}`, { form_key: newId(), ...fields });
			assert.equal(answer.status, 404, page);
		}
	}
	assert.equal(JSON.stringify(await home.sql('select * from accompaniment where id = $1', [id])), before);
	for (const table of ['answer', 'moment', 'ending', 'frame', 'protection', 'colleague', 'handover', 'profile']) {
		assert.deepEqual(await home.sql(`select count(*)::int as n from ${table} where accompaniment_id = $1`, [id]), [{ n: 0 }], table);
	}
});

test('After a death every page is read, and every post is refused with 403.', async () => {
	const { aurore } = await team();
	const { id } = await home.pathway(aurore, 'Bernard G.');
	const visitor = await visitorOf(aurore);
	assert.equal((await visitor.post(`/personnes/${id}/fin/deces`, { form_key: newId() })).status, 422);
	assert.equal((await visitor.post(`/personnes/${id}/fin/deces`, { form_key: newId(), sure: 'yes' })).status, 303);
	for (const page of BELOW.filter((one) => one !== 'fin/deces'))
		assert.equal((await visitor.open(`/personnes/${id}/${page}`)).status, 200, page);
	for (const [page, fields] of [
		['moment', { moment: 'paused' }],
		['cadre', { basis: 'free' }],
		['invitation', { answer: 'yes' }],
		['profil', { name_to_use: 'X' }]
	] as const) {
		assert.equal((await visitor.post(`/personnes/${id}/${page}`, { form_key: newId(), ...fields })).status, 403, page);
	}
	assert.equal((await visitor.post(`/personnes/${id}/fin?/reopen`, { form_key: newId() })).status, 303);
	assert.equal((await visitor.post(`/personnes/${id}/moment`, { form_key: newId(), moment: 'holding' })).status, 303);
});

test('The frame, the invitation, the moment and the people around are told from their pages, on a phone, without JavaScript.', async () => {
	const { aurore, paul } = await team();
	const { id } = await home.pathway(aurore, 'Marie-Ange T.');
	await seeing(aurore, { javaScriptEnabled: false, width: 360 }, async (page) => {
		const go = (below: string) => page.goto(`${app.url}/personnes/${id}/${below}`);
		await go('cadre');
		await page.getByLabel('demandé par…').check();
		await page.getByLabel('Par qui ?').selectOption('piis');
		await page.getByLabel('Droit accordé le').fill('2026-10-01');
		await page.getByLabel('Je peux promettre').fill('Dire les choses comme elles sont.');
		await page.getByRole('button', { name: 'Enregistrer' }).click();
		await page
			.getByText('Vendredi 1er janvier 2027', { exact: false })
			.or(page.getByText('vendredi 1er janvier', { exact: false }))
			.first()
			.waitFor();
		await go('invitation');
		await page.getByLabel('Oui', { exact: false }).check();
		await page.getByRole('button', { name: 'Enregistrer la réponse' }).click();
		await page.waitForURL(new RegExp(`${id}$`));
		await go('moment');
		await page.getByLabel('Tenir bon').check();
		await page.getByRole('button', { name: 'Enregistrer' }).click();
		await page.waitForURL(new RegExp(`${id}$`));
		await go('entourage');
		await page.getByText('Changer de personne de référence').click();
		await page.getByLabel('Nouvelle personne de référence').selectOption(paul.member);
		await page.getByLabel('Ce qu’on s’est dit').fill('Paul-Henri prend la suite.');
		await page.getByRole('button', { name: 'Changer de référence' }).click();
		await page.getByText('Aurore passe le relais à Paul-Henri').waitFor();
	});
	assert.deepEqual(await home.sql('select lead_id, moment, carnet from accompaniment where id = $1', [id]), [
		{ lead_id: paul.member, moment: 'holding', carnet: 'yes' }
	]);
});

test('A whole caseload changes hands from one page; who excluded the colleague stays, and it is said.', async () => {
	const { organization, aurore, paul } = await team();
	await home.pathway(aurore, 'Samir K.');
	const chantal = await home.pathway(aurore, 'Chantal D.');
	await home.sql('insert into exclusion (person_id, account_id, organization_id) values ($1, $2, $3)', [
		chantal.person,
		paul.account,
		organization
	]);
	await seeing(aurore, { javaScriptEnabled: false }, async (page) => {
		await page.goto(`${app.url}/bureau/changement`);
		await page.getByLabel('À qui ?').selectOption(paul.member);
		await page.getByRole('button', { name: 'Continuer' }).click();
		await page.getByText('ce dossier ne peut pas être confié à Paul-Henri', { exact: false }).waitFor();
		await page.getByLabel('Un mot pour toutes et tous').fill('Je change de service.');
		await page.getByRole('button', { name: 'Changer de référence' }).click();
		await page.getByText('Une personne a changé de référence').waitFor();
		await page.getByText('Chantal D.').first().waitFor();
	});
	assert.equal(await peopleOf(paul), 1);
	assert.equal(await peopleOf(aurore), 1);
});

test("The information page prints on one A4, with the country's address to complain to.", async () => {
	const { aurore } = await team();
	const { id } = await home.pathway(aurore, 'Nadia B.');
	await seeing(aurore, {}, async (page, check) => {
		for (const path of ['/personnes/nouvelle/information', `/personnes/${id}/invitation/imprimer`]) {
			await page.goto(app.url + path);
			await page.getByText('Autorité de protection des données').waitFor();
			await check();
			const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
			assert.equal(pdf.match(/\/Type\s*\/Page[^s]/g)?.length, 1, path);
		}
	});
});

test('Every page below a pathway holds without a sideways scroll and without an axe violation, at 360 and 1280 px, folds open, light and dark.', async () => {
	const { aurore, paul } = await team();
	const { id } = await home.pathway(aurore, 'Nadia B.');
	for (const [width, colorScheme] of [
		[360, 'dark'],
		[1280, 'light']
	] as const) {
		await seeing(aurore, { width }, async (page, check) => {
			await page.emulateMedia({ colorScheme });
			const paths = [
				'/personnes/nouvelle',
				'/bureau/changement',
				`/bureau/changement?vers=${paul.member}`,
				...BELOW.map((below) => `/personnes/${id}/${below}`)
			];
			for (const path of paths) {
				await page.goto(app.url + path);
				await page.evaluate(() => document.querySelectorAll('main details').forEach((fold) => fold.setAttribute('open', '')));
				const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
				assert.equal(tooWide, 0, `${path} at ${width}`);
				await check();
			}
		});
	}
});
