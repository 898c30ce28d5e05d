import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { isHttpError } from '@sveltejs/kit';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import { house, KEY_FILE } from '../../../tests/house.ts';
import { as, asIn, asRole, closeDatabase, databaseHealth, openDatabase } from './db.ts';
import { openKeyring, SealError } from './keyring.ts';

const folder = mkdtempSync(join(tmpdir(), 'cheminer-db-'));
const logFile = join(folder, 'log');
process.env['CHEMINER_LOG_FILE'] = logFile;
const home = await house({ after });
after(() => rmSync(folder, { recursive: true, force: true }));
const organization = await home.organization();
const aurore = await home.member(organization);
const logged = () => readFileSync(logFile, 'utf8').trim().split('\n');
const status = (wanted: number) => (problem: unknown) => isHttpError(problem, wanted);

test('A transaction acts as its member, in the role of the application.', async () => {
	const { rows } = await as(aurore, (tx) => sql<{ role: string; me: string }>`select current_user as role, me() as me`.execute(tx));
	assert.deepEqual(rows, [{ role: 'cheminer_app', me: aurore.member }]);
});

test('Nothing of one transaction is left in the next on the same connection.', async () => {
	await closeDatabase();
	await openDatabase(home.serverUrl, KEY_FILE, 1);
	await as(aurore, (tx) => sql`select set_config('app.member', ${newId()}, true), set_config('search_path', 'keys', true)`.execute(tx));
	await assert.rejects(
		as(aurore, () => Promise.reject(new Error('mine'))),
		/mine/
	);
	const { rows } = await asRole('cheminer_statistics', (tx) =>
		sql`select current_user as role, me() as me, current_setting('search_path') as path`.execute(tx)
	);
	assert.deepEqual(rows, [{ role: 'cheminer_statistics', me: null, path: '"$user", public' }]);
	const after = await as({ ...aurore, member: newId() }, (tx) => sql<{ n: number }>`select count(*)::int as n from member`.execute(tx));
	assert.equal(after.rows[0]?.n, 0);
	await closeDatabase();
	await openDatabase(home.serverUrl, KEY_FILE);
});

test('A transaction about one file sees that file alone, and naming a file out of reach opens nothing.', async () => {
	const [one, other] = [await home.pathway(aurore, 'Nadia B.'), await home.pathway(aurore, 'Samir K.')];
	const stranger = await home.pathway(await home.member(organization), 'Chantal D.');
	const seen = async (file: string) => {
		const { rows } = await asIn(aurore, file, (tx) =>
			sql<{ id: string; keys: number; me: string }>`
				select id, (select count(*)::int from keys.person_key) as keys, me() as me from accompaniment`.execute(tx)
		);
		return rows;
	};
	assert.deepEqual(await seen(one.id), [{ id: one.id, keys: 1, me: aurore.member }]);
	assert.deepEqual(await seen(other.id), [{ id: other.id, keys: 1, me: aurore.member }]);
	for (const nobody of [stranger.id, newId()]) assert.deepEqual(await seen(nobody), []);
	// The next transaction on the same connection is about everything again.
	const { rows } = await as(aurore, (tx) =>
		sql<{ id: string }>`select id from accompaniment where id in (${one.id}, ${other.id}, ${stranger.id}) order by id`.execute(tx)
	);
	assert.deepEqual(
		rows.map(({ id }) => id),
		[one.id, other.id].sort()
	);
});

test('Of the texts I am named with, a transaction about one file sees those of that file.', async () => {
	const colleague = await home.member(organization);
	const [one, other] = [await home.pathway(aurore, 'Irina V.'), await home.pathway(aurore, 'Kevin M.')];
	const noted: string[] = [];
	for (const { id } of [one, other]) {
		await home.sql(`insert into colleague (accompaniment_id, organization_id, member_id) values ($1, $2, $3)`, [
			id,
			organization,
			colleague.member
		]);
		const [interview, note] = [newId(), newId()];
		await home.sql(
			`insert into interview (id, accompaniment_id, organization_id, held_on, channel, author_id) values ($1, $2, $3, '2026-01-05', 'phone', $4)`,
			[interview, id, organization, aurore.member]
		);
		await home.sql(`insert into note (id, interview_id, accompaniment_id, author_id, sealed) values ($1, $2, $3, $4, '')`, [
			note,
			interview,
			id,
			aurore.member
		]);
		await home.sql(`insert into note_reader (note_id, member_id) values ($1, $2)`, [note, colleague.member]);
		noted.push(note);
	}
	const read = (tx: Parameters<Parameters<typeof as>[1]>[0]) =>
		tx.selectFrom('note').select('id').where('id', 'in', noted).orderBy('id').execute();
	assert.deepEqual(await asIn(colleague, one.id, read), [{ id: noted[0] }]);
	assert.deepEqual(
		await as(colleague, read),
		noted.map((id) => ({ id })).sort((a, b) => (a.id < b.id ? -1 : 1))
	);
});

test('What fails is taken back whole, and the same error is seen by whoever asked.', async () => {
	const { id } = await home.pathway(aurore);
	await assert.rejects(
		as(aurore, async (tx) => {
			await tx.updateTable('accompaniment').set({ name_to_use: 'Autre' }).where('id', '=', id).execute();
			throw new RangeError('later');
		}),
		RangeError
	);
	assert.deepEqual(await home.sql('select name_to_use from accompaniment where id = $1', [id]), [{ name_to_use: 'Nadia B.' }]);
	await assert.rejects(
		as(aurore, (tx) => sql`select 1 / 0`.execute(tx)),
		{ code: '22012' }
	);
	assert.equal(await databaseHealth(), 'ok');
});

test('A failure that somebody swallows is not answered as if the work had been stored.', async () => {
	const { id } = await home.pathway(aurore);
	await assert.rejects(
		as(aurore, async (tx) => {
			await tx.updateTable('accompaniment').set({ name_to_use: 'Autre' }).where('id', '=', id).execute();
			await sql`select 1 / 0`.execute(tx).catch(() => undefined);
			return 'stored';
		}),
		/nothing was stored/
	);
	assert.deepEqual(await home.sql('select name_to_use from accompaniment where id = $1', [id]), [{ name_to_use: 'Nadia B.' }]);
});

test('What the wall refuses is a thing that never existed, with a line in the log that quotes nothing.', async () => {
	const secret = 'Canari-42501';
	await assert.rejects(
		as(aurore, (tx) =>
			tx.insertInto('memo').values({ id: newId(), accompaniment_id: newId(), sealed: secret, expires_at: new Date() }).execute()
		),
		status(404)
	);
	const line = logged().at(-1)!;
	assert.match(line, /refused by the wall/);
	assert.match(line, /42501/);
	assert.doesNotMatch(line, new RegExp(`${secret}|${aurore.member}|memo \\(`));
});

test('Twenty who act at once are each themselves.', async () => {
	const members = [];
	for (let i = 0; i < 20; i++) members.push(await home.member(organization));
	const seen = await Promise.all(
		members.map((member) =>
			as(member, async (tx) => (await sql<{ me: string }>`select me() as me, pg_sleep(0.01)`.execute(tx)).rows[0]?.me)
		)
	);
	assert.deepEqual(
		seen,
		members.map(({ member }) => member)
	);
});

test('Another installation’s key file stops the start; so does its absence.', async () => {
	const foreign = join(folder, 'foreign.json');
	openKeyring(foreign, { create: true });
	await closeDatabase();
	await assert.rejects(
		openDatabase(home.serverUrl, foreign),
		(problem) => problem instanceof SealError && /not the one this database was sealed with/.test(problem.message)
	);
	await closeDatabase();
	await assert.rejects(openDatabase(home.serverUrl, join(folder, 'nowhere.json')), /key file is missing/);
	await closeDatabase();
	await openDatabase(home.serverUrl, KEY_FILE);
});

test('A database that is away is 503, soon, and its return needs no hand.', async () => {
	const door = createServer().listen(0, '127.0.0.1');
	await new Promise((resolve) => door.once('listening', resolve));
	const { port } = door.address() as { port: number };
	door.close();
	const [{ name } = { name: '' }] = await home.sql<{ name: string }>('select current_database() as name');
	assert.ok(name);
	const began = Date.now();
	await closeDatabase();
	await assert.rejects(openDatabase(`postgres://cheminer_server:x@127.0.0.1:${port}/${name}`, KEY_FILE));
	await assert.rejects(
		as(aurore, (tx) => sql`select 1`.execute(tx)),
		status(503)
	);
	assert.equal(await databaseHealth(), 'unavailable');
	assert.ok(Date.now() - began < 5000);
	assert.match(logged().at(-1)!, /the database is away/);
	await closeDatabase();
	await openDatabase(home.serverUrl, KEY_FILE);
	assert.equal(await databaseHealth(), 'ok');
});

test('A connection cut in the middle of a transaction is 503; the next one works.', async () => {
	await assert.rejects(
		as(aurore, async (tx) => {
			const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
			await cut(rows[0]!.pid);
			return sql`select 1`.execute(tx);
		}),
		status(503)
	);
	assert.equal((await as(aurore, (tx) => sql<{ n: number }>`select 1 as n`.execute(tx))).rows[0]?.n, 1);
});

/** A login may end its own sessions. */
async function cut(pid: number): Promise<void> {
	const { default: pg } = await import('pg');
	const client = new pg.Client({ connectionString: home.serverUrl });
	await client.connect();
	await client.query('select pg_terminate_backend($1)', [pid]);
	await client.end();
}
