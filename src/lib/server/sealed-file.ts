import { constants, createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { Decrypter, Encrypter, type Identity } from 'age-encryption';
import { StartRefused } from './refusal.ts';
import { syncFolder } from './secrets.ts';

/** What opens a sealed file: a key that never leaves this process, or `AGE-SECRET-KEY-1…`. */
export type Opener = CryptoKey | string | Identity;

/** A sealed file that is not what was written: cut short, changed, or sealed for another key. */
export class Damaged extends StartRefused {
	override name = 'Damaged';
}

/**
 * Seals a stream in the age format (C2SP), which the independent `age` program opens too. Memory does not grow with the length.
 * @param recipients `age1…`, each of which opens it alone
 * @throws StartRefused when one of them is not such an address
 */
export async function seal(pieces: AsyncIterable<Uint8Array>, recipients: readonly string[]): Promise<AsyncIterable<Uint8Array>> {
	const encrypter = new Encrypter();
	for (const recipient of recipients) {
		try {
			encrypter.addRecipient(recipient);
		} catch {
			throw new StartRefused('A recipient key looks like "age1…", 62 letters and figures: this one does not.');
		}
	}
	return Readable.fromWeb((await encrypter.encrypt(web(pieces))) as WebStream<Uint8Array>);
}

/**
 * Opens what `seal` made, piece by piece. Each piece was proved before it is given; a file cut short is told at its end, so that nothing
 * may be believed before the stream has ended.
 * @throws Damaged when it was sealed for another key, was changed or is cut short
 */
export async function* unseal(pieces: AsyncIterable<Uint8Array>, opener: Opener): AsyncGenerator<Uint8Array> {
	const decrypter = new Decrypter();
	decrypter.addIdentity(opener);
	try {
		const opened = await decrypter.decrypt(web(pieces));
		for await (const piece of Readable.fromWeb(opened as WebStream<Uint8Array>)) yield piece as Uint8Array;
	} catch (problem) {
		throw explained(problem);
	}
}

function explained(problem: unknown): unknown {
	if (!(problem instanceof Error) || problem instanceof StartRefused || 'syscall' in problem) return problem;
	if (/no identity matched/.test(problem.message)) return new Damaged('it was sealed for another key');
	return new Damaged('it was changed or cut short since it was written');
}

/** Opens a sealed file of this machine. */
export function unsealFile(path: string, opener: Opener): AsyncGenerator<Uint8Array> {
	return unseal(createReadStream(path), opener);
}

const web = (pieces: AsyncIterable<Uint8Array>) =>
	Readable.toWeb(Readable.from(pieces, { objectMode: false })) as ReadableStream<Uint8Array>;

/** Begins the name of a file that is being written; what bears it was cut short. */
export const PARTIAL = '.partial-';

/**
 * Writes a file whole or not at all: under another name first, on the disk before it is given its own. A disk that fills leaves nothing.
 * @param check looks at what was written, still under its other name; a throw takes the file away
 * @returns its length in bytes
 * @throws StartRefused in one sentence: disk full, folder that is not there or may not be written in, a name that is taken
 */
export async function writeWhole(
	path: string,
	pieces: AsyncIterable<Uint8Array>,
	check: (partial: string) => Promise<unknown> = () => Promise.resolve()
): Promise<number> {
	const partial = join(dirname(path), `${PARTIAL}${basename(path)}`);
	try {
		const file = await open(partial, constants.O_CREAT | constants.O_TRUNC | constants.O_WRONLY, 0o600);
		let size: number;
		try {
			await file.writeFile(pieces);
			await file.sync();
			({ size } = await file.stat());
		} finally {
			await file.close();
		}
		await check(partial);
		await rename(partial, path);
		syncFolder(dirname(path));
		return size;
	} catch (problem) {
		await rm(partial, { force: true }).catch(() => undefined);
		throw said(problem, path);
	}
}

const OF_THE_DISK: Record<string, string> = {
	ENOSPC: 'there is no room left',
	EDQUOT: 'the quota of this user is used up',
	EFBIG: 'a file may not be that large there',
	EROFS: 'nothing can be written there',
	EACCES: 'this user may not write there',
	EPERM: 'this user may not write there',
	ENOENT: 'the folder is not there',
	ENOTDIR: 'it is not a folder',
	EIO: 'the disk does not answer'
};

function said(problem: unknown, path: string): unknown {
	const code = problem instanceof Error && 'code' in problem ? String(problem.code) : '';
	const why = OF_THE_DISK[code];
	return why ? new StartRefused(`${basename(path)} could not be written in ${dirname(path)}: ${why}. Nothing was left there.`) : problem;
}
