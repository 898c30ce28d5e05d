import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { keepActions } from '#lib/actions/actions.server.ts';
import { planAppointment } from '#lib/appointments/appointments.server.ts';
import { openGoal } from '#lib/goals/agreeing.server.ts';
import { addStep } from '#lib/goals/steps.server.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as } from '#lib/server/db.ts';
import { startApp } from '../app.ts';
import { expectNoAxeViolations, openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { readPdf, type ReadPdf } from '../pdf.ts';
import { giveAccount, signedIn, signIn, type Visitor } from '../sign-in.ts';

const home = await house({ after });
// Outside the demo an administrator is first led to a second step.
const app = await startApp(home, { CHEMINER_DEMO: '1' });
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const organization = await home.organization('Relance-Sambre');
await home.sql(`update organization set phone = '071 00 12 34', address = 'rue du Quai 12' where id = $1`, [organization]);
const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore' });
const login = await giveAccount(home, aurore);
const nadia = await home.pathway(aurore, 'Nadia B.');
const bare = await home.pathway(aurore, 'Marc T.');
const hidden = await home.pathway(aurore, 'Zahra M.');
await home.sql(`update accompaniment set concealed = true, alias = 'Colibri' where id = $1`, [hidden.id]);
for (const { id } of [nadia, hidden]) await tell(id);
const interview = await meet(nadia.id);

/** Words of hers, two actions, an appointment today and one ahead, a memo, two numbers of which one is seen by others. */
async function tell(id: string): Promise<void> {
	await as(aurore, async (tx) => {
		const pathway = (await readPathway(tx, id))!;
		const { key } = pathway;
		await tx
			.insertInto('profile')
			.values({ accompaniment_id: id, sealed: key.seal('profile', id, { matters: 'Travailler en cuisine.', side: 'Rien de cela.' }) })
			.execute();
		await keepActions(tx, pathway, null, [
			{ owner: 'person', owner_member_id: null, text: 'appeler la crèche', due_on: null },
			{ owner: 'practitioner', owner_member_id: aurore.member, text: 'écrire au centre', due_on: null }
		]);
		for (const days of [0.02, 8]) {
			const starts_at = new Date(Date.now() + days * 86_400_000);
			await planAppointment(tx, pathway, { starts_at, time_zone: 'Europe/Brussels', channel: 'presence', place: 'au 2e étage' });
		}
		const goal = await openGoal(tx, pathway, { wish: 'Passer mon permis', how: 'orally', domain: null, readers: [aurore.member] });
		await addStep(tx, pathway, goal, 'demander le prix');
		const memo = newId();
		const expires_at = new Date(Date.now() + 86_400_000);
		await tx
			.insertInto('memo')
			.values({ id: memo, accompaniment_id: id, expires_at, sealed: key.seal('memo', memo, { text: 'Canari du mémo' }) })
			.execute();
		for (const [safe, value] of [
			[false, '071 99 99 99'],
			[true, '0475 11 22 33']
		] as const) {
			const contact = newId();
			const sealed = key.seal('contact', contact, { value, hours: '', caution: 'ne pas laisser de message' });
			await tx
				.insertInto('contact')
				.values({ id: contact, accompaniment_id: id, kind: 'phone', safe, position: safe ? 1 : 0, sealed })
				.execute();
		}
	});
}

async function meet(id: string): Promise<string> {
	const [held, note] = [newId(), newId()];
	await as(aurore, async (tx) => {
		const { key } = (await readPathway(tx, id))!;
		await tx.insertInto('interview').values({ id: held, accompaniment_id: id, held_on: '2026-10-01', channel: 'presence' }).execute();
		const sealed = key.seal('note', note, { text: 'Canari de l’entretien', moved: '' });
		await tx.insertInto('note').values({ id: note, interview_id: held, accompaniment_id: id, sealed }).execute();
		await tx.insertInto('note_reader').values({ note_id: note, member_id: aurore.member }).execute();
	});
	return held;
}

async function visit(options: BrowserContextOptions, work: (page: Page) => Promise<void>) {
	const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1280, height: 900 }, ...options });
	try {
		const page = await context.newPage();
		await signIn(page, app.url, login);
		await work(page);
	} finally {
		await context.close();
	}
}

/** Sends the form as the button would, and reads the sheet that comes back. */
async function make(page: Page): Promise<ReadPdf & { address: string }> {
	const asked = page.waitForRequest(/\.pdf/);
	await page.getByRole('button', { name: 'Faire la feuille' }).click({ noWaitAfter: true });
	const address = (await asked).url();
	const answer = await page.context().request.get(address);
	assert.equal(answer.status(), 200);
	return { ...readPdf(await answer.body()), address };
}

const me = await signedIn(app.url, login);
async function sheet(path: string, who: Visitor = me): Promise<{ answer: Response; read: ReadPdf }> {
	const answer = await who.open(path);
	assert.equal(answer.status, 200, path);
	return { answer, read: readPdf(new Uint8Array(await answer.arrayBuffer())) };
}

for (const javaScriptEnabled of [true, false]) {
	const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';

	test(`From the pathway to the plan: a line is unticked, a language chosen, and the sheet holds just that, ${how}.`, async () => {
		await visit({ javaScriptEnabled }, async (page) => {
			await page.goto(`${app.url}/personnes/${nadia.id}`);
			await page.getByRole('link', { name: 'Le plan à emporter' }).click();
			await page.getByRole('heading', { level: 1, name: 'Le plan à emporter' }).waitFor();
			if (javaScriptEnabled) await expectNoAxeViolations(page);
			await page.getByLabel('Travailler en cuisine.').uncheck();
			await page.getByLabel(/écrire au centre/).uncheck();
			await page.getByLabel(/demander le prix/).uncheck();
			await page.getByLabel('Sans nom').check();
			await page.getByLabel('Langue de la feuille').selectOption('uk');
			const { text, lang, wrong, address } = await make(page);
			assert.deepEqual([lang, wrong], ['uk', []]);
			assert.match(text, /Мій план.*appeler la crèche.*Чого я хочу Passer mon permis/);
			for (const left of ['Nadia', 'cuisine', 'écrire au centre', 'demander le prix', 'Canari', '0475'])
				assert.ok(!text.includes(left), left);
			assert.doesNotMatch(decodeURIComponent(address), /Nadia|cuisine|cr.che|centre/i);
		});
	});

	test(`The recap holds what was said only when it is ticked, ${how}.`, async () => {
		await visit({ javaScriptEnabled, viewport: { width: 360, height: 740 } }, async (page) => {
			await page.goto(`${app.url}/personnes/${nadia.id}/entretiens/${interview}`);
			await page.getByText('Une feuille à remettre').click();
			if (javaScriptEnabled) await expectNoAxeViolations(page);
			assert.ok(!(await page.getByLabel('Avec ce qu’on s’est dit').isChecked()));
			assert.ok(!(await make(page)).text.includes('Canari'));
			await page.goto(`${app.url}/personnes/${nadia.id}/entretiens/${interview}`);
			await page.getByText('Une feuille à remettre').click();
			await page.getByLabel('Avec ce qu’on s’est dit').check();
			assert.match((await make(page)).text, /Canari de l’entretien/);
		});
	});
}

test('The page of the plan is at ease when nothing is written yet, in concealed mode, on a phone and in the dark.', async () => {
	for (const colorScheme of ['light', 'dark'] as const) {
		await visit({ viewport: { width: 360, height: 740 }, colorScheme }, async (page) => {
			await page.goto(`${app.url}/personnes/${bare.id}/plan`);
			await page.getByText('Peu de choses sont notées').waitFor();
			await expectNoAxeViolations(page);
			await page.goto(`${app.url}/personnes/${hidden.id}/plan`);
			await page.getByText('Nom d’emprunt').waitFor();
			assert.equal(await page.locator('input[name=ligne]:checked').count(), 1);
			assert.equal(await page.getByText('Relance-Sambre, rue du Quai').count(), 0);
			await expectNoAxeViolations(page);
			const { text } = await make(page);
			assert.match(text, /^Mon plan Colibri/);
			for (const left of ['Zahra', 'Relance', 'cuisine', 'crèche', 'Aurore', 'étage', '071']) assert.ok(!text.includes(left), left);
		});
	}
});

test('A sheet is kept nowhere, is named by what it is, and tells of no service.', async () => {
	const names = {
		[`/personnes/${nadia.id}/plan.pdf`]: 'plan.pdf',
		[`/personnes/${nadia.id}/entretiens/${interview}/recap.pdf`]: 'rendez-vous.pdf',
		'/personnes/liste.pdf': 'liste.pdf',
		'/bureau/jour.pdf': 'jour.pdf'
	};
	for (const [path, file] of Object.entries(names)) {
		const { answer, read } = await sheet(path);
		assert.equal(answer.headers.get('content-type'), 'application/pdf');
		assert.match(answer.headers.get('cache-control') ?? '', /no-store/);
		assert.equal(answer.headers.get('content-disposition'), `inline; filename="${file}"`);
		assert.deepEqual(read.wrong, []);
		assert.doesNotMatch(read.title, /Cheminer|Relance|Nadia|Zahra/);
		assert.ok(!read.text.includes('Canari') && !read.text.includes('Rien de cela'), path);
	}
});

test('Lists for a day without screens hold names to use, numbers that are hers alone with what to mind, and none in concealed mode.', async () => {
	const caseload = (await sheet('/personnes/liste.pdf')).read.text;
	assert.match(caseload, /Nadia B\. 0475 11 22 33 ne pas laisser de message/);
	assert.match(caseload, /Colibri – /);
	assert.match(caseload, /Imprimé le .* par Aurore\./);
	assert.ok(!caseload.includes('071 99') && !caseload.includes('Zahra'));
	const day = (await sheet('/bureau/jour.pdf')).read.text;
	assert.match(day, /Rendez-vous du/);
	assert.equal((await sheet('/personnes/liste.pdf?q=nadia')).read.text.includes('Marc'), false);
	assert.match((await sheet('/personnes/liste.pdf?q=zzz')).read.text, /Personne sur cette liste/);
});

test('A print is one line of the journal that she can read; a list is one line in all.', async () => {
	const lines = () =>
		home.sql<{ about: string | null; n: number }>(
			`select accompaniment_id as about, count(*)::int as n from journal where member_id = $1 and kind = 'print' group by 1`,
			[aurore.member]
		);
	await sheet(`/personnes/${nadia.id}/plan.pdf`);
	await sheet('/bureau/jour.pdf');
	const kept = new Map((await lines()).map(({ about, n }) => [about, n]));
	assert.ok(kept.get(nadia.id)! >= 1 && kept.get(null)! >= 1);
	assert.ok(!kept.has(bare.id), 'a list names nobody in the journal');
	const page = await (await me.open(`/personnes/${nadia.id}/lectures`)).text();
	assert.match(page, /a imprimé une page/);
});

const strangers: [string, Actor][] = [
	['a colleague who is not named', await home.member(organization, ['practitioner'], { first: 'Noa' })],
	['the front desk', await home.member(organization, ['front-desk'], { first: 'Josiane' })],
	['coordination', await home.member(organization, ['coordination'], { first: 'Béatrice' })],
	['the administrator', await home.member(organization, ['administrator'], { first: 'Karim' })],
	['another organisation', await home.member(await home.organization('Ailleurs'), ['practitioner', 'coordination'], { first: 'Lise' })]
];
for (const [who, actor] of strangers) {
	test(`${who} gets no sheet of hers, by any address, and finds her on no list.`, async () => {
		const visitor = await signedIn(app.url, await giveAccount(home, actor));
		const paths = ['plan', 'plan.pdf', 'plan.pdf?choix=1&ligne=compte', `entretiens/${interview}/recap.pdf?dit=oui`];
		for (const path of paths) {
			const answer = await visitor.open(`/personnes/${nadia.id}/${path}`);
			const body = await answer.text();
			assert.equal(answer.status, 404, path);
			const never = await visitor.open(`/personnes/${newId()}/${path}`);
			assert.equal(never.status, 404);
			assert.doesNotMatch(body, /Nadia|%PDF/);
		}
		for (const path of ['/personnes/liste.pdf', '/bureau/jour.pdf']) {
			if (!actor.roles.includes('practitioner')) assert.equal((await visitor.open(path)).status, 403, path);
			else assert.ok(!(await sheet(path, visitor)).read.text.includes('Nadia'), path);
		}
	});
}

test('Ids of another’s lines add nothing to a plan: they are as if they were not there.', async () => {
	const theirs = await home.sql<{ id: string }>('select id from action where accompaniment_id = $1', [hidden.id]);
	const asked = ['choix=1', ...theirs.map(({ id }) => `ligne=a.${id}`), `ligne=p.${strangers[0]![1].member}`, 'ligne=memo'].join('&');
	const { text } = (await sheet(`/personnes/${nadia.id}/plan.pdf?${asked}`)).read;
	assert.match(text, /^Mon plan Nadia B\. Mon prochain rendez-vous Pas encore de date/);
	for (const left of ['crèche', 'centre', 'Noa', 'Canari']) assert.ok(!text.includes(left), left);
});

test('While sheets cannot be made, the answer is 503 with a sentence, everything else works, and the next one comes by itself.', async () => {
	await sheet(`/personnes/${nadia.id}/plan.pdf`);
	const pid = readdirSync('/proc').find((one) => /^\d+$/.test(one) && isOurs(one));
	assert.ok(pid, 'the process that sets type is found');
	process.kill(Number(pid), 'SIGSTOP');
	const asked = me.open(`/personnes/${nadia.id}/plan.pdf`);
	assert.equal((await me.open('/sante')).status, 200);
	assert.equal((await me.open(`/personnes/${nadia.id}`)).status, 200);
	const answer = await asked;
	assert.equal(answer.status, 503);
	assert.equal(answer.headers.get('retry-after'), '60');
	assert.match(await answer.text(), /Tout le reste fonctionne/);
	assert.match((await sheet(`/personnes/${nadia.id}/plan.pdf`)).read.text, /Mon plan/);
});

/** The process that sets type for this application: a child of the one that this test started. */
function isOurs(pid: string): boolean {
	try {
		const parent = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1];
		return /lib\/server\/typeset\.ts/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')) && Number(parent) === app.pid;
	} catch {
		return false;
	}
}
