import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { lockData } from './data-lock.ts';
import { as, canEnter, serverAccount, type Account } from './postgres-account.ts';
import { serverBinaries, type Binaries } from './postgres-binaries.ts';
import { answersOn, isAlive, readPidFile, stopLeftover } from './postgres-leftover.ts';
import { openServerLog, type ServerLog } from './postgres-log.ts';
import { StartRefused } from './refusal.ts';
import { forgetSecret, hasSecret, syncFolder, secret } from './secrets.ts';

/** The cluster's first login; it closes for good once the real logins exist (`closeSuperuser`). */
const SUPERUSER = 'cheminer_root';
const SOCKET = '.s.PGSQL.5432';
/** A Unix address holds 107 bytes on Linux, 103 on macOS. */
const LONGEST_SOCKET_PATH = 100;

export interface PostgresOptions {
	/** Folder that holds everything: cluster, secrets, logs. Made when missing. */
	data: string;
	/** False only for tests that may lose their data: nothing waits for the disk. */
	durable?: boolean;
	/** Told when the server died and came back, with its process number. */
	onRestart?: (pid: number) => void;
}

export interface Postgres {
	/** Address for one login; every login has its own password. */
	url(login: string, password: string, database: string): string;
	/** The superuser's password while it may still log in: from the first start until `closeSuperuser`. */
	superuser(): { login: string; password: string } | undefined;
	/** To be called once the superuser has been made `nologin`: forgets its password. */
	closeSuperuser(): void;
	/** The server's process number now; another one after it died and came back. */
	pid(): number;
	/** Ends the sessions, stops the server, gives the folder back. */
	stop(): Promise<void>;
}

/**
 * Starts PostgreSQL on a folder of its own and keeps it running until `stop`: a server that dies is started again on the same
 * address, one left behind by a killed process is stopped first, so that there is always exactly one, and it is ours.
 * @throws StartRefused with one sentence: folder in use, wrong owner, no program for this machine, server that does not start
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
	mkdirSync(options.data, { recursive: true, mode: process.getuid?.() === 0 ? 0o755 : 0o700 });
	const data = realpathSync(options.data);
	const cluster = join(data, 'postgres');
	const lock = await lockData(data);
	let binaries: Binaries | undefined;
	try {
		const account = serverAccount(cluster);
		binaries = await serverBinaries(data, account);
		const journal = openServerLog(join(data, 'logs'));
		const durable = options.durable ?? true;
		if (!existsSync(join(cluster, 'PG_VERSION'))) createCluster({ data, cluster, account, binaries, durable });
		checkVersion(cluster, binaries);
		const socket = join(cluster, SOCKET);
		const local = Buffer.byteLength(socket) <= LONGEST_SOCKET_PATH;
		await stopLeftover(cluster);
		if (local && (await answersOn(socket))) {
			throw new StartRefused(`A PostgreSQL server that this process cannot see already runs on ${cluster}: stop it first.`);
		}
		const port = local ? 5432 : await freePort();
		const server = await superviseServer({
			launch: () => launch({ cluster, account, binary: binaries!.postgres, journal, settings: settingsFor(local, port, durable) }),
			cluster,
			journal,
			onRestart: options.onRestart
		});
		return {
			url: (login, password, database) => {
				// The host stands in the query where it is a folder; "localhost" only keeps the address readable to URL parsers.
				const place = local ? `localhost:5432/${database}?host=${encodeURIComponent(cluster)}` : `127.0.0.1:${port}/${database}`;
				return `postgres://${login}:${encodeURIComponent(password)}@${place}`;
			},
			superuser: () => (hasSecret(data, 'superuser') ? { login: SUPERUSER, password: secret(data, 'superuser') } : undefined),
			closeSuperuser: () => forgetSecret(data, 'superuser'),
			pid: server.pid,
			async stop() {
				await server.stop();
				journal.close();
				binaries?.dispose();
				lock.release();
			}
		};
	} catch (problem) {
		binaries?.dispose();
		lock.release();
		throw problem;
	}
}

/** Makes a cluster beside its place and moves it there when it is whole: a first start cut short leaves nothing half made. */
function createCluster(to: { data: string; cluster: string; account: Account | undefined; binaries: Binaries; durable: boolean }): void {
	const making = `${to.cluster}.making`;
	rmSync(making, { recursive: true, force: true });
	mkdirSync(making, { mode: 0o700 });
	const passwordFile = join(to.data, 'secrets', 'first');
	secret(to.data, 'superuser');
	rmSync(passwordFile, { force: true });
	const words = [
		`--username=${SUPERUSER}`, '--auth=scram-sha-256', '--encoding=UTF8',
		// The same order and the same lower case on every machine, whatever its C library.
		'--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C',
		'--text-search-config=simple', '--data-checksums', ...(to.durable ? [] : ['--no-sync'])
	];
	const folder = openFor(making, to.account);
	const password = passwordFor(to.data, to.account);
	try {
		const made = spawnSync(to.binaries.initdb, [...words, `--pgdata=${folder.path(3)}`, `--pwfile=${password.path(4)}`], {
			...as(to.account),
			env: environment(),
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'pipe', folder.handle, password.handle]
		});
		if (made.status !== 0) {
			const why = (made.stderr ?? '').split('\n').filter((line) => line.startsWith('initdb: error:'))[0] ?? '';
			throw new StartRefused(`The database could not be made in ${to.cluster}${why && `: ${why.slice('initdb: error: '.length)}`}.`);
		}
	} finally {
		folder.close();
		password.close();
	}
	renameSync(making, to.cluster);
	syncFolder(to.data);
}
