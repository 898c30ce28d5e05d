import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, after, test } from 'node:test';
import { startPostgres, type Postgres } from '../src/lib/server/postgres.ts';
import { StartRefused } from '../src/lib/server/refusal.ts';
import { bringUpToDate, openExternal } from './database.ts';
import { asking, withLogin } from './external.ts';

/** The operator's own server: here another embedded one, whose superuser stays. */
let postgres: Postgres;
let superUrl: string;
const folder = mkdtempSync(join(tmpdir(), 'cheminer-external-'));

before(async () => {
	postgres = await startPostgres({ data: join(folder, 'operator'), durable: false });
	const { login, password } = postgres.superuser()!;
	superUrl = postgres.url(login, password, 'postgres');
	await run(superUrl, `create role operator login createrole createdb password 'operator'; create role stranger login password 'stranger'`);
});
after(async () => {
	await postgres.stop();
	rmSync(folder, { recursive: true, force: true });
});

const run = (url: string, statements: string) => asking(url, (client) => client.query(statements));

/** What the start says when it is refused. */
async function refusal(databaseUrl: string, ownerUrl?: string, data = join(folder, 'data')): Promise<string> {
	const opened: unknown = await openExternal(databaseUrl, ownerUrl, data).catch((problem: unknown) => problem);
	assert.ok(opened instanceof StartRefused, `refused with a sentence, not ${String(opened)}`);
	assert.ok(!opened.message.includes('S3cret'));
	return opened.message;
}

test('A wrong address, password or database stops the start with one sentence.', async () => {
	const silent = createServer().listen(0, '127.0.0.1');
	await new Promise((resolve) => silent.once('listening', resolve));
	const { port } = silent.address() as AddressInfo;
	silent.close();
	assert.match(
		await refusal(`postgres://a:S3cret@127.0.0.1:${port}/x`),
		/^No PostgreSQL server answers at 127\.0\.0\.1:\d+ \(ECONNREFUSED\): correct DATABASE_URL, or start it\.$/
	);
	assert.match(await refusal('postgres://a:S3cret@nowhere.invalid/x'), /^No PostgreSQL server answers at nowhere\.invalid:5432 /);
	assert.match(await refusal(withLogin(superUrl, 'operator', 'S3cret')), /^The password of "operator" in DATABASE_URL is refused by /);
	assert.match(
		await refusal(withLogin(superUrl, 'nobody-here', 'S3cret')),
		/^The password of "nobody-here" in DATABASE_URL is refused by /
	);
	assert.match(await refusal(withLogin(superUrl, 'operator', 'operator', 'absent')), /^There is no database "absent" on /);
});

test('What is not PostgreSQL is said too.', async (t) => {
	const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1');
	await new Promise((resolve) => other.once('listening', resolve));
	t.after(() => other.close());
	assert.match(
		await refusal(`postgres://a:S3cret@127.0.0.1:${(other.address() as AddressInfo).port}/x`),
		/^No PostgreSQL server answers at 127\.0\.0\.1:\d+ /
	);
});

test('A login without the right to create roles needs a second one beside it.', async () => {
	assert.match(
		await refusal(withLogin(superUrl, 'stranger', 'stranger')),
		/^The login "stranger" of DATABASE_URL may not create roles: give DATABASE_OWNER_URL too/
	);
});

test('One address whose login may create roles is enough: Cheminer makes its logins and serves with the lesser one.', async () => {
	await run(withLogin(superUrl, 'operator', 'operator'), 'create database territory');
	const url = withLogin(superUrl, 'operator', 'operator', 'territory');
	const data = join(folder, 'one-address');
	for (const round of ['first', 'second']) {
		const opened = await openExternal(url, undefined, data);
		const applied = await bringUpToDate(opened);
		assert.equal(applied.length > 0, round === 'first');
		await asking(opened.serverUrl, async (client) => {
			const { rows } = await client.query<Record<string, boolean>>(
				'select rolname, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls from pg_roles where rolname = current_user'
			);
			assert.deepEqual(rows[0], {
				rolname: 'cheminer_server',
				rolsuper: false,
				rolcreaterole: false,
				rolcreatedb: false,
				rolbypassrls: false
			});
			await client.query('set role cheminer_app');
		});
	}
	assert.match(
		await refusal(url, undefined, join(folder, 'elsewhere')),
		/^This PostgreSQL server already holds the logins of Cheminer, whose passwords are not in /
	);
});

test('Two addresses: the one that serves is never let past the wall, and never guessed.', async () => {
	await run(superUrl, `alter role cheminer_migrator password 'owner'; alter role cheminer_server password 'server'`);
	await run(withLogin(superUrl, 'cheminer_migrator', 'owner'), 'create database careful');
	const owner = withLogin(superUrl, 'cheminer_migrator', 'owner', 'careful');
	const server = withLogin(superUrl, 'cheminer_server', 'server', 'careful');
	const opened = await openExternal(server, owner, folder);
	assert.deepEqual([opened.ownerUrl, opened.serverUrl], [owner, server]);
	assert.ok((await bringUpToDate(opened)).length > 0);

	assert.match(
		await refusal(withLogin(server, 'cheminer_server', 'S3cret'), owner),
		/^The password of "cheminer_server" in DATABASE_URL is refused by /
	);
	assert.match(await refusal(superUrl, owner), /^The login "cheminer_root" of DATABASE_URL passes every policy /);
	assert.match(
		await refusal(withLogin(server, 'stranger', 'stranger'), owner),
		/^The login "stranger" of DATABASE_URL may not act as cheminer_app/
	);
	assert.match(
		await refusal(server, withLogin(owner, 'stranger', 'stranger')),
		/^The login "stranger" of DATABASE_OWNER_URL may not act as cheminer_owner/
	);
});

test('On a server where nothing is, the login that migrates makes the one that serves, with the password given.', async (t) => {
	const other = await startPostgres({ data: join(folder, 'empty'), durable: false });
	t.after(() => other.stop());
	const { login, password } = other.superuser()!;
	const admin = other.url(login, password, 'postgres');
	await run(admin, `create role cheminer_migrator login createrole createdb password 'owner'`);
	await run(withLogin(admin, 'cheminer_migrator', 'owner'), 'create database territory');
	const opened = await openExternal(
		withLogin(admin, 'cheminer_server', 'chosen', 'territory'),
		withLogin(admin, 'cheminer_migrator', 'owner', 'territory'),
		folder
	);
	assert.ok((await bringUpToDate(opened)).length > 0);
	await run(opened.serverUrl, 'set role cheminer_app');
});

test('Roles made by the operator’s own hand are enough: nothing then needs the right to create any.', async (t) => {
	const other = await startPostgres({ data: join(folder, 'by-hand'), durable: false });
	t.after(() => other.stop());
	const { login, password } = other.superuser()!;
	const admin = other.url(login, password, 'postgres');
	const guide = readFileSync(new URL('../docs/how-to/run-on-your-own-postgresql.md', import.meta.url), 'utf8');
	const part = guide.split('## Without the right to create roles')[1] ?? '';
	const written = part.split('```sql')[1]?.split('```')[0] ?? assert.fail('the guide holds the statements');
	for (const statement of written.split(';')) if (statement.trim()) await run(admin, statement.replace('…', 'by-hand'));
	const opened = await openExternal(
		withLogin(admin, 'cheminer_server', 'by-hand', 'cheminer'),
		withLogin(admin, 'cheminer_migrator', 'by-hand', 'cheminer'),
		folder
	);
	assert.ok((await bringUpToDate(opened)).length > 0);
	await run(opened.serverUrl, 'set role cheminer_app');
});

/** One message of PostgreSQL's protocol: a letter, a length, a body. */
const message = (letter: string, body: Buffer) => {
	const length = Buffer.alloc(4);
	length.writeInt32BE(body.length + 4);
	return Buffer.concat([Buffer.from(letter), length, body]);
};

test('A server that is too old is said in one sentence.', async (t) => {
	const ready = message('Z', Buffer.from('I'));
	const column = Buffer.from([0, 1, ...Buffer.from('version\0'), 0, 0, 0, 0, 0, 0, 0, 0, 0, 23, 0, 4, 255, 255, 255, 255, 0, 0]);
	const row = Buffer.from([0, 1, 0, 0, 0, 2, ...Buffer.from('14')]);
	const answer = Buffer.concat([message('T', column), message('D', row), message('C', Buffer.from('SELECT 1\0')), ready]);
	const old = createServer((socket) => {
		socket.once('data', () => {
			socket.write(Buffer.concat([message('R', Buffer.alloc(4)), ready]));
			socket.on('data', (piece) => piece[0] === 0x51 && socket.write(answer));
		});
	}).listen(0, '127.0.0.1');
	await new Promise((resolve) => old.once('listening', resolve));
	t.after(() => old.close());
	const said = await refusal(`postgres://a:S3cret@127.0.0.1:${(old.address() as AddressInfo).port}/x`);
	assert.equal(said, 'The server of DATABASE_URL is PostgreSQL 14; Cheminer needs 15 or newer.');
});
