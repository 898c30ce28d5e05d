import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accountsPool, as, asRole } from '#lib/server/db.ts';
import { house } from '../../../tests/house.ts';
import { accountOf, createAccount } from './accounts.server.ts';
import { claimCode } from './sign-in.server.ts';

const home = await house({ after });
const TABLES = ['account', 'credential', 'session', 'verification', 'two_factor', 'used_code', 'attempt', 'reset'];

test('A page’s role reads nothing of accounts: no password, no session, no address.', async () => {
	const actor = await home.member(await home.organization(), ['administrator']);
	for (const table of TABLES) {
		await assert.rejects(
			as(actor, (tx) =>
				tx
					.selectFrom(`auth.${table}` as 'auth.account')
					.selectAll()
					.execute()
			),
			{ status: 404 },
			table
		);
	}
	for (const role of ['cheminer_jobs', 'cheminer_statistics'] as const) {
		await assert.rejects(
			asRole(role, (tx) => tx.selectFrom('auth.account').selectAll().execute()),
			{ status: 404 },
			role
		);
	}
});

test('Role auth reads nothing about anybody accompanied.', async () => {
	const lead = await home.member(await home.organization());
	await home.pathway(lead);
	for (const table of ['accompaniment', 'person', 'note', 'kept_post'] as const) {
		await assert.rejects(
			asRole('cheminer_auth', (tx) => tx.selectFrom(table).selectAll().execute()),
			{ status: 404 },
			table
		);
	}
});

test('One address is one account, however it is written.', async () => {
	const id = await asRole('cheminer_auth', (tx) =>
		createAccount(tx, { email: ' Lise@Essai.Example ', password: 'quatre mots sans lien', name: 'Lise' })
	);
	assert.equal((await asRole('cheminer_auth', (tx) => accountOf(tx, { email: 'lise@essai.example' })))?.id, id);
	await assert.rejects(
		asRole('cheminer_auth', (tx) => createAccount(tx, { email: 'LISE@essai.example', password: 'quatre mots sans lien', name: 'Lise' })),
		{ code: '23505' }
	);
});

test('A code is claimed once, even by twenty at the same time.', async () => {
	const id = await asRole('cheminer_auth', (tx) =>
		createAccount(tx, { email: 'codes@essai.example', password: 'quatre mots sans lien', name: 'Lise' })
	);
	const claims = await Promise.all(Array.from({ length: 20 }, () => claimCode(id, '123456')));
	assert.equal(claims.filter(Boolean).length, 1);
});

test('A member is somebody who has an account.', async () => {
	const organization = await home.organization();
	await assert.rejects(
		home.sql(
			`insert into member (id, account_id, organization_id, first_name, roles) values (gen_random_uuid(), gen_random_uuid(), $1, 'X', '{practitioner}')`,
			[organization]
		),
		{ code: '23503' }
	);
});

test('What a session says is asked in one statement, little dearer than the shortest one.', async () => {
	const actor = await home.member(await home.organization());
	await home.sql(
		`insert into auth.session (id, account_id, token, expires_at) values (gen_random_uuid(), $1, 'mesure', now() + interval '30 minutes')`,
		[actor.account]
	);
	const session = () => accountsPool().query({ name: 'session', text: 'select * from session_actor($1)', values: ['mesure'] });
	const shortest = () => accountsPool().query({ name: 'shortest', text: 'select 1' });
	assert.equal((await session()).rows[0]?.member_id, actor.member);
	// Taken in turns, so that whatever else the machine does weighs on both.
	const took: [number[], number[]] = [[], []];
	for (let i = 0; i < 800; i++) {
		for (const [times, ask] of [[took[0], session] as const, [took[1], shortest] as const]) {
			const start = performance.now();
			await ask();
			if (i >= 200) times.push(performance.now() - start);
		}
	}
	const [said, floor] = took.map((times) => times.sort((one, other) => one - other)[300]!) as [number, number];
	assert.ok(said / floor < 5, `${said.toFixed(2)} ms against ${floor.toFixed(2)} ms`);
});

test('Jobs clear sessions a week after their end, and codes, counts and links that have had their time.', async () => {
	const actor = await home.member(await home.organization());
	await home.sql(
		`insert into auth.session (id, account_id, token, expires_at) values (gen_random_uuid(), $1, 'vieux', now() - interval '9 days'), (gen_random_uuid(), $1, 'recent', now() - interval '7 days')`,
		[actor.account]
	);
	await home.sql(`insert into auth.reset values ($1, 'x', now() - interval '1 minute')`, [actor.account]);
	await home.sql(`insert into auth.attempt (key, count, last_at) values ('x', 3, now() - interval '2 days')`);
	await asRole('cheminer_jobs', (tx) => tx.selectNoFrom((eb) => eb.fn('auth.clear').as('cleared')).execute());
	assert.deepEqual(await home.sql(`select token from auth.session where token in ('vieux', 'recent')`), [{ token: 'recent' }]);
	assert.deepEqual(await home.sql(`select account_id from auth.reset where token_index = 'x'`), []);
	assert.deepEqual(await home.sql(`select key from auth.attempt where key = 'x'`), []);
});
