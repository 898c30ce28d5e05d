import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { v7 as newId } from 'uuid';
import { keyring } from '#lib/server/db.ts';
import { openMail } from '#lib/server/mail.ts';
import { startApp } from '../tests/app.ts';
import { house, KEY_FILE } from '../tests/house.ts';
import { giveAccount, signedIn, Visitor } from '../tests/sign-in.ts';

const home = await house({ after });
const app = await startApp(home);
after(() => app.stop());
const folder = mkdtempSync(join(tmpdir(), 'cheminer-free-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the verb on the database of this test, as an operator would. */
function free(...words: string[]) {
	const kept = Object.entries(process.env).filter(([name]) => !/^(CHEMINER_|DATABASE_|NODE_TEST_CONTEXT)/.test(name));
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[join(import.meta.dirname, 'cheminer.ts'), 'free', '--data', folder, ...words],
		{
			env: {
				...Object.fromEntries(kept),
				DATABASE_URL: home.serverUrl,
				DATABASE_OWNER_URL: home.ownerUrl,
				CHEMINER_KEY_FILE: KEY_FILE
			},
			encoding: 'utf8',
			timeout: 60_000
		}
	);
	return { status, stdout, stderr };
}

/** A counsellor with a second step whose telephone is lost, beside an administrator; somebody else works elsewhere. */
async function place() {
	const organization = await home.organization();
	const aurore = await home.member(organization);
	const login = await giveAccount(home, aurore);
	const before = await signedIn(app.url, login);
	await home.sql('insert into auth.two_factor (id, account_id, secret, backup_codes, verified) values ($1, $2, $3, $3, true)', [
		newId(),
		aurore.account,
		'perdu'
	]);
	await home.sql('update auth.account set two_factor_enabled = true where id = $1', [aurore.account]);
	const karim = await home.member(organization, ['administrator'], { first: 'Karim' });
	const elsewhere = await home.member(await home.organization('Ailleurs'), ['administrator'], { first: 'Ailleurs' });
	await home.sql('delete from outbox');
	return { organization, aurore, login, before, karim, elsewhere };
}

const mails = async () =>
	(await home.sql<{ id: string; sealed: string }>('select id, sealed from outbox')).map(({ id, sealed }) =>
		openMail(keyring(), id, sealed)
	);
const state = (account: string) =>
	home.sql(
		`select a.two_factor_enabled as asked, (select count(*)::int from auth.two_factor t where t.account_id = a.id) as secrets from auth.account a where a.id = $1`,
		[account]
	);

test('Telephone and backup codes lost: the operator frees the account in two steps; the password is still asked for.', async () => {
	const { organization, aurore, login, before, karim } = await place();
	assert.match((await new Visitor(app.url).post('/connexion', { ...login })).headers.get('location') ?? '', /^\/connexion\/code/);

	const looked = free(login.email.toUpperCase());
	assert.equal(looked.status, 0, looked.stderr);
	assert.match(looked.stdout, /Aurore <.*Relance d’essai/);
	assert.match(looked.stdout, /Nothing is done yet/);
	assert.deepEqual(await state(aurore.account), [{ asked: true, secrets: 1 }]);
	const word = /--confirm (\w{6})/.exec(looked.stdout)?.[1] ?? '';

	const done = free(login.email, '--confirm', word);
	assert.equal(done.status, 0, done.stderr);
	assert.match(done.stdout, /mails written: 2/);
	assert.deepEqual(await state(aurore.account), [{ asked: false, secrets: 0 }]);

	// Whoever had found the telephone has no session left; a wrong password opens nothing; hers alone does.
	assert.equal((await before.open('/bureau')).status, 303);
	assert.equal((await new Visitor(app.url).post('/connexion', { ...login, password: 'un autre mot de passe' })).status, 422);
	assert.equal((await (await signedIn(app.url, login)).open('/bureau')).status, 200);

	// She and the administrator are told, nobody elsewhere; no mail holds a code or a link that opens something.
	const written = await mails();
	assert.deepEqual(written.map(({ to }) => to).sort(), [login.email, `${karim.account}@essai.example`].sort());
	for (const { text } of written) assert.doesNotMatch(text, /\/mot-de-passe\/|perdu\b[^s]/);
	assert.match(written.find(({ to }) => to === login.email)!.text, /choisissez tout de suite un autre mot de passe/);
	assert.match(written.find(({ to }) => to !== login.email)!.text, /La double vérification a été retirée sur la machine[^]*: Aurore/);

	// Audited, without a hand; read by everybody who works there.
	assert.deepEqual(
		await home.sql(`select act, subject, row_id, member_id from audit where act = 'free' and organization_id = $1`, [organization]),
		[{ act: 'free', subject: 'member', row_id: aurore.member, member_id: null }]
	);
	const page = await (await (await signedIn(app.url, login)).open('/compte/organisation')).text();
	assert.match(page, /La double vérification a été retirée sur la machine[^]*: Aurore N\./);
});

test('Nobody is freed by chance: an unknown address, no second step, a wrong word change nothing.', async () => {
	const { aurore, login, elsewhere } = await place();
	for (const [words, says] of [
		[[], /takes the mail address/],
		[['personne@essai.example'], /Nobody signs in as personne@essai\.example/],
		[[`${elsewhere.account}@essai.example`], /no second step is asked of this account/],
		[[login.email, '--confirm', 'abcdef'], /not the word to confirm with today/]
	] as [string[], RegExp][]) {
		const refused = free(...words);
		assert.equal(refused.status, 1);
		assert.match(refused.stderr, says);
	}
	assert.deepEqual(await state(aurore.account), [{ asked: true, secrets: 1 }]);
	assert.deepEqual(await mails(), []);
});
