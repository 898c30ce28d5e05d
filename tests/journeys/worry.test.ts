import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { countryProfile } from '#lib/frame/country/country.ts';
import { WORRIES } from '#lib/frame/country/profile.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as } from '#lib/server/db.ts';
import { startApp } from '../app.ts';
import { expectNoAxeViolations, openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { ask, enter, fingerprints } from '../wall/http.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

const organization = await home.organization('Relance-Sambre');
const aurore = await home.member(organization, ['practitioner'], { first: 'Aurore' });
const paul = await home.member(organization, ['practitioner'], { first: 'Paul-Henri', last: 'W.' });
const beatrice = await home.member(organization, ['coordination'], { first: 'Béatrice', last: 'L.' });
const josiane = await home.member(organization, ['front-desk'], { first: 'Josiane' });
await home.member(await home.organization('Ailleurs'), ['coordination'], { first: 'Etrangère-Canari' });
await home.sql(`update organization set phone = '071 00 00 14' where id = $1`, [organization]);

const { id } = await home.pathway(aurore, 'Zahra M.');
await home.sql(`update accompaniment set concealed = true, alias = 'Colibri' where id = $1`, [id]);
await home.sql('insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)', [id, organization, paul.member]);
await as(aurore, async (tx) => {
	const { key } = (await readPathway(tx, id))!;
	for (const [value, safe] of [
		['0470 11 22 33', true],
		['0470 99 88 77', false]
	] as const) {
		const contact = newId();
		const sealed = key.seal('contact', contact, { value, hours: 'le matin', caution: '' });
		await tx.insertInto('contact').values({ id: contact, accompaniment_id: id, kind: 'phone', safe, sealed }).execute();
	}
});
await home.sql('delete from journal');

/** Everything but a session's own freshness, which any page renews. */
const rows = () => fingerprints(home, ['auth.session']);

test('Every number bears its source and its day, and is said to be still to verify.', () => {
	for (const country of ['BE', 'FR'] as const) {
		const { worry } = countryProfile(country);
		for (const situation of WORRIES) assert.ok(worry.numbers[situation].length > 0, `${country} ${situation}`);
		for (const one of [...WORRIES.flatMap((situation) => worry.numbers[situation]), ...worry.maySay]) {
			assert.match(one.on, /^\d{4}-\d{2}-\d{2}$/);
			assert.ok(one.source !== '' && one.toVerify);
		}
	}
	const dialled = (country: 'BE' | 'FR') =>
		WORRIES.flatMap((situation) => countryProfile(country).worry.numbers[situation].map(({ dial }) => dial));
	for (const number of ['112', '101', '080032123', '107', '080030030', '103', '116000']) assert.ok(dialled('BE').includes(number), number);
	for (const number of ['15', '17', '112', '3114', '3919', '119', '114']) assert.ok(dialled('FR').includes(number), number);
});

test('About nobody, the page writes nothing at all: not a row, not a line in the journal, whatever the role.', async () => {
	const cookies = await Promise.all([aurore, beatrice, josiane].map((actor) => enter(home, actor)));
	const before = await rows();
	for (const cookie of cookies) {
		const answer = await ask(app.url, '/bureau/inquiet', { cookie });
		assert.equal(answer.status, 200);
		assert.match(answer.body, /href="tel:112"/);
		assert.doesNotMatch(answer.body, /Canari|Zahra|Colibri/);
		assert.doesNotMatch(answer.body, /<form[^>]*inquiet/);
	}
	assert.deepEqual(await rows(), before);
});

test('About her, it adds nothing to a pathway that was opened this hour; alone, it is a reading like any other page below it.', async () => {
	const cookie = await enter(home, aurore);
	const first = await ask(app.url, `/personnes/${id}/inquiet`, { cookie });
	assert.equal(first.status, 200);
	assert.deepEqual(await home.sql('select kind from journal where accompaniment_id = $1', [id]), [{ kind: 'pathway' }]);
	const before = await rows();
	await ask(app.url, `/personnes/${id}/inquiet`, { cookie });
	await ask(app.url, `/personnes/${id}`, { cookie });
	assert.deepEqual(await rows(), before);
	assert.match(first.body, /Colibri/);
	assert.match(first.body, /tel:0470112233/);
	assert.match(first.body, /Paul-Henri W\./);
	assert.match(first.body, /Béatrice L\./);
	assert.doesNotMatch(first.body, /Zahra|0470 99 88 77/);
});

test('Nobody opens it about somebody out of reach, and a try leaves no line.', async () => {
	const lines = () => home.sql('select count(*) as n from journal');
	const before = await lines();
	for (const stranger of [beatrice, josiane, await home.member(organization), await home.member(await home.organization())] as Actor[])
		assert.equal((await ask(app.url, `/personnes/${id}/inquiet`, { cookie: await enter(home, stranger) })).status, 404);
	assert.deepEqual(await lines(), before);
});

for (const [javaScriptEnabled, width] of [
	[true, 1280],
	[false, 360]
] as const) {
	test(`It is readable at once, asks nobody else, and prints on one page, ${javaScriptEnabled ? 'with' : 'without'} JavaScript at ${width} px.`, async () => {
		const context = await browser.newContext({ javaScriptEnabled, viewport: { width, height: 800 }, locale: 'fr-FR' });
		try {
			const [name = '', value = ''] = (await enter(home, aurore)).split('=');
			await context.addCookies([{ name, value, url: app.url }]);
			const page = await context.newPage();
			const asked = new Set<string>();
			page.on('request', (request) => asked.add(new URL(request.url()).origin));
			for (const at of ['/bureau/inquiet', `/personnes/${id}/inquiet`]) {
				await page.goto(app.url + at);
				await page.getByRole('heading', { level: 1, name: 'Je suis inquiet·e' }).waitFor();
				assert.ok(!(await page.title()).includes('inquiet'), 'a quiet title');
				assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
				if (javaScriptEnabled) await expectNoAxeViolations(page);
				const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
				assert.equal(pdf.match(/\/Type\s*\/Page\b/g)?.length, 1, `${at} on one page`);
			}
			assert.deepEqual([...asked], [app.url]);
		} finally {
			await context.close();
		}
	});
}
