/** The database server that is measured: the embedded one, or the machine's own PostgreSQL as an operator would bring it. */
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, openSync, closeSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { openEmbedded, openExternal, type Opened } from '../bin/database.ts';
import { asking } from '../bin/external.ts';
import { migrate } from '../database/migrate.ts';
import { as, serverAccount } from '../src/lib/server/postgres/account.ts';
import { settingsFor } from '../src/lib/server/postgres/cluster.ts';
import { dataFolder, secret } from '../src/lib/server/secrets.ts';
import { addressOf } from './servers.ts';
import type { Size } from './sizes.ts';

export interface Engine {
	/** As the first line of the results says it. */
	name: string;
	/** Folder of keys, passwords and logs, as `cheminer start` takes it. */
	data: string;
	/** Opens the databases for floor, application and loader. */
	open(): Promise<Opened>;
	/** Runs some work while `cheminer start` finds this database as its own; nothing else may be open. */
	asItsOwn<T>(size: Size, work: Serving<T>): Promise<T>;
	/** The same with a database that holds nothing. */
	withNothing<T>(work: Serving<T>): Promise<T>;
	/** Ends what was started beside the embedded server. */
	stop(): Promise<void>;
}

/** @param data folder given to `cheminer start` @param environment its settings */
type Serving<T> = (data: string, environment: Record<string, string>) => Promise<T>;

/** What `cheminer start` serves, and where it stands while one of the measured databases has taken its place. */
const OWN = 'cheminer';
const ASIDE = 'cheminer_aside';

/** The server that comes with Cheminer. */
export function embedded(data: string): Engine {
	const rename = async (renames: [string, string][]) => {
		const database = await openEmbedded(data);
		try {
			await asking(addressOf(database.ownerUrl, 'postgres'), async (client) => {
				for (const [from, to] of renames) await client.query(`alter database ${from} rename to ${to}`);
			});
		} finally {
			await database.stop();
		}
	};
	return {
		name: 'embedded PostgreSQL',
		data,
		async open() {
			const database = await openEmbedded(data);
			await putBack(database);
			return database;
		},
		async asItsOwn(size, work) {
			await rename([
				[OWN, ASIDE],
				[size.database, OWN]
			]);
			try {
				return await work(data, {});
			} finally {
				await rename([
					[OWN, size.database],
					[ASIDE, OWN]
				]);
			}
		},
		async withNothing(work) {
			const folder = mkdtempSync(join(tmpdir(), 'cheminer-bench-'));
			try {
				return await work(folder, {});
			} finally {
				rmSync(folder, { recursive: true, force: true });
			}
		},
		stop: () => Promise.resolve()
	};
}

/** A measurement that was cut short left a database under another name: whichever is missing is the one that was lent. */
async function putBack(database: Opened): Promise<void> {
	await asking(addressOf(database.ownerUrl, 'postgres'), async (client) => {
		const { rows } = await client.query<{ datname: string }>('select datname from pg_database where datname = any ($1)', [
			[ASIDE, OWN, 'bench_tenth', 'bench_whole']
		]);
		const there = new Set(rows.map(({ datname }) => datname));
		if (!there.has(ASIDE)) return;
		const lent = there.has('bench_tenth') ? 'bench_whole' : 'bench_tenth';
		if (there.has(OWN) && !there.has(lent)) await client.query(`alter database ${OWN} rename to ${lent}`);
		await client.query(`alter database ${ASIDE} rename to ${OWN}`);
	});
}

/** Where Debian and its like keep the programs, a folder a version. */
const PROGRAMS = '/usr/lib/postgresql';
const WANTED = '15';

/**
 * The machine's own PostgreSQL 15, on a cluster of its own under `<data>/external`, with the settings of the embedded one: what differs
 * is the server. Two logins, as an operator gives them.
 * @throws when this machine has none
 */
export async function external(data: string): Promise<Engine> {
	const programs = join(PROGRAMS, WANTED, 'bin');
	if (!existsSync(join(programs, 'postgres'))) {
		const others = existsSync(PROGRAMS) ? readdirSync(PROGRAMS).join(', ') : 'none';
		throw new Error(`PostgreSQL ${WANTED} is not on this machine (${PROGRAMS}: ${others}).`);
	}
	const home = dataFolder(join(dataFolder(data), 'external'));
	const cluster = join(home, 'postgres');
	const account = serverAccount(cluster);
	const password = secret(home, 'superuser');
	if (!existsSync(join(cluster, 'PG_VERSION'))) initialise(join(programs, 'initdb'), cluster, home, password);
	const log = openSync(join(home, 'server.log'), 'a');
	const settings = { ...settingsFor({ socket: true, port: 5432 }, true), unix_socket_permissions: '0770' };
	const server = spawn(
		join(programs, 'postgres'),
		['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
		{
			...as(account),
			env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8', TZ: 'UTC' },
			stdio: ['ignore', log, log]
		}
	);
	closeSync(log);
	const superUrl = `postgres://${SUPERUSER}:${password}@localhost/postgres?host=${encodeURIComponent(cluster)}`;
	await answers(superUrl);
	await asking(superUrl, async (client) => {
		const { rowCount } = await client.query('select from pg_database where datname = $1', [OWN]);
		if (!rowCount) await client.query(`create database ${OWN}`);
	});
	const open = () => openExternal(addressOf(superUrl, OWN), undefined, home);
	const serving = async <T>(name: string, work: Serving<T>) => {
		const { ownerUrl, serverUrl } = await open();
		return work(home, { DATABASE_URL: addressOf(serverUrl, name), DATABASE_OWNER_URL: addressOf(ownerUrl, name) });
	};
	return {
		name: `external PostgreSQL ${WANTED}`,
		data: home,
		open,
		asItsOwn: (size, work) => serving(size.database, work),
		withNothing: (work) => serving(OWN, work),
		async stop() {
			server.kill('SIGINT');
			if (server.exitCode === null) await once(server, 'exit');
		}
	};
}

const SUPERUSER = 'mesure';

function initialise(program: string, cluster: string, home: string, password: string): void {
	rmSync(cluster, { recursive: true, force: true });
	mkdirSync(cluster, { mode: 0o700 });
	const account = serverAccount(join(home, 'nowhere'));
	const file = join(cluster, '..', 'password.once');
	writeFileSync(file, `${password}\n`, { mode: 0o600 });
	if (account) for (const path of [cluster, file]) chownSync(path, account.uid, account.gid);
	const words = [
		'-D',
		cluster,
		'-U',
		SUPERUSER,
		`--pwfile=${file}`,
		'--auth=scram-sha-256',
		'--encoding=UTF8',
		'--locale=C.UTF-8',
		'--data-checksums'
	];
	const { status, stderr } = spawnSync(program, words, { ...as(account), encoding: 'utf8' });
	rmSync(file);
	if (status !== 0) throw new Error(stderr);
}

async function answers(url: string): Promise<void> {
	for (let tries = 0; ; tries += 1) {
		try {
			return await asking(url, async (client) => void (await client.query('select 1')));
		} catch (problem) {
			if (tries > 400 || (problem instanceof pg.DatabaseError && problem.code !== '57P03')) throw problem;
			await pause(50);
		}
	}
}

/** Whether a database of this size was loaded; one that was is brought up to date. */
export async function isLoaded(database: Opened, size: Size): Promise<boolean> {
	const { rowCount } = await asking(addressOf(database.ownerUrl, 'postgres'), (client) =>
		client.query('select from pg_database where datname = $1', [size.database])
	);
	if (rowCount) await migrate(addressOf(database.ownerUrl, size.database));
	return rowCount === 1;
}
