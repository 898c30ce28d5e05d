import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import { as, asRole } from '#lib/server/db.ts';
import { house, KEY_FILE } from '../../../tests/house.ts';
import { clearExpired, refreshNext } from './clearing.ts';
import { startJobs } from './jobs.ts';

const home = await house({ after });
const organization = await home.organization();
const aurore = await home.member(organization);
const clear = () => asRole('cheminer_jobs', clearExpired);
const count = async (table: string, where = 'true') =>
	(await home.sql<{ count: number }>(`select count(*)::int as count from ${table} where ${where}`))[0]!.count;

test('A memo goes on its date, and not before.', async () => {
	const { id } = await home.pathway(aurore);
	const memo = (expires: string) =>
		home.sql(`insert into memo (id, accompaniment_id, author_id, sealed, expires_at) values ($1, $2, $3, 'scellé', ${expires})`, [
			newId(),
			id,
			aurore.member
		]);
	await memo(`now() - interval '1 second'`);
	await memo(`now() + interval '1 hour'`);
	await clear();
	assert.equal(await count('memo'), 1);
});

test('A draft goes after thirty days, form keys and kept posts after seven.', async () => {
	const other = await home.pathway(aurore, 'Irina');
	const { id } = await home.pathway(aurore, 'Kevin');
	const draft = (accompaniment: string, age: string) =>
		home.sql(
			`insert into draft (id, member_id, accompaniment_id, form, sealed, updated_at) values ($1, $2, $3, 'memo', 'scellé', now() - $4::interval)`,
			[newId(), aurore.member, accompaniment, age]
		);
	await draft(id, '31 days');
	await draft(other.id, '29 days');
	for (const age of ['8 days', '6 days']) {
		await home.sql(`insert into form_key (account_id, key, result, created_at) values ($1, $2, '/', now() - $3::interval)`, [
			aurore.account,
			newId(),
			age
		]);
		await home.sql(
			`insert into kept_post (id, account_id, path, sealed, created_at) values ($1, $2, '/', 'scellé', now() - $3::interval)`,
			[newId(), aurore.account, age]
		);
	}
	await clear();
	assert.deepEqual([await count('draft'), await count('form_key'), await count('kept_post')], [1, 1, 1]);
});

test('Sessions go a week after their end, links once they open nothing, used codes and attempts after a calm day.', async () => {
	const session = (age: string) =>
		home.sql(`insert into auth.session (id, account_id, token, expires_at) values ($1, $2, $3, now() - $4::interval)`, [
			newId(),
			aurore.account,
			newId(),
			age
		]);
	for (const age of ['8 days', '6 days', '-10 minutes']) await session(age);
	for (const age of ['1 minute', '-1 minute']) {
		await home.sql(
			`insert into auth.verification (id, identifier, value, expires_at) values ($1, 'essai', 'essai', now() - $2::interval)`,
			[newId(), age]
		);
	}
	await home.sql(`insert into auth.reset (account_id, token_index, expires_at) values ($1, 'essai', now() - interval '1 minute')`, [
		aurore.account
	]);
	for (const age of ['6 minutes', '1 minute']) {
		await home.sql(`insert into auth.used_code (account_id, code_index, used_at) values ($1, $2, now() - $3::interval * 288)`, [
			aurore.account,
			newId(),
			age
		]);
		await home.sql(`insert into auth.attempt (key, count, last_at) values ($1, 3, now() - $2::interval * 288)`, [newId(), age]);
	}
	await clear();
	const left = await Promise.all(['session', 'verification', 'reset', 'used_code', 'attempt'].map((table) => count(`auth.${table}`)));
	assert.deepEqual(left, [2, 1, 0, 1, 1]);
});

test('An appointment that is over gives way to the next one.', async () => {
	const { id } = await home.pathway(aurore, 'Samir');
	const plan = (at: string) =>
		home.sql(
			`insert into appointment (id, accompaniment_id, organization_id, member_id, starts_at, time_zone) values ($1, $2, $3, $4, now() + $5::interval, 'Europe/Brussels')`,
			[newId(), id, organization, aurore.member, at]
		);
	await plan('2 hours');
	await plan('9 days');
	await home.sql(`update accompaniment set next_at = now() - interval '1 minute' where id = $1`, [id]);
	await asRole('cheminer_jobs', refreshNext);
	const [row] = await home.sql<{ hours: number }>(
		'select round(extract(epoch from next_at - now()) / 3600)::int as hours from accompaniment where id = $1',
		[id]
	);
	assert.equal(row?.hours, 2);
});

test('The hands of jobs read no name and no text.', async () => {
	for (const [table, column] of [
		['memo', 'sealed'],
		['draft', 'sealed'],
		['kept_post', 'sealed'],
		['accompaniment', 'name_to_use'],
		['note', 'sealed'],
		['keys.person_key', 'wrapped'],
		['auth.account', 'email'],
		['auth.credential', 'password'],
		['auth.session', 'token']
	]) {
		await assert.rejects(
			asRole('cheminer_jobs', (tx) =>
				tx
					.selectFrom(table as 'memo')
					.select(column as 'sealed')
					.execute()
			),
			{ status: 404 },
			table
		);
	}
});

test('Two processes run the same jobs, and each turn falls to one of them, without superuser.', { timeout: 90_000 }, async () => {
	await home.pathway(aurore, 'Marie-Ange');
	const settings = { databaseUrl: home.serverUrl, keyFile: KEY_FILE };
	const [one, other] = await Promise.all([startJobs(settings), startJobs(settings)]);
	try {
		const owner = await home.sql<{ tableowner: string }>(`select distinct tableowner from pg_tables where schemaname = 'pgboss'`);
		assert.deepEqual(owner, [{ tableowner: 'cheminer_jobs' }]);
		for (let left = 60; left > 0 && (await count('chain')) === 0; left -= 1) await pause(1000);
		assert.equal(await count('audit', 'chain_id is null'), 0);
		const turns = await runs();
		assert.ok(turns.length >= 1);
		assert.equal(new Set(turns.map((turn) => `${turn.name} ${turn.minute}`)).size, turns.length, 'one turn a minute and a task');
		assert.deepEqual(new Set(turns.map((turn) => turn.data)), new Set([null]), 'no payload holds anything');
	} finally {
		await Promise.all([one.stop(), other.stop()]);
	}
});

/** The turns that jobs took, as pg-boss wrote them. */
async function runs() {
	const { rows } = await asRole('cheminer_jobs', async (tx) => {
		return sql<{ name: string; minute: string; data: unknown }>`select name, date_trunc('minute', created_on)::text as minute, data
			from pgboss.job where name in ('close-chain', 'refresh-next', 'clear-expired')`.execute(tx);
	});
	return rows;
}

test('A page has no way into the jobs.', async () => {
	await assert.rejects(
		as(aurore, async (tx) => {
			await sql`select * from pgboss.job`.execute(tx);
		}),
		{ status: 404 }
	);
});
