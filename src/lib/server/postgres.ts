import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serverAccount } from './postgres/account.ts';
import { serverBinaries } from './postgres/binaries.ts';
import { launchServer, prepareCluster, settingsFor, SUPERUSER, type Cluster } from './postgres/cluster.ts';
import { answersOn, stopLeftover } from './postgres/leftover.ts';
import { lockData } from './postgres/lock.ts';
import { addressIn } from './postgres/running.ts';
import { supervise } from './postgres/supervise.ts';
import { StartRefused } from './refusal.ts';
import { dataFolder, forgetSecret, hasSecret, secret } from './secrets.ts';

export interface PostgresOptions {
	/** Folder that holds everything: cluster, secrets, logs. Made when missing. */
	data: string;
	/** False only for tests that may lose their data: nothing waits for the disk. */
	durable?: boolean;
	/** Told when the server died and came back, with its process number. */
	onRestart?: (pid: number) => void;
}

export interface Postgres {
	/** Address for one login; the same for as long as this process runs, also after the server died and came back. */
	url(login: string, password: string, database: string): string;
	/** The superuser, from the first start until `closeSuperuser`. */
	superuser(): { login: string; password: string } | undefined;
	/** Forgets the superuser's password: to be called once he has been made `nologin`. */
	closeSuperuser(): void;
	/** The server's process number now. */
	pid(): number;
	/** Ends the sessions, stops the server, gives the folder back. */
	stop(): Promise<void>;
}

/** A Unix address holds 107 bytes on Linux, 103 on macOS. */
const LONGEST_SOCKET = 100;

/**
 * Starts PostgreSQL on a folder of its own and keeps it running until `stop`. A server that dies is started again on the same
 * address; one left behind by a killed process is stopped first. It listens on a Unix socket in its folder, or on a free
 * loopback port where that path would be too long, and on nothing else; every login needs its password.
 * @throws StartRefused in one sentence: folder in use, wrong owner, no program for this machine, server that does not start
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
	const data = dataFolder(options.data);
	const lock = await lockData(data);
	const undo: (() => void)[] = [() => lock.release()];
	const release = () =>
		undo
			.splice(0)
			.reverse()
			.forEach((step) => step());
	try {
		const folder = join(data, 'postgres');
		const account = serverAccount(folder);
		const binaries = await serverBinaries(data, account);
		undo.push(() => binaries.dispose());
		const cluster: Cluster = { data, folder, account, binaries, durable: options.durable ?? true };
		prepareCluster(cluster);
		const address = await freeAddress(folder);
		const settings = settingsFor(address, cluster.durable);
		const server = await supervise({
			folder,
			logs: join(data, 'logs'),
			launch: (log) => launchServer(cluster, settings, log),
			onRestart: (pid) => options.onRestart?.(pid)
		});
		return {
			url: addressIn(folder, address.socket ? undefined : address.port),
			superuser: () => (hasSecret(data, 'superuser') ? { login: SUPERUSER, password: secret(data, 'superuser') } : undefined),
			closeSuperuser: () => forgetSecret(data, 'superuser'),
			pid: server.pid,
			async stop() {
				await server.stop();
				release();
			}
		};
	} catch (problem) {
		release();
		throw problem;
	}
}

async function freeAddress(folder: string): Promise<{ socket: boolean; port: number }> {
	await stopLeftover(folder);
	const socket = join(folder, '.s.PGSQL.5432');
	if (Buffer.byteLength(socket) > LONGEST_SOCKET) return { socket: false, port: await freePort() };
	if (await answersOn(socket))
		throw new StartRefused(`A PostgreSQL server that cannot be seen from here already runs on ${folder}: stop it first.`);
	return { socket: true, port: 5432 };
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const { port } = probe.address() as AddressInfo;
			probe.close(() => resolve(port));
		});
	});
}
