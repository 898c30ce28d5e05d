import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { v7 as newId } from 'uuid';
import type { Actor, Role } from '#lib/access/access.ts';
import { referenceOf } from '#lib/people/reference.ts';
import { startApp } from '../app.ts';
import { expectNoAxeViolations, openBrowser } from '../browser.ts';
import { house } from '../house.ts';
import { giveAccount, signedIn, signIn, type Login } from '../sign-in.ts';

const home = await house({ after });
const app = await startApp(home, { CHEMINER_DEMO: '1' });
after(() => app.stop());
const browser = await openBrowser();
after(() => browser.close());

type Signed = Actor & { login: Login };
const organization = await home.organization('Relance d’essai');
async function member(first: string, roles: Role[], where = organization): Promise<Signed> {
	const actor = await home.member(where, roles, { first });
	return { ...actor, login: await giveAccount(home, actor) };
}
const simon = await member('Simon', ['practitioner']);
const aurore = await member('Aurore', ['practitioner']);
const bruno = await member('Bruno', ['front-desk']);
const anne = await member('Anne', ['administrator']);
const camille = await member('Camille', ['coordination']);
const foreign = await member(
	'Étienne',
	['practitioner', 'front-desk', 'coordination', 'administrator'],
	await home.organization('Ailleurs')
);

async function visit(
	who: { login: Login },
	options: { width: number; script: boolean; dark?: boolean },
	work: (page: Page) => Promise<void>
) {
	const context = await browser.newContext({
		locale: 'fr-FR',
		colorScheme: options.dark ? 'dark' : 'light',
		viewport: { width: options.width, height: 900 }
	});
	try {
		// Our script comes empty: the page as it is without JavaScript, where axe and a sheet of paper can still be asked for.
		if (!options.script) await context.route('**/enhance*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
		const page = await context.newPage();
		await signIn(page, app.url, who.login);
		await work(page);
	} finally {
		await context.close();
	}
}

for (const [script, width] of [
	[false, 360],
	[true, 1280]
] as const) {
	test(`She gives her reference to coordination, and is entrusted to somebody else, ${script ? 'with' : 'without'} JavaScript at ${width} px.`, async () => {
		const name = script ? 'Nadia B.' : 'Irina K.';
		const { id } = await home.pathway(simon, name);
		let reference = '';
		await visit(simon, { width, script, dark: script }, async (page) => {
			await page.goto(`${app.url}/personnes/${id}/invitation/imprimer`);
			reference = (await page.locator('.reference').innerText()).trim();
			assert.equal(reference, referenceOf(id));
			assert.equal((await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g)?.length, 1, 'still one A4');
			await page.goto(`${app.url}/personnes/${id}/entourage`);
			await page.getByText(reference).waitFor();
			await expectNoAxeViolations(page);
		});
		await visit(camille, { width, script, dark: !script }, async (page) => {
			await page.goto(`${app.url}/equipe`);
			assert.equal(await page.getByText(name).count(), 0);
			await page.getByText('Noter sa demande').click();
			await page.getByLabel('Sa référence').fill(`${reference.slice(0, -1)}${reference.endsWith('7') ? '8' : '7'}`);
			await page.getByLabel('Qui ne doit plus l’accompagner').selectOption({ label: 'Simon N.' });
			await page.getByRole('button', { name: 'Écarter, à sa demande' }).click();
			await page.getByRole('alert').getByText('une lettre n’est pas la bonne').waitFor();
			await expectNoAxeViolations(page);
			assert.equal(await page.getByLabel('Qui ne doit plus l’accompagner').inputValue(), simon.member, 'what was chosen is kept');
			await page.getByLabel('Sa référence').fill(reference.toLowerCase().replaceAll('-', ' '));
			await page.getByRole('button', { name: 'Écarter, à sa demande' }).click();
			await page.getByText('C’est noté. Si cette référence est celle').waitFor();
			await expectNoAxeViolations(page);
			const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
			assert.ok(wide <= 0, `${wide} px too wide`);
			await page.getByLabel(`Confier ${name} à`).selectOption({ label: 'Aurore N.' });
			await page.getByRole('button', { name: new RegExp(`^Confier.*${name}$`) }).click();
			await page.getByText('cette personne a une personne de référence').waitFor();
		});
		const away = await signedIn(app.url, simon.login);
		for (const path of ['', '/entretiens', '/lectures', '/invitation/imprimer'])
			assert.equal((await away.open(`/personnes/${id}${path}`)).status, 404, path);
		for (const path of ['/bureau', '/personnes', `/personnes?q=${name.slice(0, 4)}`, `/bureau?q=${name.slice(0, 4)}`]) {
			const page = await (await away.open(path)).text();
			assert.ok(!page.includes(id) && !page.includes(name), path);
		}
		await visit(aurore, { width, script }, async (page) => {
			await page.goto(`${app.url}/personnes/${id}`);
			const first = name.slice(0, 5).trim();
			await page.getByText(`${first} a demandé une autre personne de référence que Simon`).waitFor();
			await expectNoAxeViolations(page);
			await page.goto(`${app.url}/personnes/${id}/entourage`);
			await page.getByText(/Simon N\., depuis le .*, noté par Camille/).waitFor();
		});
	});
}

test('An unknown reference, another organisation’s and one that was noted already lead to the very same page.', async () => {
	const { id } = await home.pathway(simon, 'Kevin M.');
	const stranger = await home.pathway(foreign, 'Odile F.');
	const visitor = await signedIn(app.url, camille.login);
	const post = async (reference: string) => {
		const answer = await visitor.post('/equipe?/demande', { form_key: newId(), reference, member: aurore.member });
		const next = await visitor.open(answer.headers.get('location') ?? '/nowhere');
		const said = (await next.text()).replace(/nonce[-=]"?[\w+/=-]+"?|[0-9a-f]{8}-[0-9a-f-]{27}/g, '');
		return [answer.status, answer.headers.get('location'), next.status, said];
	};
	const noted = await post(referenceOf(id));
	assert.deepEqual(noted.slice(0, 3), [303, '/equipe?fait=demande', 200]);
	for (const reference of [referenceOf(newId()), referenceOf(stranger.id), referenceOf(id)]) assert.deepEqual(await post(reference), noted);
	assert.deepEqual((await home.sql('select account_id from exclusion where account_id = $1', [aurore.account])).length, 1);
});

test('The lead himself, a colleague, the front desk and an administrator are refused, another organisation changes nothing, and nobody is told by data.', async () => {
	const { id } = await home.pathway(simon, 'Samir D.');
	const fields = { form_key: newId(), reference: referenceOf(id), member: simon.member };
	for (const who of [simon, aurore, bruno, anne]) {
		const visitor = await signedIn(app.url, who.login);
		assert.equal((await visitor.post('/equipe?/demande', { ...fields, form_key: newId() })).status, 403, who.firstName);
	}
	const outside = await signedIn(app.url, foreign.login);
	assert.equal((await outside.post('/equipe?/demande', { ...fields, form_key: newId() })).status, 422);
	assert.equal((await outside.post('/equipe?/demande', { ...fields, form_key: newId(), member: foreign.member })).status, 422);
	const inside = await signedIn(app.url, camille.login);
	assert.equal((await inside.post('/equipe?/demande', { ...fields, form_key: newId(), member: camille.member })).status, 422);
	assert.equal((await inside.post('/equipe?/demande', { ...fields, form_key: newId(), reference: id })).status, 422);
	const data = await (await inside.open('/equipe/__data.json')).text();
	assert.ok(!data.includes(id) && !data.includes('Samir'));
	assert.deepEqual(await home.sql('select lead_id from accompaniment where id = $1', [id]), [{ lead_id: simon.member }]);
});
