import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { StartRefused } from '../refusal.ts';

/** What a running server writes about itself in its folder: first line its process number, last line its state. */
export function readPidFile(cluster: string): { pid: number; ready: boolean } | undefined {
	try {
		const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
		const pid = Number(lines[0]);
		return pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' } : undefined;
	} catch {
		return undefined;
	}
}

export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (problem) {
		return problem instanceof Error && 'code' in problem && problem.code === 'EPERM';
	}
}

/**
 * Stops the server that a killed process left behind, cleanly, so that the next one starts from a closed state and with
 * today's programs and settings. Call it with the folder's lock held: then nobody uses that server any more.
 * @throws StartRefused when it does not stop
 */
export async function stopLeftover(cluster: string): Promise<void> {
	const left = readPidFile(cluster);
	if (!left || !isAlive(left.pid)) return; // PostgreSQL clears away a dead server's file by itself.
	if (!worksIn(left.pid, cluster)) {
		// After a restart of the machine the number may belong to any program, and PostgreSQL would then refuse to start.
		rmSync(join(cluster, 'postmaster.pid'));
		return;
	}
	// Fast: sessions end, what is committed is written out. Then immediate: the same after the next start's recovery.
	for (const [signal, seconds] of [
		['SIGINT', 30],
		['SIGQUIT', 10]
	] as const) {
		process.kill(left.pid, signal);
		if (await gone(left.pid, seconds)) return;
	}
	throw new StartRefused(`A PostgreSQL server left behind on ${cluster} (process ${left.pid}) does not stop: end it, then start again.`);
}

/** Waits until a process is no more; false when it still lives after that many seconds. */
export async function gone(pid: number, seconds: number): Promise<boolean> {
	const until = Date.now() + seconds * 1000;
	while (isAlive(pid)) {
		if (Date.now() > until) return false;
		await pause(20);
	}
	return true;
}

/** A PostgreSQL server works from inside its folder; no other program has a reason to. */
function worksIn(pid: number, cluster: string): boolean {
	try {
		if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
		return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(cluster);
	} catch {
		return false;
	}
}

/** Whether anybody listens on a Unix socket: also a server in another container, whose process cannot be seen from here. */
export function answersOn(socket: string): Promise<boolean> {
	return new Promise((resolve) => {
		const probe = connect(socket);
		probe.once('connect', () => {
			probe.destroy();
			resolve(true);
		});
		probe.once('error', () => resolve(false));
	});
}
