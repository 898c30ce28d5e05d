import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { v7 as newId } from 'uuid';
import type { Actor, Role } from '#lib/access/access.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as } from '#lib/server/db.ts';
import { queueMail } from '#lib/server/mail.ts';
import { startApp } from '../app.ts';
import { expectNoAxeViolations, openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { giveAccount, signedIn, signIn, type Login, type Visitor } from '../sign-in.ts';

const home = await house({ after });
// In the demo an administrator signs in without a second step.
const app = await startApp(home, { CHEMINER_DEMO: '1' });
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const organization = await home.organization('Relance d’essai');
const people = {} as Record<'aurore' | 'simon' | 'camille' | 'bruno' | 'anne', Actor & { login: Login }>;
for (const [name, first, roles] of [
	['aurore', 'Aurore', ['practitioner']],
	['simon', 'Simon', ['practitioner']],
	['camille', 'Camille', ['coordination']],
	['bruno', 'Bruno', ['front-desk']],
	['anne', 'Anne', ['administrator']]
] as [keyof typeof people, string, Role[]][]) {
	const actor = await home.member(organization, roles, { first });
	people[name] = { ...actor, login: await giveAccount(home, actor) };
}
const { aurore, simon, camille, bruno, anne } = people;

async function meet(name: string, hours: number, place: string, lead: Actor = aurore) {
	const pathway = await home.pathway(lead, name);
	const id = newId();
	await as(lead, async (tx) => {
		const { key } = (await readPathway(tx, pathway.id))!;
		const starts_at = new Date(Date.now() + hours * 3_600_000);
		const sealed = key.seal('appointment', id, { place });
		await tx
			.insertInto('appointment')
			.values({ id, accompaniment_id: pathway.id, member_id: lead.member, starts_at, time_zone: 'Europe/Brussels', sealed })
			.execute();
	});
	return pathway;
}
const nadia = await meet('Nadia B.', 0, '2e étage, salle calme');
const noLead = await home.pathway(aurore, 'Kevin M.');
await home.sql('update accompaniment set lead_id = null where id = $1', [noLead.id]);
await as(anne, (tx) =>
	queueMail(tx, { to: 'simon@essai.example', subject: 'Votre invitation', text: `Bonjour,\n\n${app.url}/invitation/essai` })
);

/** A window with or without the page's script, signed in as somebody. */
async function visit(
	who: { login: Login },
	options: { width: number; script: boolean; dark?: boolean },
	work: (page: Page) => Promise<void>
) {
	const context = await browser.newContext({
		locale: 'fr-FR',
		javaScriptEnabled: options.script,
		colorScheme: options.dark ? 'dark' : 'light',
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

/** The status that a page's data tells: the answer itself is 200, the refusal stands inside. */
async function dataStatus(visitor: Visitor, path: string): Promise<number> {
	const answer = await visitor.open(`${path}/__data.json`);
	return Number(/"status":(\d{3})/.exec(await answer.text())?.[1] ?? answer.status);
}

const PAGES: [Actor & { login: Login }, string[]][] = [
	[bruno, ['/accueil']],
	[camille, ['/equipe']],
	[aurore, ['/bureau/remplacement']],
	[
		anne,
		[
			'/reglages',
			'/reglages/membres',
			`/reglages/membres/${aurore.member}`,
			`/reglages/membres/${aurore.member}/fin`,
			'/reglages/invitations',
			'/reglages/changements',
			'/reglages/messages',
			'/reglages/donnees'
		]
	]
];

test('Every page of the organisation can be used by everyone, narrow and wide, light and dark, and fits its window.', async () => {
	for (const [who, paths] of PAGES) {
		for (const width of [360, 1280]) {
			await visit(who, { width, script: true, dark: width === 360 }, async (page) => {
				for (const path of paths) {
					const answer = await page.goto(app.url + path);
					assert.equal(answer?.status(), 200, path);
					await page.evaluate(() => document.querySelectorAll('details').forEach((fold) => (fold.open = true)));
					await expectNoAxeViolations(page);
					const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
					assert.ok(wide <= 0, `${path} is ${wide} px too wide at ${width}`);
				}
			});
		}
	}
});

test('Each role has its own pages, 403 on the others, and no link to them.', async () => {
	const allowed: Record<string, Actor[]> = {
		'/accueil': [bruno],
		'/equipe': [camille],
		'/bureau/remplacement': [aurore, simon],
		'/reglages': [anne],
		'/reglages/membres': [anne],
		[`/reglages/membres/${aurore.member}`]: [anne],
		[`/reglages/membres/${aurore.member}/fin`]: [anne],
		'/reglages/changements': [anne],
		'/reglages/messages': [anne],
		'/reglages/donnees': [anne],
		'/reglages/invitations': [anne]
	};
	for (const who of [aurore, simon, camille, bruno, anne]) {
		const visitor = await signedIn(app.url, who.login);
		const menu = await (await visitor.open('/bureau')).text();
		for (const [path, holders] of Object.entries(allowed)) {
			const may = holders.includes(who);
			assert.equal((await visitor.open(path)).status, may ? 200 : 403, `${who.firstName} ${path}`);
			assert.equal(await dataStatus(visitor, path), may ? 200 : 403, `${who.firstName} ${path}/__data.json`);
			if (!may && ['/accueil', '/equipe', '/reglages'].includes(path))
				assert.ok(!menu.includes(`href="${path}"`), `${who.firstName} has a link to ${path}`);
		}
	}
});

test('Posts of others are refused as their pages are, and change nothing.', async () => {
	const before = await home.sql('select id, roles, version, ended_at from member order by id');
	const fields = {
		first_name: 'Autre',
		'roles[]': 'administrator',
		version: '1',
		of: aurore.member,
		by: simon.member,
		until: '2099-01-01',
		name: 'Autre',
		kind: 'other'
	};
	for (const who of [aurore, bruno, camille]) {
		const visitor = await signedIn(app.url, who.login);
		for (const path of ['/reglages', `/reglages/membres/${aurore.member}`, `/reglages/membres/${aurore.member}/fin`]) {
			assert.equal((await visitor.post(path, fields)).status, 403, `${who.firstName} ${path}`);
		}
		if (who === camille) continue;
		for (const action of ['confier', 'ecarter', 'remplacer', 'terminer'])
			assert.equal((await visitor.post(`/equipe?/${action}`, fields)).status, 403);
	}
	assert.deepEqual(await home.sql('select id, roles, version, ended_at from member order by id'), before);
});

test('Front desk and administrator trying a pathway find nothing there.', async () => {
	const { status: missing } = await (await signedIn(app.url, aurore.login)).open(`/personnes/${newId()}`);
	assert.equal(missing, 404);
	for (const who of [bruno, anne, camille]) {
		const visitor = await signedIn(app.url, who.login);
		for (const ask of [async (path: string) => (await visitor.open(path)).status, (path: string) => dataStatus(visitor, path)]) {
			const [real, invented] = await Promise.all([ask(`/personnes/${nadia.id}`), ask(`/personnes/${newId()}`)]);
			assert.ok([403, 404].includes(real), `${who.firstName} ${real}`);
			assert.equal(real, invented);
		}
	}
});

test('The front desk reads the day, and the days beside it, without a word more.', async () => {
	await visit(bruno, { width: 1280, script: false }, async (page) => {
		await page.goto(`${app.url}/accueil`);
		const row = page.getByRole('row', { name: /Nadia B\./ });
		assert.match(await row.innerText(), /2e étage, salle calme/);
		assert.match(await row.innerText(), /Aurore/);
		assert.equal(await page.locator('main a[href^="/personnes"]').count(), 0, 'nothing leads to a pathway');
		await page.getByRole('navigation', { name: 'Jours' }).getByRole('link').last().click();
		assert.match(page.url(), /\/accueil\?jour=\d{4}-\d{2}-\d{2}$/);
		assert.equal(await page.getByRole('row', { name: /Nadia B\./ }).count(), 0);
		await page.getByRole('link', { name: 'Revenir à aujourd’hui' }).click();
		assert.equal(new URL(page.url()).search, '');
	});
});

test('A full day at the front desk prints on one A4 sheet.', async () => {
	const crowded = await home.organization('Un jour chargé');
	const elise = await home.member(crowded, ['practitioner'], { first: 'Élise' });
	const ines = await home.member(crowded, ['front-desk'], { first: 'Ines' });
	for (let count = 1; count <= 35; count += 1) await meet(`Marie-Ange T. ${count}`, 0, '2e étage, salle calme', elise);
	const login = await giveAccount(home, ines);
	await visit({ login }, { width: 1280, script: true }, async (page) => {
		await page.goto(`${app.url}/accueil`);
		assert.equal(await page.getByRole('row').count(), 36);
		const sheets = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g);
		assert.equal(sheets?.length, 1);
	});
});

for (const script of [false, true]) {
	test(`Coordination entrusts a person, names a cover and ends it, ${script ? 'with' : 'without'} JavaScript.`, async () => {
		await home.sql('update accompaniment set lead_id = null where id = $1', [noLead.id]);
		await visit(camille, { width: 1280, script }, async (page) => {
			await page.goto(`${app.url}/equipe`);
			assert.equal(await page.getByText('Nadia').count(), 0, 'no name of anybody who has a lead');
			await page.getByLabel('Confier Kevin M. à').selectOption({ label: 'Simon N.' });
			await page.getByRole('button', { name: /^Confier.*Kevin M\.$/ }).click();
			await page.getByText('cette personne a une personne de référence').waitFor();
			assert.equal(await page.getByText('Kevin').count(), 0);

			await page.getByLabel('De', { exact: true }).selectOption({ label: 'Aurore N.' });
			await page.getByLabel('Par', { exact: true }).selectOption({ label: 'Aurore N.' });
			await page.getByLabel(/Jusqu’au/).fill(new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10));
			await page.getByRole('button', { name: 'Nommer ce remplacement' }).click();
			await page.getByRole('alert').getByText('On ne se remplace pas soi-même').waitFor();
			if (script) await expectNoAxeViolations(page);
			assert.equal(await page.getByLabel('De', { exact: true }).inputValue(), aurore.member, 'what was chosen is kept');
			await page.getByLabel('Par', { exact: true }).selectOption({ label: 'Simon N.' });
			await page.getByRole('button', { name: 'Nommer ce remplacement' }).click();
			await page.getByText('le remplacement vaut pour une personne').waitFor();
			await page.getByText(/Aurore.: Simon remplace jusqu’au/).waitFor();

			await page.getByText('Changer la fin').click();
			await page
				.getByRole('listitem')
				.getByLabel(/Jusqu’au/)
				.fill(new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10));
			await page.getByRole('button', { name: /^Garder cette date.*Simon$/ }).click();
			await page.getByText('le remplacement vaut pour une personne').waitFor();
			assert.equal(await page.getByText('Changer la fin').count(), 1, 'the same cover, longer');

			await page.getByRole('button', { name: /^Terminer maintenant.*Simon$/ }).click();
			await page.getByText('Aucun remplacement en cours.').waitFor();
		});
	});
}

test('A practitioner plans her absence in one gesture, and takes it back.', async () => {
	await visit(aurore, { width: 360, script: false }, async (page) => {
		await page.goto(`${app.url}/bureau/remplacement`);
		assert.equal(await page.getByLabel('De', { exact: true }).count(), 0);
		await page.getByLabel('Par', { exact: true }).selectOption({ label: 'Simon N.' });
		await page.getByLabel(/Jusqu’au/).fill(new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10));
		await page.getByRole('button', { name: 'Nommer ce remplacement' }).click();
		await page.getByText('le remplacement vaut pour une personne').waitFor();
		const held = await signedIn(app.url, simon.login).then((visitor) => visitor.open('/bureau/remplacement'));
		assert.match(await held.text(), /Aurore.: Simon remplace jusqu’au/);
		await page.getByRole('button', { name: /^Terminer maintenant.*Simon$/ }).click();
		await page.getByText('Vous n’avez pas nommé de remplacement.').waitFor();
	});
});

test('A cover ends on a day to come, within a year; what was chosen is kept.', async () => {
	const visitor = await signedIn(app.url, aurore.login);
	for (const [until, sentence] of [
		['2020-01-01', 'Cette date est déjà passée.'],
		['2190-01-01', 'Un remplacement dure un an au plus.'],
		['', 'Indiquez quelque chose ici.']
	]) {
		const answer = await visitor.post('/bureau/remplacement?/remplacer', { by: simon.member, until: until! });
		assert.equal(answer.status, 422);
		const page = await answer.text();
		assert.ok(page.includes(sentence!), sentence);
		assert.match(page, new RegExp(`value="${simon.member}" selected`));
	}
});

test('The organisation is changed, and a second editor gets both versions with everything typed.', async () => {
	await visit(anne, { width: 360, script: false }, async (page) => {
		await page.goto(`${app.url}/reglages`);
		await page.getByLabel('Nom', { exact: true }).fill('');
		await page.getByRole('button', { name: 'Enregistrer' }).click();
		await page.getByRole('alert').getByText('Indiquez quelque chose ici.').waitFor();
		await page.getByLabel('Nom', { exact: true }).fill('Relance du bassin');
		await page.getByLabel('Téléphone').fill('071 11 11 11');
		await home.sql(`update organization set phone = '071 22 22 22', version = version + 1 where id = $1`, [organization]);
		await page.getByRole('button', { name: 'Enregistrer' }).click();
		await page.getByText('Quelqu’un a changé ce texte entre-temps').waitFor();
		await page.getByText('071 22 22 22').waitFor();
		assert.equal(await page.getByLabel('Téléphone').inputValue(), '071 11 11 11');
		assert.deepEqual(await home.sql('select phone from organization where id = $1', [organization]), [{ phone: '071 22 22 22' }]);
		await page.getByRole('button', { name: 'Enregistrer' }).click();
		await page.getByText('C’est enregistré.').waitFor();
		assert.deepEqual(await home.sql('select name, phone from organization where id = $1', [organization]), [
			{ name: 'Relance du bassin', phone: '071 11 11 11' }
		]);
	});
});

test('A stale form answers 409, twenty posts of one form change once.', async () => {
	const visitor = await signedIn(app.url, anne.login);
	const fields = { name: 'Relance d’essai', kind: 'mire', address: '', phone: '', version: '1', form_key: newId() };
	assert.equal((await visitor.post('/reglages', fields)).status, 409);
	const [row] = await home.sql<{ version: number }>('select version from organization where id = $1', [organization]);
	const fresh = { ...fields, version: String(row!.version), form_key: newId() };
	const answers = await Promise.all(Array.from({ length: 20 }, () => visitor.post('/reglages', fresh)));
	assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([303]));
	assert.deepEqual(await home.sql('select version from organization where id = $1', [organization]), [{ version: row!.version + 1 }]);
});

test('A colleague who leaves: told beforehand by a count, out at the next page, her people unassigned, the change written down.', async () => {
	const leaving = await home.member(organization, ['practitioner'], { first: 'Élise' });
	const login = await giveAccount(home, leaving, { email: 'elise@essai.example' });
	await home.pathway(leaving, 'Irina V.');
	const hers: Visitor = await signedIn(app.url, login);
	assert.equal((await hers.open('/bureau')).status, 200);
	await visit(anne, { width: 1280, script: false }, async (page) => {
		await page.goto(`${app.url}/reglages/membres`);
		await page.getByRole('link', { name: 'Élise N.' }).click();
		await page.getByText('Élise est la référence pour une personne.').waitFor();
		await page.getByRole('link', { name: 'Préparer le départ' }).click();
		assert.equal(await page.getByText('Irina').count(), 0);
		await page.getByRole('button', { name: 'Mettre fin maintenant' }).click();
		await page.getByText('Ce compte n’ouvre plus rien ici.').waitFor();
		await page.goto(`${app.url}/reglages/changements`);
		await page.getByText(/^Anne N\. a mis fin à un accès.: Élise N\./).waitFor();
	});
	assert.notEqual((await hers.open('/bureau')).status, 200);
	const team = await (await signedIn(app.url, camille.login)).open('/equipe');
	assert.match(await team.text(), /Irina V\./);
});

test('A colleague is invited and the link handed over once; taken back, it opens nothing.', async () => {
	await visit(anne, { width: 360, script: false }, async (page) => {
		await page.goto(`${app.url}/reglages/invitations`);
		await page.getByRole('textbox', { name: 'Prénom' }).fill('Paul-Henri');
		await page.getByLabel('Adresse mail professionnelle').fill('paul-henri@essai.example');
		await page.getByRole('button', { name: 'Envoyer l’invitation' }).click();
		await page.getByRole('alert').getByText('Cochez au moins un rôle.').waitFor();
		assert.equal(await page.getByLabel('Adresse mail professionnelle').inputValue(), 'paul-henri@essai.example');
		await page.getByLabel('Accompagne').check();
		await page.getByRole('button', { name: 'Envoyer l’invitation' }).click();
		const link = await page.getByText(/\/invitation\/[\w-]{20,}/).innerText();
		assert.equal((await fetch(link)).status, 200);
		await page.goto(`${app.url}/reglages/invitations`);
		await page.getByText('paul-henri@essai.example').waitFor();
		assert.equal(await page.getByText(/\/invitation\/[\w-]{20,}/).count(), 0);
		await page.getByRole('button', { name: /^Retirer.*Paul-Henri$/ }).click();
		await page.getByText('Le lien n’ouvre plus rien.').waitFor();
		await page.goto(`${app.url}/reglages/changements`);
		await page.getByText(/^Anne N\. a retiré une invitation.: Paul-Henri\./).waitFor();
	});
	const visitor = await signedIn(app.url, anne.login);
	const fields = { first_name: 'Irina', email: 'irina@essai.example', 'roles[]': 'practitioner', form_key: newId() };
	const answers = await Promise.all(Array.from({ length: 20 }, () => visitor.post('/reglages/invitations?/inviter', fields)));
	assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array<number>(19).fill(303)]);
	assert.equal((await home.sql(`select from invitation where first_name = 'Irina'`)).length, 1);
	for (const id of [newId(), ''])
		assert.ok([409, 422].includes((await visitor.post('/reglages/invitations?/retirer', { invitation: id })).status));
	const coordination = await signedIn(app.url, camille.login);
	assert.equal((await coordination.post('/reglages/invitations?/inviter', { ...fields, form_key: newId() })).status, 403);
});

test('The last administrator is told why she cannot leave, and everything stays.', async () => {
	await visit(anne, { width: 1280, script: false }, async (page) => {
		await page.goto(`${app.url}/reglages/membres/${anne.member}`);
		await page.getByLabel('S’occupe des réglages').uncheck();
		await page.getByRole('button', { name: 'Enregistrer' }).click();
		await page.getByRole('alert').getByText('Cochez au moins un rôle.').waitFor();
		await page.getByLabel('Accompagne').check();
		await page.getByRole('button', { name: 'Enregistrer' }).click();
		await page.getByRole('alert').getByText('Il faut toujours quelqu’un pour s’occuper des réglages.').waitFor();
		assert.equal(await page.getByLabel('Accompagne').isChecked(), true);
		await page.goto(`${app.url}/reglages/membres/${anne.member}/fin`);
		await page.getByRole('button', { name: 'Mettre fin maintenant' }).click();
		await page.getByRole('alert').getByText('Il faut toujours quelqu’un').waitFor();
	});
});

test('In the demo every mail is read on its page; members of another organisation are not there.', async () => {
	const elsewhere = await home.member(await home.organization('Ailleurs'), ['administrator'], { first: 'Irène' });
	const other = await signedIn(app.url, await giveAccount(home, elsewhere, { email: 'irene@essai.example' }));
	assert.match(await (await (await signedIn(app.url, anne.login)).open('/reglages/messages')).text(), /simon@essai\.example/);
	assert.doesNotMatch(await (await other.open('/reglages/messages')).text(), /simon@essai\.example/);
	for (const id of [aurore.member, newId(), 'x']) {
		assert.equal((await other.open(`/reglages/membres/${id}`)).status, 404);
		assert.equal(
			(await other.post(`/reglages/membres/${id}`, { first_name: 'Autre', 'roles[]': 'practitioner', version: '1' })).status,
			404
		);
		assert.equal((await other.post(`/reglages/membres/${id}/fin`, { version: '1' })).status, 404);
	}
});
