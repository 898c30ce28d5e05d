import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { inputDate } from '#lib/ui/dates.ts';
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

/** Somebody with an appointment on this day, at this hour. */
async function appointed(lead: Actor, name: string, hour: number, daysAgo = 0): Promise<{ person: string; appointment: string }> {
	const { id: person } = await home.pathway(lead, name);
	const appointment = newId();
	const day = inputDate(new Date(Date.now() - daysAgo * 86_400_000), 'Europe/Brussels');
	await home.sql(
		`insert into appointment (id, accompaniment_id, organization_id, member_id, starts_at, time_zone) values ($1, $2, $3, $4, ($5 || ' Europe/Brussels')::timestamptz, 'Europe/Brussels')`,
		[appointment, person, organization, lead.member, `${day} ${String(hour).padStart(2, '0')}:00`]
	);
	return { person, appointment };
}

const visit = (who: Actor, options: BrowserContextOptions, work: (page: Page) => Promise<void>) =>
	visitAs({ browser, url: app.url, login: logins.get(who)! }, options, work);

const textOf = (page: Page, name: string) => page.getByLabel(`Ce qu’on s’est dit avec ${name}`);
const save = (page: Page, name: string) => page.getByRole('button', { name: `Enregistrer pour ${name}` });
const written = (person: string) =>
	home.sql<{ appointment_id: string | null }>('select appointment_id from interview where accompaniment_id = $1', [person]);

for (const javaScriptEnabled of [true, false]) {
	const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';

	test(`Five interviews are written up on one page in at most twelve clicks, ${how}.`, async () => {
		const lead = await practitioner('Aurore');
		const names = ['Nadia', 'Samir', 'Kevin', 'Irina', 'Hugo'];
		const people = [];
		for (const [at, name] of names.entries()) people.push(await appointed(lead, `${name} B.`, 8 + at));
		await visit(lead, { javaScriptEnabled }, async (page) => {
			let clicks = 0;
			const click = async (target: ReturnType<Page['getByRole']>) => {
				clicks += 1;
				await target.click();
			};
			await page.goto(`${app.url}/bureau`);
			await click(page.getByRole('link', { name: 'Noter ma journée' }));
			await expectAccessible(browser, page);
			for (const name of names) {
				const text = textOf(page, name);
				// The cursor goes on by itself, and from the text one goes on by keys.
				assert.equal(await text.evaluate((field) => field === document.activeElement), true, `the cursor is in the text of ${name}`);
				await page.keyboard.type(`On a parlé du bus, ${name} et moi.`);
				await click(save(page, name));
				await save(page, name).waitFor({ state: 'detached' });
				await page.getByText('C’est noté.').waitFor();
			}
			assert.ok(clicks <= 12, `${clicks} clicks`);
			assert.equal(await page.getByRole('link', { name: /^Relire ou corriger/ }).count(), 5);
			const main = await page.locator('main').innerText();
			assert.doesNotMatch(main, /reste|\d\s*\/\s*\d|sur 5/i, 'nothing is counted');
			await expectAccessible(browser, page);
		});
		for (const { person, appointment } of people) assert.deepEqual(await written(person), [{ appointment_id: appointment }]);
		assert.deepEqual(await home.sql('select 1 from draft where member_id = $1', [lead.member]), []);
	});

	test(`Saving one line keeps what is typed in the others, an error stays in its own line, ${how}.`, async () => {
		const lead = await practitioner('Aurore');
		const nadia = await appointed(lead, 'Nadia B.', 9);
		const samir = await appointed(lead, 'Samir K.', 10);
		await appointed(lead, 'Kevin M.', 11);
		await visit(lead, { javaScriptEnabled }, async (page) => {
			await page.goto(`${app.url}/bureau/journee`);
			await textOf(page, 'Samir').fill('à finir');
			await page.locator(`[id="lines.${samir.appointment}.moved"]`).fill('équivalence reçue');
			await textOf(page, 'Nadia').fill('lettre lue');
			await page.locator(`[id="lines.${nadia.appointment}.next.day"]`).fill('2031-03-04');
			await save(page, 'Nadia').click();
			await page.getByRole('alert').waitFor();
			assert.equal(await page.title().then((title) => /Erreur|À/.test(title)), true);
			assert.match((await page.getByRole('alert').textContent()) ?? '', /heure/);
			assert.equal(await page.locator('[aria-invalid="true"]').count(), 1);
			assert.deepEqual([await textOf(page, 'Nadia').inputValue(), await textOf(page, 'Samir').inputValue()], ['lettre lue', 'à finir']);
			assert.deepEqual(await written(nadia.person), []);
			await expectAccessible(browser, page);

			await page.locator(`[id="lines.${nadia.appointment}.next.time"]`).fill('14:00');
			await save(page, 'Nadia').click();
			await page.getByText('C’est noté.').waitFor();
			assert.equal(await textOf(page, 'Samir').inputValue(), 'à finir');
			assert.equal(await page.locator(`[id="lines.${samir.appointment}.moved"]`).inputValue(), 'équivalence reçue');
			await page.goto(`${app.url}/bureau/journee`);
			assert.equal(await textOf(page, 'Samir').inputValue(), 'à finir');
			// On to the full page, where promises are made: what was typed is there.
			await page.getByRole('button', { name: 'Page complète pour Samir' }).click();
			await page.waitForURL((url) => url.pathname === `/personnes/${samir.person}/entretiens/nouveau`);
			assert.equal(await page.getByLabel('Ce qu’on s’est dit').inputValue(), 'à finir');
			assert.equal(await page.getByLabel('J’ai avancé').inputValue(), 'équivalence reçue');
			await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
			await page.waitForURL((url) => url.pathname === `/personnes/${samir.person}`);
		});
		assert.deepEqual(await written(samir.person), [{ appointment_id: samir.appointment }]);
		assert.equal((await home.sql(`select 1 from appointment where accompaniment_id = $1 and state = 'planned'`, [nadia.person])).length, 1);
	});

	test(`"Rien à noter" is enough, never over words; "On ne s’est pas vus" leaves no trace, ${how}.`, async () => {
		const lead = await practitioner('Aurore');
		const nadia = await appointed(lead, 'Nadia B.', 9);
		const samir = await appointed(lead, 'Samir K.', 10);
		await visit(lead, { javaScriptEnabled }, async (page) => {
			await page.goto(`${app.url}/bureau/journee`);
			await textOf(page, 'Nadia').fill('quelque chose');
			await page.getByRole('button', { name: 'Rien à noter pour Nadia' }).click();
			await page.getByRole('alert').waitFor();
			assert.equal(await textOf(page, 'Nadia').inputValue(), 'quelque chose');
			assert.deepEqual(await written(nadia.person), []);
			await textOf(page, 'Nadia').fill('');
			await page.getByRole('button', { name: 'Rien à noter pour Nadia' }).click();
			await page.getByText('C’est noté.').waitFor();
			await page.getByRole('button', { name: 'On ne s’est pas vus pour Samir' }).click();
			await page.getByText('Le rendez-vous est libéré, sans raison à donner.').waitFor();
			await expectAccessible(browser, page);
			await page.getByRole('link', { name: 'On se redonne une date' }).click();
			await page.waitForURL((url) => url.pathname === `/personnes/${samir.person}/rendez-vous`);
		});
		assert.deepEqual(await written(nadia.person), [{ appointment_id: nadia.appointment }]);
		assert.deepEqual(await written(samir.person), []);
		assert.deepEqual(await home.sql('select state from appointment where id = $1', [samir.appointment]), [{ state: 'released' }]);
	});

	test(`Somebody met without an appointment gets a line, on an empty day, on another day too, ${how}.`, async () => {
		const lead = await practitioner('Aurore');
		const { id: person } = await home.pathway(lead, 'Zoé L.');
		await home.pathway(await practitioner('Paul'), 'Zoé X.');
		const yesterday = inputDate(new Date(Date.now() - 86_400_000), 'Europe/Brussels');
		await visit(lead, { javaScriptEnabled }, async (page) => {
			await page.goto(`${app.url}/bureau/journee`);
			await expectAccessible(browser, page);
			await page.goto(`${app.url}/bureau/journee?jour=${yesterday}`);
			await page.getByLabel('Vue sans rendez-vous').fill('zoe');
			await page.getByRole('button', { name: 'Chercher' }).click();
			await page.getByRole('button', { name: 'Ajouter une ligne pour Zoé L.' }).waitFor();
			assert.equal(await page.getByRole('button', { name: /^Ajouter une ligne pour/ }).count(), 1, 'only among those she walks with');
			await page.getByRole('button', { name: 'Ajouter une ligne pour Zoé L.' }).click();
			await textOf(page, 'Zoé').fill('croisée au marché');
			await save(page, 'Zoé').click();
			await page.getByText('C’est noté.').waitFor();
			await page.getByText('Copier pour mon autre logiciel').click();
			const copied = await page.getByLabel('À copier').inputValue();
			assert.equal(copied, `Date : ${yesterday.split('-').reverse().join('/')}\nFaçon : en présence`.replaceAll(' :', '\u00a0:'));
			assert.doesNotMatch(copied, /marché|Zoé/);
			await expectAccessible(browser, page);
		});
		const rows = await home.sql('select held_on from interview where accompaniment_id = $1', [person]);
		assert.deepEqual(rows, [{ held_on: yesterday }]);
	});

	test(`Written up meanwhile by somebody else: both texts are told, nothing is overwritten, ${how}.`, async () => {
		const lead = await practitioner('Aurore');
		const cover = await practitioner('Paul-Henri');
		const { person, appointment } = await appointed(lead, 'Nadia B.', 9);
		await home.sql(
			`insert into colleague (accompaniment_id, organization_id, member_id, kind, until) values ($1, $2, $3, 'cover', now() + interval '2 days')`,
			[person, organization, cover.member]
		);
		await visit(lead, { javaScriptEnabled }, async (page) => {
			await page.goto(`${app.url}/bureau/journee`);
			await textOf(page, 'Nadia').fill('texte d’Aurore');
			await visit(cover, { javaScriptEnabled }, async (other) => {
				await other.goto(`${app.url}/bureau/journee`);
				await other.getByText('à la place de Aurore').waitFor();
				await textOf(other, 'Nadia').fill('texte de Paul-Henri');
				await save(other, 'Nadia').click();
				await other.getByText('C’est noté.').waitFor();
			});
			await save(page, 'Nadia').click();
			await page.getByText('Cet entretien a été noté entre-temps').waitFor();
			await page.locator('.both').getByText('texte de Paul-Henri').waitFor();
			assert.equal(await textOf(page, 'Nadia').inputValue(), 'texte d’Aurore');
			await expectAccessible(browser, page);
			assert.equal((await written(person)).length, 1);
			await save(page, 'Nadia').click();
			await page.getByText('C’est noté.').waitFor();
		});
		const rows = await written(person);
		assert.deepEqual(new Set(rows.map(({ appointment_id }) => appointment_id)), new Set([appointment, null]));
	});

	test(`A cover that ends while one types: the words come back to who typed them, and nothing says more, ${how}.`, async () => {
		const lead = await practitioner('Aurore');
		const cover = await practitioner('Paul-Henri');
		const { person } = await appointed(lead, 'Nadia B.', 9);
		const mine = await appointed(cover, 'Samir K.', 10);
		await home.sql(
			`insert into colleague (accompaniment_id, organization_id, member_id, kind, until) values ($1, $2, $3, 'cover', now() + interval '2 days')`,
			[person, organization, cover.member]
		);
		await visit(cover, { javaScriptEnabled }, async (page) => {
			await page.goto(`${app.url}/bureau/journee`);
			await home.sql('update colleague set until = now() where accompaniment_id = $1', [person]);
			await textOf(page, 'Nadia').fill('mes mots pour elle');
			await textOf(page, 'Samir').fill('mes mots pour lui');
			await save(page, 'Samir').click();
			await page.getByText('Une ligne n’a pas pu être gardée').waitFor();
			await page.getByText('mes mots pour elle').waitFor();
			assert.equal((await written(mine.person)).length, 1);
			assert.equal(await page.getByText('Nadia').count(), 0);
		});
		assert.deepEqual(await written(person), []);
	});
}

test('With JavaScript each line keeps itself while one types, and Ctrl+Enter saves the line one is in.', async () => {
	const lead = await practitioner('Aurore');
	await appointed(lead, 'Nadia B.', 9);
	const samir = await appointed(lead, 'Samir K.', 10);
	await visit(lead, {}, async (page) => {
		await page.goto(`${app.url}/bureau/journee`);
		const kept = page.waitForResponse((response) => response.url().endsWith('/bureau/journee/brouillon') && response.ok());
		await textOf(page, 'Nadia').fill('gardé tout seul');
		await kept;
		await page.getByText('Brouillon gardé à').waitFor();
		await textOf(page, 'Samir').fill('par les touches');
		await page.keyboard.press('Control+Enter');
		await page.getByText('C’est noté.').waitFor();
		assert.equal((await written(samir.person)).length, 1);
		assert.equal(await textOf(page, 'Nadia').inputValue(), 'gardé tout seul');
	});
});

test('What looks like a national number is pointed out in its line, and taken out when asked.', async () => {
	const lead = await practitioner('Aurore');
	const { person } = await appointed(lead, 'Nadia B.', 9);
	const other = await appointed(lead, 'Samir K.', 10);
	await visit(lead, { javaScriptEnabled: false }, async (page) => {
		await page.goto(`${app.url}/bureau/journee`);
		await textOf(page, 'Samir').fill('reste');
		await textOf(page, 'Nadia').fill('carte 85.07.30-033.28 vue');
		await save(page, 'Nadia').click();
		await page.getByText('85.07.30-033.28', { exact: true }).waitFor();
		await expectAccessible(browser, page);
		await page.locator('button[name="numbers"][value="remove"]').click();
		await page.getByText('C’est noté.').waitFor();
		assert.equal(await textOf(page, 'Samir').inputValue(), 'reste');
		assert.deepEqual(await written(other.person), []);
	});
	assert.equal((await written(person)).length, 1);
});

test('A line sent for a file or an appointment that is not mine is answered like one that never was; other roles find no page.', async () => {
	const lead = await practitioner('Aurore');
	const mine = await appointed(lead, 'Nadia B.', 9);
	const theirs = await appointed(await practitioner('Paul-Henri'), 'Samir K.', 9);
	const elsewhere = await home.member(await home.organization('Ailleurs'));
	const { id: foreign } = await home.pathway(elsewhere, 'Hors');
	const visitor = await signedIn(app.url, logins.get(lead)!);
	const plain = (html: string) => html.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|nonce[-=]"?[\w+/=]+"?/g, '');
	const send = async (person: string, appointment = '') => {
		const key = newId();
		const fields = {
			line: key,
			[`lines.${key}.person`]: person,
			[`lines.${key}.appointment`]: appointment,
			[`lines.${key}.said`]: 'Canari'
		};
		const answers = [];
		for (const action of ['enregistrer', 'pas-vus', 'complet', 'brouillon'])
			answers.push(await visitor.post(`/bureau/journee?/${action}`, { ...fields, [`lines.${key}.form_key`]: crypto.randomUUID() }));
		answers.push(await visitor.post('/bureau/journee/brouillon', { ...fields, [`lines.${key}.form_key`]: crypto.randomUUID() }));
		return Promise.all(answers.map(async (answer) => [answer.status, plain(await answer.text())]));
	};
	const never = await send(newId());
	assert.deepEqual(
		never.map(([status]) => status),
		[404, 404, 404, 200, 409]
	);
	for (const person of [theirs.person, foreign]) assert.deepEqual(await send(person), never);
	for (const person of [theirs.person, foreign]) assert.deepEqual(await written(person), []);
	const save = async (appointment: string) => {
		const key = newId();
		const answer = await visitor.post('/bureau/journee?/enregistrer', {
			line: key,
			[`lines.${key}.form_key`]: crypto.randomUUID(),
			[`lines.${key}.person`]: mine.person,
			[`lines.${key}.appointment`]: appointment
		});
		return [answer.status, (await answer.text()).includes('Ce rendez-vous a changé entre-temps')];
	};
	assert.deepEqual(await save(newId()), [409, true]);
	assert.deepEqual(await save(theirs.appointment), [409, true]);

	for (const role of ['front-desk', 'coordination', 'administrator'] as const) {
		const actor = await home.member(organization, [role], { first: 'Autre' });
		const other = await signedIn(app.url, await giveAccount(home, actor));
		if (role === 'administrator') continue;
		for (const path of ['/bureau/journee', '/bureau/journee/feuille', '/bureau/journee/__data.json'])
			assert.ok([403, 200].includes((await other.open(path)).status) && !(await (await other.open(path)).text()).includes('Nadia'), path);
		assert.equal((await other.open('/bureau/journee')).status, 403);
		assert.equal((await other.post('/bureau/journee/brouillon', {})).status, 403);
		assert.equal((await other.post('/bureau/journee?/enregistrer', {})).status, 403);
	}
});
