import type { ChildProcess } from 'node:child_process';
import { closeSync, copyFileSync, fstatSync, ftruncateSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { StartRefused } from '../refusal.ts';
import { readPidFile } from './leftover.ts';

export interface Supervised {
	/** Where the cluster lies. */
	folder: string;
	/** Folder for the server's own log. */
	logs: string;
	/** Starts the process; its words go to the handle. */
	launch(log: number): ChildProcess;
	/** The server died and is back, under this number. */
	onRestart(pid: number): void;
}

export interface Kept {
	/** The server's process number now. */
	pid(): number;
	stop(): Promise<void>;
}

/**
 * Keeps one server process running until `stop`: one that dies while it serves is started again at once; one that does not come to serve
 * (no room on the disk, a setting it refuses) is tried again after longer and longer waits, ten seconds at most.
 * @throws StartRefused when the first start fails
 */
export async function supervise(server: Supervised): Promise<Kept> {
	mkdirSync(server.logs, { recursive: true, mode: 0o700 });
	const file = join(server.logs, 'postgresql.log');
	const log = openSync(file, 'a', 0o600);
	keepSmall(file, log);
	const hourly = setInterval(() => keepSmall(file, log), 3_600_000).unref();
	const stopped = new AbortController();

	let child = await firstStart(server, file, log);
	const watched = keepAlive();
	return {
		pid: () => child.pid ?? 0,
		async stop() {
			stopped.abort();
			clearInterval(hourly);
			// Fast: sessions end, what is committed is written out. Immediate, should that hang: recovery does the same at the next start.
			child.kill('SIGINT');
			const patience = setTimeout(() => child.kill('SIGQUIT'), 30_000);
			await watched;
			clearTimeout(patience);
			closeSync(log);
		}
	};

	async function keepAlive(): Promise<void> {
		let served = true;
		for (let wait = 0; ;) {
			await ended(child);
			wait = served ? 100 : Math.min(10_000, wait * 2);
			await pause(wait, undefined, { signal: stopped.signal }).catch(() => undefined);
			if (stopped.signal.aborted) return;
			served = false;
			const next = server.launch(log);
			child = next;
			void ready(next, server.folder).then((well) => {
				if (!well) return;
				served = true;
				server.onRestart(next.pid ?? 0);
			});
		}
	}
}

/** Sessions of a server that was killed outlive it for a moment, and keep the next one out. */
const ORPHANS_MS = 30_000;

async function firstStart(server: Supervised, file: string, log: number): Promise<ChildProcess> {
	for (const until = Date.now() + ORPHANS_MS; ;) {
		const before = fstatSync(log).size;
		const child = server.launch(log);
		if (await ready(child, server.folder)) return child;
		const said = readFileSync(file).subarray(before).toString();
		if (said.includes('still in use') && Date.now() < until) {
			await pause(200);
			continue;
		}
		const why = /(?:FATAL|PANIC|ERROR): {2}(.*)/.exec(said)?.[1] ?? 'it gave no reason';
		closeSync(log);
		throw new StartRefused(`The database server does not start: ${why} (its log is ${file}).`);
	}
}

function ended(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
	return new Promise((resolve) => {
		child.once('exit', () => resolve());
		child.once('error', () => resolve());
	});
}

/** A recovery after a crash replays at most a few minutes of writes; a very slow disk gets this long. */
const RECOVERY_MS = 10 * 60 * 1000;

/** True once the server takes connections, false when it ended first. */
async function ready(child: ChildProcess, folder: string): Promise<boolean> {
	let over = false;
	void ended(child).then(() => (over = true));
	for (const until = Date.now() + RECOVERY_MS; !over && Date.now() < until; await pause(10)) {
		const said = readPidFile(folder);
		if (said?.ready && said.pid === child.pid) return true;
	}
	child.kill('SIGQUIT');
	return false;
}

const FULL = 16 * 1024 * 1024;

/** The server appends, so its file can be emptied under it; one former file is kept, where there is room for it. */
function keepSmall(file: string, log: number): void {
	try {
		if (fstatSync(log).size < FULL) return;
		copyFileSync(file, `${file}.1`);
	} catch {
		// A log is no reason to stop anything: without room the former file is not kept.
	}
	ftruncateSync(log);
}
