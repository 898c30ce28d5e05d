import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
	chmodSync,
	chownSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { openEmbedded } from '../../../bin/database.ts';
import { asking } from '../../../bin/external.ts';
import { canEnter } from './postgres/account.ts';
import { isAlive, readPidFile } from './postgres/leftover.ts';
import { startPostgres } from './postgres.ts';
import { StartRefused } from './refusal.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const WRITER = join(ROOT, 'tests', 'writer.ts');
const AM_ROOT = process.getuid?.() === 0;
const NOBODY = { uid: 65534, gid: 65534 };

function folderFor(t: TestContext): string {
	const folder = mkdtempSync(join(tmpdir(), 'cheminer-pg-'));
	t.after(() => rmSync(folder, { recursive: true, force: true }));
	return join(folder, 'data');
}

interface Writer {
	process: ChildProcess;
	/** Numbers that it said were stored. */
	stored: number[];
	/** What it said before it ended, if it ended. */
	said(): string;
	/** Waits until it has stored that many. */
	has(count: number): Promise<void>;
	kill(signal: NodeJS.Signals): Promise<void>;
}

function startWriter(data: string, first: number, as: { uid?: number; gid?: number } = {}): Writer {
	const child = spawn(process.execPath, [WRITER, data, String(first)], { ...as, stdio: ['ignore', 'pipe', 'pipe'] });
	const stored: number[] = [];
	let said = '';
	let rest = '';
	child.stdout.on('data', (piece: Buffer) => {
		const lines = (rest + piece.toString()).split('\n');
		rest = lines.pop() ?? '';
		stored.push(...lines.map(Number));
	});
	child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
	const ended = once(child, 'close');
	return {
		process: child,
		stored,
		said: () => said,
		async has(count) {
			while (stored.length < count) {
				if (child.exitCode !== null) throw new Error(`The writer ended: ${said}`);
				await pause(10);
			}
		},
		async kill(signal) {
			child.kill(signal);
			await ended;
		}
	};
}

/** What is really in the table of a database at rest or running. */
async function rowsOf(ownerUrl: string): Promise<number[]> {
	return asking(ownerUrl, async (client) =>
		(await client.query<{ number: number }>('select number from proof')).rows.map((row) => row.number)
	);
}

function assertNothingLost(acknowledged: number[], rows: number[]): void {
	const stored = new Set(rows);
	assert.equal(stored.size, rows.length, 'nothing is stored twice');
	assert.deepEqual(
		acknowledged.filter((number) => !stored.has(number)),
		[],
		'nothing acknowledged is lost'
	);
}

test('A first start makes the database, a second one finds it, quickly.', async (t) => {
	const data = folderFor(t);
	const first = await openEmbedded(data);
	await asking(first.ownerUrl, (client) => client.query('create table kept as select 1 as one'));
	await first.stop();
	assert.equal(readPidFile(join(data, 'postgres')), undefined);

	const began = performance.now();
	const second = await openEmbedded(data);
	t.diagnostic(`warm start with roles checked: ${Math.round(performance.now() - began)} ms`);
	t.after(() => second.stop());
	await asking(second.ownerUrl, async (client) => {
		assert.equal((await client.query('select from kept')).rowCount, 1);
		const { rows } = await client.query<Record<string, string>>(
			`select current_setting('fsync') as fsync, current_setting('data_checksums') as checksums, current_setting('listen_addresses') as listens,
				current_setting('server_encoding') as encoding, current_setting('synchronous_commit') as waits, lower('ÉÀ') as lower`
		);
		assert.deepEqual(rows[0], { fsync: 'on', checksums: 'on', listens: '', encoding: 'UTF8', waits: 'on', lower: 'éà' });
	});
});

test('After the first start nobody can be superuser, and every login needs its password.', async (t) => {
	const data = folderFor(t);
	const database = await openEmbedded(data);
	t.after(() => database.stop());
	assert.deepEqual(readdirSync(join(data, 'secrets')).sort(), ['owner', 'server']);
	for (const name of ['owner', 'server']) assert.equal(statSync(join(data, 'secrets', name)).mode & 0o777, 0o600);
	await asking(database.ownerUrl, async (client) => {
		const { rows } = await client.query('select rolname from pg_roles where rolcanlogin and (rolsuper or rolbypassrls)');
		assert.deepEqual(rows, []);
	});
	for (const login of ['cheminer_root', 'cheminer_server', 'cheminer_migrator', 'postgres']) {
		const guess = new URL(database.ownerUrl);
		guess.username = login;
		guess.password = 'guess';
		await assert.rejects(
			asking(guess.href, () => Promise.resolve()),
			(problem) => problem instanceof pg.DatabaseError && /^28/.test(problem.code ?? '')
		);
	}
});

test('A second process on the same folder is refused in one sentence, and the first goes on.', async (t) => {
	const data = folderFor(t);
	const database = await openEmbedded(data, { durable: false });
	t.after(() => database.stop());
	const second = startWriter(data, 1);
	await once(second.process, 'close');
	assert.equal(second.process.exitCode, 1);
	assert.match(
		second.said(),
		new RegExp(`^Cheminer already runs on \\S+ \\(process ${process.pid}\\): stop it first, or choose another folder with --data\\.\\n$`)
	);
	await asking(database.ownerUrl, (client) => client.query('select 1'));
});

test('Node killed five times in the middle of writing: nothing acknowledged is lost, nothing is stored twice.', async (t) => {
	const data = folderFor(t);
	const acknowledged: number[] = [];
	let left: number | undefined;
	for (let round = 1; round <= 5; round++) {
		const writer = startWriter(data, round * 1_000_000);
		await writer.has(30 + round * 17);
		if (left !== undefined) assert.equal(isAlive(left), false, 'the server left behind was stopped');
		left = readPidFile(join(data, 'postgres'))?.pid;
		await writer.kill('SIGKILL');
		assert.ok(left !== undefined && isAlive(left), 'the server outlives a killed Node');
		acknowledged.push(...writer.stored);
	}
	const database = await openEmbedded(data);
	t.after(() => database.stop());
	assertNothingLost(acknowledged, await rowsOf(database.ownerUrl));
});

test('PostgreSQL killed five times in the middle of writing: it comes back by itself on the same address, nothing is lost.', async (t) => {
	const data = folderFor(t);
	let back = 0;
	const postgres = await startPostgres({ data, onRestart: () => back++ });
	t.after(() => postgres.stop());
	const { login, password } = postgres.superuser() ?? assert.fail('a first start has its superuser');
	const url = postgres.url(login, password, 'postgres');
	await asking(url, (client) => client.query('create table proof (number int not null)'));

	const acknowledged: number[] = [];
	let number = 0;
	let over = false;
	const writing = (async () => {
		while (!over) {
			await asking(url, async (client) => {
				while (!over) {
					// A number whose answer was cut off is not tried again: it may or may not be there.
					number++;
					await client.query('insert into proof (number) values ($1)', [number]);
					acknowledged.push(number);
				}
			}).catch(() => pause(20));
		}
	})();
	for (let round = 1; round <= 5; round++) {
		const before = acknowledged.length;
		while (acknowledged.length < before + 50) await pause(5);
		process.kill(postgres.pid(), 'SIGKILL');
		while (back < round) await pause(5);
	}
	over = true;
	await writing;
	assertNothingLost(acknowledged, await rowsOf(url));
});

test('SIGTERM stops the server cleanly and gives the folder back.', async (t) => {
	const data = folderFor(t);
	const writer = startWriter(data, 1);
	await writer.has(5);
	const server = readPidFile(join(data, 'postgres'))!.pid;
	await writer.kill('SIGTERM');
	assert.equal(writer.process.exitCode, 0);
	assert.equal(isAlive(server), false);
	assert.match(
		readFileSync(join(data, 'logs', 'postgresql.log'), 'utf8')
			.trimEnd()
			.split('\n')
			.at(-1)!,
		/database system is shut down$/
	);
	assert.equal(existsSync(join(data, 'cheminer.pid')), false);
});

test('What a cut first start or a restarted machine left behind does not keep it from starting.', async (t) => {
	const data = folderFor(t);
	mkdirSync(join(data, 'postgres.making', 'base'), { recursive: true });
	await (await startPostgres({ data, durable: false })).stop();
	// The number in the file now belongs to another program: this one.
	writeFileSync(join(data, 'postgres', 'postmaster.pid'), `${process.pid}\n${join(data, 'postgres')}\n1\n5432\n.\n\n  1 1\nready\n`);
	await (await startPostgres({ data, durable: false })).stop();
	// A first start that closed the superuser and was cut before it forgot his password.
	const password = readFileSync(join(data, 'secrets', 'superuser'));
	await (await openEmbedded(data, { durable: false })).stop();
	writeFileSync(join(data, 'secrets', 'superuser'), password);
	await (await openEmbedded(data, { durable: false })).stop();
	assert.equal(existsSync(join(data, 'secrets', 'superuser')), false);
});

test('Where the path is too long for a socket the server listens on this machine alone.', async (t) => {
	const data = join(folderFor(t), 'a-rather-long-name-for-a-folder'.repeat(3));
	const postgres = await startPostgres({ data, durable: false });
	t.after(() => postgres.stop());
	const { login, password } = postgres.superuser()!;
	const url = postgres.url(login, password, 'postgres');
	assert.match(url, /@127\.0\.0\.1:\d+\/postgres$/);
	await asking(url, async (client) => {
		const { rows } = await client.query<{ listens: string; sockets: string }>(
			`select current_setting('listen_addresses') as listens, current_setting('unix_socket_directories') as sockets`
		);
		assert.deepEqual(rows[0], { listens: '127.0.0.1', sockets: '' });
	});
});

test('The server’s own log holds no value, no statement and no row.', async (t) => {
	const data = folderFor(t);
	const database = await openEmbedded(data, { durable: false });
	await asking(database.ownerUrl, async (client) => {
		await client.query('create table contact (name text primary key, age int)');
		await client.query(`insert into contact values ('Canari', 3)`);
		const refused = [
			`insert into contact values ('Canari', 4)`,
			`select 'Canari'::int`,
			`select * from "Canari"`,
			`insert into contact values ('Canari'`,
			`do $$ begin raise warning 'Canari'; raise exception 'Canari'; end $$`,
			`select 1 / 0 as "Canari"`
		];
		for (const statement of refused) await client.query(statement).catch(() => undefined);
		await client.query('select $1::int', ['Canari']).catch(() => undefined);
	});
	await asking(database.ownerUrl.replace(/\/cheminer\?/, '/Canari?'), () => Promise.resolve()).catch(() => undefined);
	await database.stop();
	const log = readFileSync(join(data, 'logs', 'postgresql.log'), 'utf8').split('\n');
	assert.deepEqual(
		log.filter((line) => /Canari/.test(line) && !/database "Canari" does not exist/.test(line)),
		[]
	);
});

test('Data made by another major version are refused in one sentence.', async (t) => {
	const data = folderFor(t);
	await (await startPostgres({ data, durable: false })).stop();
	writeFileSync(join(data, 'postgres', 'PG_VERSION'), '14\n');
	await assert.rejects(
		startPostgres({ data, durable: false }),
		(problem) => problem instanceof StartRefused && /were made by PostgreSQL 14 .* brings 17/.test(problem.message)
	);
});

test('It runs as an ordinary user, and as root under another user, in a folder that this one may enter or not.', async (t) => {
	const closed = folderFor(t);
	const open = folderFor(t);
	chmodSync(join(open, '..'), 0o755);
	for (const data of [closed, open]) {
		const postgres = await startPostgres({ data, durable: false });
		const { uid } = statSync(join(data, 'postgres'));
		if (AM_ROOT) assert.notEqual(uid, 0, 'never as root');
		else assert.equal(uid, process.getuid?.());
		assert.equal(statSync(join(data, 'postgres')).mode & 0o777, 0o700);
		await postgres.stop();
	}
	if (!AM_ROOT || !canEnter(NOBODY, ROOT))
		return t.diagnostic('not root, or the project lies where an ordinary user may not enter: that part needs a clone elsewhere');

	const ordinary = folderFor(t);
	chownSync(join(ordinary, '..'), NOBODY.uid, NOBODY.gid);
	for (let round = 1; round <= 2; round++) {
		const writer = startWriter(ordinary, round * 1000, NOBODY);
		await writer.has(10);
		await writer.kill(round === 1 ? 'SIGKILL' : 'SIGTERM');
		assert.equal(statSync(join(ordinary, 'postgres')).uid, NOBODY.uid);
	}
	// Root may take over what an ordinary user began, under that user; an ordinary user may not touch what is root's.
	await (await startPostgres({ data: ordinary, durable: false })).stop();
	assert.equal(statSync(join(ordinary, 'postgres')).uid, NOBODY.uid);
	const stranger = startWriter(open, 1, NOBODY);
	await once(stranger.process, 'close');
	assert.match(stranger.said(), /^The folder \S+ cannot be locked: check that the user nobody may write in it\.\n$/);
});
