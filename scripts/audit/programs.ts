import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** The program of this name on the PATH; undefined where the machine has none. */
export function programCalled(name: string): string | undefined {
	return (process.env['PATH'] ?? '')
		.split(delimiter)
		.filter(Boolean)
		.map((folder) => join(folder, name))
		.find((path) => {
			try {
				accessSync(path, constants.X_OK);
				return true;
			} catch {
				return false;
			}
		});
}

export interface Ran {
	/** All that it said, without the colours of a terminal. */
	said: string;
	/** Stopped because its share of the time was over. */
	cut: boolean;
}

/** Process groups that are still running, so that nothing is left behind whatever happens. */
const groups = new Set<number>();
process.on('exit', () => {
	for (const group of groups) stopGroup(group, 'SIGKILL');
});

function stopGroup(group: number, signal: NodeJS.Signals): void {
	try {
		process.kill(-group, signal);
	} catch {
		// It ended by itself.
	}
}

/**
 * Runs a program with everything it starts, for so many seconds at most.
 * @param environment besides our own
 */
export function runFor(seconds: number, program: string, words: string[], environment: Record<string, string> = {}): Promise<Ran> {
	return new Promise((resolve, reject) => {
		const child = spawn(program, words, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
		const group = child.pid ?? 0;
		if (group) groups.add(group);
		let [said, cut] = ['', false];
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (said += piece.toString()));
		const over = setTimeout(() => {
			cut = true;
			stopGroup(group, 'SIGTERM');
			setTimeout(() => stopGroup(group, 'SIGKILL'), 3_000).unref();
		}, seconds * 1000);
		child.once('error', reject);
		child.once('close', () => {
			clearTimeout(over);
			// What it started may outlive it.
			stopGroup(group, 'SIGKILL');
			groups.delete(group);
			resolve({ said: stripVTControlCharacters(said), cut });
		});
	});
}
