import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import pg from 'pg';
import { startApp } from '../app.ts';
import { testDatabase } from '../database.ts';
import { phoneCode, signedIn, Visitor } from '../sign-in.ts';

const last: (() => unknown)[] = [];
const database = await testDatabase({ after: (work) => last.push(work) });
const TOKEN = 'imprime-dans-la-console';
const app = await startApp(database, { CHEMINER_SETUP_TOKEN: TOKEN });
const loader = new pg.Client({ connectionString: database.ownerUrl });
await loader.connect();
await loader.query('set role cheminer_loader');
after(async () => {
	await app.stop();
	await loader.end();
	for (const work of last) await work();
});

const said = {
	token: TOKEN,
	territory: 'Bassin d’essai',
	country: 'FR',
	timeZone: 'Europe/Paris',
	organization: 'Relance d’essai',
	kind: 'mission-locale',
	firstName: 'Inès',
	lastName: 'K.',
	email: 'ines@essai.example',
	password: 'une rivière sous quatre ponts'
};

test('An empty installation is opened once, by whoever holds the token, with one territory however often it is sent.', async () => {
	const who = new Visitor(app.url);
	assert.equal((await who.open('/installation')).status, 404);
	assert.equal((await who.open('/installation?jeton=autre')).status, 404);
	assert.equal((await who.post('/installation', { ...said, token: 'autre' })).status, 404);
	const page = await who.open(`/installation?jeton=${TOKEN}`);
	assert.equal(page.status, 200);
	assert.match(await page.text(), /Ouvrir Cheminer sur votre territoire/);
	const back = await who.post('/installation', { ...said, organization: '', password: 'court' });
	assert.equal(back.status, 422);
	assert.match(await back.text(), /value="Bassin d’essai"/);
	const answers = await Promise.all(Array.from({ length: 20 }, () => who.post('/installation', said)));
	assert.equal(answers.filter(({ status }) => status === 303).length, 1);
	assert.equal(answers.filter(({ status }) => status === 404).length, 19);
	const { rows } = await loader.query(
		'select (select count(*)::int from territory) as territories, (select count(*)::int from organization) as organizations, (select count(*)::int from member) as members, (select count(*)::int from auth.account) as accounts'
	);
	assert.deepEqual(rows, [{ territories: 1, organizations: 1, members: 1, accounts: 1 }]);
	assert.equal((await who.open(`/installation?jeton=${TOKEN}`)).status, 404);
	assert.equal((await who.post('/installation', { ...said, email: 'autre@essai.example' })).status, 404);
});

test('Its administrator signs in, sets up a second step and reaches the settings.', async () => {
	const who = await signedIn(app.url, said);
	assert.equal((await who.open('/connexion')).headers.get('location'), '/connexion/securite');
	const html = await (await who.post('/connexion/securite?/begin', { password: said.password })).text();
	const secret = /<code[^>]*>([A-Z2-7 ]+)<\/code>/.exec(html)?.[1] ?? '';
	assert.equal((await who.post('/connexion/securite?/confirm', { code: phoneCode(secret) })).status, 303);
	assert.equal((await who.open('/reglages')).status, 200);
});
