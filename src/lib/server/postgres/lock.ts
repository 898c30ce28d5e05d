import { accessSync, constants, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { StartRefused } from '../refusal.ts';
import { whoAmI } from './account.ts';

/** A process that has just been told to stop may need a moment to let go. */
const PATIENCE_MS = 3000;

/**
 * Takes a data folder for this process alone, until `release` or until the process ends in whatever way.
 *
 * The lock is the kernel's (taken through SQLite, the only file lock that Node ships): it is let go of even by `kill -9`,
 * so there is no stale lock to judge, no process number to compare, and it holds between containers that share the folder.
 * The file stays behind, empty; the process number beside it only serves the sentence.
 * @param data an existing folder
 * @throws StartRefused when another process holds it
 */
export async function lockData(data: string, patienceMs = PATIENCE_MS): Promise<{ release(): void }> {
	const holder = join(data, 'cheminer.pid');
	const until = Date.now() + patienceMs;
	for (;;) {
		const lock = tryLock(join(data, 'cheminer.lock'), data);
		if (lock) {
			writeFileSync(holder, `${process.pid}\n`);
			return {
				release() {
					rmSync(holder, { force: true });
					lock.close();
				}
			};
		}
		if (Date.now() >= until) {
			throw new StartRefused(`Cheminer already runs on ${data}${numberIn(holder)}: stop it first, or choose another folder with --data.`);
		}
		await pause(100);
	}
}

const BUSY = 5;

function tryLock(file: string, data: string): DatabaseSync | undefined {
	let database: DatabaseSync | undefined;
	try {
		// SQLite opens what it may not write in for reading, and would then share the lock.
		accessSync(data, constants.W_OK);
		if (existsSync(file)) accessSync(file, constants.W_OK);
		database = new DatabaseSync(file, { timeout: 0 });
		// No journal: nothing is ever written, and a left-over journal would be read as one to play back.
		database.exec('pragma locking_mode = exclusive; pragma journal_mode = memory; begin exclusive');
		return database;
	} catch (problem) {
		if (database?.isOpen) database.close();
		if (problem instanceof Error && 'errcode' in problem && problem.errcode === BUSY) return undefined;
		throw new StartRefused(`The folder ${data} cannot be locked: check that the user ${whoAmI()} may write in it.`);
	}
}

function numberIn(file: string): string {
	try {
		return ` (process ${Number.parseInt(readFileSync(file, 'utf8'), 10)})`;
	} catch {
		return '';
	}
}
