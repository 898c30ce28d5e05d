import { randomBytes } from 'node:crypto';
import {
	closeSync,
	existsSync,
	fsyncSync,
	linkSync,
	mkdirSync,
	openSync,
	readFileSync,
	realpathSync,
	renameSync,
	rmSync,
	writeSync
} from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Makes the folder that holds everything, if it is not there.
 * @returns its real path
 */
export function dataFolder(path: string): string {
	// Root's database server runs as another user, who must be able to enter; what is inside protects itself.
	mkdirSync(path, { recursive: true, mode: process.getuid?.() === 0 ? 0o755 : 0o700 });
	return realpathSync(path);
}

const folder = (data: string) => join(data, 'secrets');

/**
 * A password of this installation, made at random the first time it is asked for and kept in `<data>/secrets`,
 * readable by this user alone.
 * @param name of the file: owner, server…
 */
export function secret(data: string, name: string): string {
	const path = join(folder(data), name);
	if (existsSync(path)) return readFileSync(path, 'utf8').trim();
	const made = randomBytes(24).toString('base64url');
	mkdirSync(folder(data), { recursive: true, mode: 0o700 });
	writeWhole(path, `${made}\n`, 0o600);
	return made;
}

/**
 * Writes a small file whole or not at all, and makes sure of it: what is cut short by a power cut would lock the installation out of its own
 * data.
 * @param options.instead false leaves what is there already
 */
export function writeWhole(path: string, content: string, mode: number, { instead = true } = {}): void {
	const partial = `${path}.${process.pid}`;
	rmSync(partial, { force: true });
	const handle = openSync(partial, 'w', mode);
	try {
		writeSync(handle, content);
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
	if (instead) renameSync(partial, path);
	else keepFirst(partial, path);
	syncFolder(dirname(path));
}

/** Of two who write at once, the first is kept: a link, unlike a new name, never takes another's place. */
function keepFirst(partial: string, path: string): void {
	try {
		linkSync(partial, path);
	} catch (problem) {
		if (!existsSync(path)) throw problem;
	} finally {
		rmSync(partial, { force: true });
	}
}

/** Whether that password exists already. */
export function hasSecret(data: string, name: string): boolean {
	return existsSync(join(folder(data), name));
}

/** Forgets a password that opens nothing any more. */
export function forgetSecret(data: string, name: string): void {
	rmSync(join(folder(data), name), { force: true });
}

/** Makes sure that a rename in this folder outlives a power cut. */
export function syncFolder(path: string): void {
	const handle = openSync(path, 'r');
	fsyncSync(handle);
	closeSync(handle);
}
