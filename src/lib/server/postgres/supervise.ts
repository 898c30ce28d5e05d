import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, copyFileSync, fstatSync, ftruncateSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { StartRefused } from '../refusal.ts';
import { gone, readPidFile } from './leftover.ts';

export interface Supervised {
	/** Where the cluster lies. */
	folder: string;
	/** Folder for the server's log. */
	logs: string;
	launch(log: number): ChildProcess;
	onRestart(pid: number): void;
}

const FULL = 16 * 1024 * 1024;
/** A recovery after a crash replays at most a few minutes of writes; a very slow disk gets this long. */
const RECOVERY_MS = 10 * 60 * 1000;

/**
 * Keeps one server process running until `stop`: one that dies is started again, sooner at first, then every ten seconds.
 * @throws StartRefused when the first start fails
 */
export async function supervise(server: Supervised): Promise<{ pid(): number; stop(): Promise<void> }> {
	mkdirSync(server.logs, { recursive: true, mode: 0o700 });
	const file = join(server.logs, 'postgresql.log');
	const log = openSync(file, 'a+', 0o600);
	const hourly = setInterval(() => keepSmall(file, log), 3_600_000).unref();
	keepSmall(file, log);

	let stopping = false;
	let child = await start(server, file, log);
	const watched = watch();

	async function watch(): Promise<void> {
		for (let wait = 0; ; wait = Math.min(10_000, wait * 2 || 250)) {
			const born = Date.now();
			await ended(child);
			if (Date.now() - born > 60_000) wait = 0;
			while (!stopping) {
				await pause(wait);
				wait = Math.min(10_000, wait * 2 || 250);
				if (stopping) break;
				try {
					child = await start(server, file, log);
					server.onRestart(child.pid ?? 0);
					break;
				} catch {
					// Said in the server's log; it may be a full disk that somebody is making room on. Try again.
				}
			}
			if (stopping) return;
		}
	}

	return {
		pid: () => child.pid ?? 0,
		async stop() {
			stopping = true;
			clearInterval(hourly);
			child.kill('SIGINT');
			const patience = setTimeout(() => child.kill('SIGQUIT'), 30_000);
			await watched;
			clearTimeout(patience);
			closeSync(log);
		}
	};
}
