import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder, writeWhole } from './secrets.ts';

/** What the installation key file holds, in hexadecimal: the keys that wrap each person's key, by id, and two secrets that never change. */
export interface KeyFile {
	current: string;
	keys: Record<string, string>;
	pepper: string;
	accounts: string;
}

const hex = () => randomBytes(32).toString('hex');

/** A first key file, which opens nothing yet. */
export function newKeyFile(): KeyFile {
	return { current: 'k1', keys: { k1: hex() }, pepper: hex(), accounts: hex() };
}

/** The same file with one key more, which seals from now on; the former ones still open what they sealed. */
export function withNewKey(file: KeyFile): KeyFile {
	const last = Math.max(...Object.keys(file.keys).map((id) => Number(/^k(\d+)$/.exec(id)?.[1] ?? 0)));
	const current = `k${last + 1}`;
	return { ...file, current, keys: { ...file.keys, [current]: hex() } };
}

/**
 * Reads a key file.
 * @returns undefined when none is there, 'unreadable' or 'damaged' when what is there is none
 */
export function readKeyFile(path: string): KeyFile | undefined | 'unreadable' | 'damaged' {
	if (!existsSync(path)) return undefined;
	let file: Partial<KeyFile>;
	try {
		file = JSON.parse(readFileSync(path, 'utf8')) as Partial<KeyFile>;
	} catch {
		return 'unreadable';
	}
	// Whatever stands there: null and a bare word are JSON too.
	const { current, keys, pepper, accounts } = Object(file) as Partial<KeyFile>;
	const isKey = (key: unknown) => typeof key === 'string' && /^[0-9a-f]{64}$/.test(key);
	if (!current || !keys || !isKey(keys[current]) || !isKey(pepper) || !isKey(accounts)) return 'damaged';
	return { current, keys, pepper: pepper!, accounts: accounts! };
}

/**
 * Writes a key file that nobody may change (0400), whole or not at all. The folder is made when it is missing.
 * @param options.instead false leaves one that is there already: two first starts at once have one key
 */
export function writeKeyFile(path: string, file: KeyFile, options: { instead: boolean }): void {
	const folder = dirname(path);
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	writeWhole(path, JSON.stringify(file, null, '\t') + '\n', 0o400, options);
	syncFolder(dirname(folder));
}

/** A short form of a key file, to compare a copy with: it says nothing about what the file holds. */
export function fingerprintOf(file: KeyFile): string {
	const whole = JSON.stringify([Object.entries(file.keys).sort(), file.pepper, file.accounts]);
	return createHash('sha256')
		.update(`cheminer key file|${whole}`)
		.digest('hex')
		.slice(0, 16)
		.replace(/(.{4})(?=.)/g, '$1-');
}
