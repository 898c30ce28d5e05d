/**
 * Runs the tests with node:test on one PostgreSQL server and a migrated template: `npm test`, `npm test -- src/lib/people`,
 * `npm test -- --database` for the files that use the database and no browser. TEST_EXTERNAL_URL names another server
 * (a login that may create roles and databases) instead of the embedded one.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '../bin/database.ts';
import { asking, withLogin } from '../bin/external.ts';
import { bootstrap } from '../database/bootstrap.ts';
import { migrate } from '../database/migrate.ts';
import { openKeyring } from '../src/lib/server/keyring.ts';
import { sentenceOf } from '../src/lib/server/refusal.ts';

const TEMPLATE = 'cheminer_template';

interface Server {
	/** On the maintenance database, as the login that migrates and as the one that serves. */
	ownerUrl: string;
	serverUrl: string;
	close(): Promise<void>;
}

async function embedded(folder: string): Promise<Server> {
	const database = await openEmbedded(join(folder, 'data'), { durable: false });
	return {
		ownerUrl: onDatabase(database.ownerUrl, 'postgres'),
		serverUrl: onDatabase(database.serverUrl, 'postgres'),
		close: database.stop
	};
}

async function external(url: string): Promise<Server> {
	const passwords = { owner: 'essai-migrator', server: 'essai-server' };
	await clear(url);
	await bootstrap(url, passwords);
	return {
		ownerUrl: withLogin(url, 'cheminer_migrator', passwords.owner, 'postgres'),
		serverUrl: withLogin(url, 'cheminer_server', passwords.server, 'postgres'),
		close: () => clear(url)
	};
}

/** Takes away the databases of a former run. */
async function clear(url: string): Promise<void> {
	await asking(url, async (client) => {
		const { rows } = await client.query<{ datname: string }>(
			`select datname from pg_database where datname ~ '^t_[0-9a-f]{12}$' or datname = $1`,
			[TEMPLATE]
		);
		for (const { datname } of rows) {
			await client.query(`alter database ${client.escapeIdentifier(datname)} is_template false`);
			await client.query(`drop database ${client.escapeIdentifier(datname)} with (force)`);
		}
	});
}

/** One migrated database, closed to everybody, that each test file copies in a fraction of a second. */
async function makeTemplate(ownerUrl: string): Promise<void> {
	await asking(ownerUrl, (client) => client.query(`create database ${TEMPLATE}`));
	await migrate(onDatabase(ownerUrl, TEMPLATE));
	await asking(ownerUrl, (client) => client.query(`alter database ${TEMPLATE} with allow_connections false is_template true`));
}

function onDatabase(url: string, name: string): string {
	const other = new URL(url);
	other.pathname = `/${name}`;
	return other.href;
}

function chosenFiles(words: string[]): string[] {
	const root = join(import.meta.dirname, '..');
	const onlyDatabase = words.includes('--database');
	const parts = words.filter((word) => word !== '--database').map((word) => word.replace(/^\.\//, ''));
	return globSync('{src,bin,bench,database,demo,scripts,tests}/**/*.test.{ts,js}', { cwd: root })
		.sort()
		.filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)))
		.filter((file) => {
			if (!onlyDatabase) return true;
			const source = readFileSync(join(root, file), 'utf8');
			return /\b(house|testDatabase)\(/.test(source) && !/\/(browser|app)\.ts'/.test(source);
		});
}

async function run(words: string[]): Promise<number> {
	const files = chosenFiles(words);
	if (files.length === 0) {
		console.error('No test file has this in its name.');
		return 1;
	}
	const folder = mkdtempSync(join(tmpdir(), 'cheminer-test-'));
	let server: Server | undefined;
	try {
		const url = process.env['TEST_EXTERNAL_URL'];
		server = url ? await external(url) : await embedded(folder);
		await makeTemplate(server.ownerUrl);
		const keyFile = join(folder, 'installation.json');
		openKeyring(keyFile, { create: true });
		const tests = spawn(
			process.execPath,
			['--test', '--test-reporter=spec', `--test-concurrency=${Math.min(2, availableParallelism())}`, '--test-timeout=300000', ...files],
			{
				stdio: 'inherit',
				cwd: join(import.meta.dirname, '..'),
				env: {
					...process.env,
					TEST_DATABASE_OWNER_URL: server.ownerUrl,
					TEST_DATABASE_URL: server.serverUrl,
					TEST_KEY_FILE: keyFile,
					// What the tests provoke is not what their reader looks for.
					CHEMINER_LOG_FILE: join(folder, 'cheminer.log'),
					// The programs next to this one come first, for what a test starts by name.
					PATH: `${join(import.meta.dirname, '..', 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`
				}
			}
		);
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => tests.kill('SIGTERM'));
		process.once('disconnect', () => tests.kill('SIGTERM'));
		const [code] = (await once(tests, 'exit')) as [number | null];
		return code ?? 1;
	} finally {
		await server?.close();
		rmSync(folder, { recursive: true, force: true });
	}
}

try {
	process.exitCode = await run(process.argv.slice(2));
	// The channel to the script that started this one would keep the process alive.
	if (process.connected) process.disconnect();
} catch (problem) {
	console.error(sentenceOf(problem) ?? problem);
	process.exit(1);
}
