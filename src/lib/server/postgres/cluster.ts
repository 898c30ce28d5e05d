import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { StartRefused } from '../refusal.ts';
import { secret, syncFolder } from '../secrets.ts';
import { as, canEnter, type Account } from './account.ts';
import type { Binaries } from './binaries.ts';

/** The cluster's first login; it closes for good once the real logins exist. */
export const SUPERUSER = 'cheminer_root';

/** One cluster on this machine, who runs it and with what. */
export interface Cluster {
	data: string;
	folder: string;
	account: Account | undefined;
	binaries: Binaries;
	/** False only for tests that may lose their data: nothing waits for the disk. */
	durable: boolean;
}

/**
 * Makes the cluster if it is not there, beside its place, and moves it there when it is whole: a first start cut short
 * leaves nothing half made.
 * @throws StartRefused when it cannot be made, or was made by another major version
 */
export function prepareCluster(cluster: Cluster): void {
	const stamp = join(cluster.folder, 'PG_VERSION');
	if (existsSync(stamp)) {
		const made = readFileSync(stamp, 'utf8').trim();
		if (made === cluster.binaries.major) return;
		throw new StartRefused(
			`The data in ${cluster.folder} were made by PostgreSQL ${made} and this version of Cheminer brings ${cluster.binaries.major}: back up with the former version and restore here.`
		);
	}
	const making = `${cluster.folder}.making`;
	rmSync(making, { recursive: true, force: true });
	mkdirSync(making, { mode: 0o700 });
	if (cluster.account) chownSync(making, cluster.account.uid, cluster.account.gid);
	initialise(cluster, making);
	renameSync(making, cluster.folder);
	syncFolder(cluster.data);
}

function initialise(cluster: Cluster, making: string): void {
	const folder = seen(cluster.account, making, 3);
	const passwordFile = join(cluster.data, 'secrets', 'superuser.once');
	writePassword(passwordFile, secret(cluster.data, 'superuser'), cluster.account);
	const password = seen(cluster.account, passwordFile, folder.handles.length + 3);
	try {
		const words = [
			`--pgdata=${folder.name}`,
			`--pwfile=${password.name}`,
			`--username=${SUPERUSER}`,
			'--auth=scram-sha-256',
			'--encoding=UTF8',
			// The same order and the same lower case on every machine, whatever its C library.
			'--locale-provider=builtin',
			'--builtin-locale=C.UTF-8',
			'--locale=C',
			'--text-search-config=simple',
			'--data-checksums',
			...(cluster.durable ? [] : ['--no-sync'])
		];
		const made = spawnSync(cluster.binaries.initdb, words, {
			...as(cluster.account),
			env: ENVIRONMENT,
			encoding: 'utf8',
			stdio: ['ignore', 'ignore', 'pipe', ...folder.handles, ...password.handles]
		});
		if (made.status === 0) return;
		const why = /^initdb: error: (.*)$/m.exec(made.stderr ?? '')?.[1] ?? made.error?.message ?? 'initdb failed';
		throw new StartRefused(`The database could not be made in ${cluster.folder}: ${why}.`);
	} finally {
		folder.close();
		password.close();
		rmSync(passwordFile, { force: true });
	}
}

function writePassword(file: string, password: string, account: Account | undefined): void {
	rmSync(file, { force: true });
	writeFileSync(file, `${password}\n`, { mode: 0o600 });
	if (account) chownSync(file, account.uid, account.gid);
}

/** What the server inherits: none of this process's settings, which hold passwords. */
const ENVIRONMENT = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' };

/**
 * A file or folder as the server's user can name it. Where a parent may not be entered (a clone under `/root`, a folder of
 * `mktemp -d`) it is handed over already open: PostgreSQL only ever works from inside its folder.
 * @param next the number that the first inherited handle will have in the child
 */
function seen(account: Account | undefined, path: string, next: number): { name: string; handles: number[]; close(): void } {
	if (canEnter(account, join(path, '..')) || process.platform !== 'linux') return { name: path, handles: [], close: () => undefined };
	const handle = openSync(path, 'r');
	return { name: `/proc/self/fd/${next}`, handles: [handle], close: () => closeSync(handle) };
}

/**
 * Starts the server process; it is not ready yet. It has a session of its own, so that Ctrl-C in a terminal reaches this
 * process first and the requests under way still find their database.
 * @param log handle of the file that takes what the server says
 */
export function launchServer(cluster: Cluster, settings: Record<string, string>, log: number): ChildProcess {
	const folder = seen(cluster.account, cluster.folder, 3);
	try {
		const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
		return spawn(cluster.binaries.postgres, ['-D', folder.name, ...words], {
			...as(cluster.account),
			env: ENVIRONMENT,
			detached: true,
			stdio: ['ignore', log, log, ...folder.handles]
		});
	} finally {
		folder.close();
	}
}

const MIB = 1024 * 1024;

/** Everything that differs from PostgreSQL's own defaults; nothing is written in its configuration files. */
export function settingsFor(address: { socket: boolean; port: number }, durable: boolean): Record<string, string> {
	const memory = totalmem() / MIB;
	const between = (least: number, wanted: number, most: number) => `${Math.round(Math.min(most, Math.max(least, wanted)))}MB`;
	return {
		port: String(address.port),
		listen_addresses: address.socket ? '' : '127.0.0.1',
		// Relative to the cluster, which is where the server works from.
		unix_socket_directories: address.socket ? '.' : '',
		unix_socket_permissions: '0700',
		max_connections: '100',
		shared_buffers: between(64, memory / 16, 512),
		effective_cache_size: between(256, memory / 2, 16_384),
		work_mem: '8MB',
		maintenance_work_mem: '64MB',
		min_wal_size: '64MB',
		max_wal_size: '512MB',
		random_page_cost: '1.1',
		// Short statements on a small machine: compiling or sharing them out costs more than it brings.
		jit: 'off',
		max_parallel_workers_per_gather: '0',
		idle_in_transaction_session_timeout: '60s',
		timezone: 'UTC',
		wal_level: 'replica',
		...(durable
			? { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' }
			: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
		// The server's own log says that it started, stopped, crashed. Errors quote values ("invalid input syntax … "), details
		// quote rows, statements quote texts: none of them is written; the application logs the codes it receives.
		log_destination: 'stderr',
		logging_collector: 'off',
		log_timezone: 'UTC',
		log_min_messages: 'log',
		log_min_error_statement: 'panic',
		log_error_verbosity: 'terse',
		log_statement: 'none',
		log_min_duration_statement: '-1',
		log_parameter_max_length: '0',
		log_parameter_max_length_on_error: '0',
		log_autovacuum_min_duration: '-1',
		log_checkpoints: 'off'
	};
}
