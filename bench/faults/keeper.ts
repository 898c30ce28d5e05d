import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { leaving } from './leave.ts';
import { isAlive, readPidFile } from '../../src/lib/server/postgres/leftover.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/cheminer.ts', import.meta.url));

/** What `Restart=always` of systemd does, and nothing more: a process that ends is started again. */
export interface Keeper {
	url: string;
	port: number;
	/** Node's process number now. */
	pid(): number;
	/** How often it had to be started again. */
	restarts(): number;
	/** Everything that was said on standard output and error. */
	said(): string;
	/** Waits until it answers that all is well. @throws after so many seconds */
	well(seconds?: number): Promise<void>;
	/** SIGTERM, and no other start. */
	stop(): Promise<void>;
	/** As the power goes: Node and PostgreSQL at once, and no other start. */
	cut(): Promise<void>;
}

export async function freePort(): Promise<number> {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const { port } = probe.address() as AddressInfo;
	probe.close();
	await once(probe, 'close');
	return port;
}

/**
 * Serves an installation as an operator does, and starts it again whenever it ends.
 * @param environment on top of this process's own, without the settings of whoever runs the proof
 */
export async function keep(data: string, environment: Record<string, string> = {}): Promise<Keeper> {
	const port = await freePort();
	const kept = Object.entries(process.env).filter(([name]) => !/^(CHEMINER_|DATABASE_|NODE_TEST_CONTEXT|NODE_OPTIONS|npm_)/.test(name));
	let said = '';
	let starts = 0;
	let over = false;
	let child = start();

	function start(): ChildProcess {
		starts += 1;
		const next = spawn(process.execPath, [PROGRAM, 'start', '--port', String(port), '--data', data], {
			env: { ...Object.fromEntries(kept), CHEMINER_LOG_FILE: join(data, 'logs', 'cheminer.log'), ...environment },
			stdio: ['ignore', 'pipe', 'pipe']
		});
		for (const stream of [next.stdout, next.stderr])
			stream.on('data', (piece: Buffer) => (said = (said + piece.toString()).slice(-20_000)));
		next.once('exit', () => {
			if (!over) setTimeout(() => over || (child = start()), 100);
		});
		return next;
	}

	const cutAll = () => {
		over = true;
		if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
		for (const pid of serverProcesses(data)) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
	};
	const forget = leaving(cutAll);
	const url = `http://localhost:${port}`;
	return {
		url,
		port,
		pid: () => child.pid ?? 0,
		restarts: () => starts - 1,
		said: () => said,
		async well(seconds = 60) {
			for (const until = Date.now() + seconds * 1000; (await health(url)) !== '200 ok'; await pause(50)) {
				if (Date.now() > until) throw new Error(`not well after ${seconds} s: ${await health(url)}\n${said}`);
			}
		},
		async stop() {
			over = true;
			if (child.exitCode === null && child.signalCode === null) {
				child.kill('SIGTERM');
				await once(child, 'exit');
			}
			forget();
		},
		async cut() {
			const server = serverProcesses(data);
			forget();
			while (server.some(isAlive)) await pause(10);
		}
	};
}

/** What the health check says, as "200 ok"; "none" when nobody answers within two and a half seconds. */
export async function health(url: string): Promise<string> {
	try {
		const answer = await fetch(`${url}/sante`, { signal: AbortSignal.timeout(2500) });
		return `${answer.status} ${((await answer.json()) as { status: string }).status}`;
	} catch {
		return 'none';
	}
}

/** The database server's number, and those of all its children: what is frozen or cut together. */
export function serverProcesses(data: string): number[] {
	const postmaster = readPidFile(join(data, 'postgres'))?.pid;
	if (!postmaster || !isAlive(postmaster)) return [];
	return [postmaster, ...childrenOf(postmaster).map(({ pid }) => pid)];
}

/** One session of the application in the database, chosen at random. */
export function someBackend(data: string): number | undefined {
	const postmaster = readPidFile(join(data, 'postgres'))?.pid;
	const backends = postmaster ? childrenOf(postmaster).filter(({ title }) => title.includes('cheminer_server')) : [];
	return backends[Math.floor(Math.random() * backends.length)]?.pid;
}

function childrenOf(parent: number): { pid: number; title: string }[] {
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.flatMap((name) => {
			try {
				const above = Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
				return above === parent ? [{ pid: Number(name), title: readFileSync(`/proc/${name}/cmdline`, 'utf8') }] : [];
			} catch {
				return [];
			}
		});
}
