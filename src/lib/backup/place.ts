import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { StartRefused } from '../server/refusal.ts';
import { PARTIAL } from '../server/sealed-file.ts';
import { LEDGER } from './ledger.ts';

/** Days that an archive is kept: what decisions 13 promise of an erasure is true of backups within this time. */
export const LONGEST_KEPT = 35;
/** How many archives of keys are kept: who is erased leaves the last one at once, and all of them two archives later. */
const KEYS_KEPT = 2;

/** Where archives stand: the data, the keys apart from them, the ledger of erasures apart from both. */
export interface Place {
	folder: string;
	keys: string;
	ledger: string;
}

export const placeAt = (folder: string): Place => ({ folder, keys: join(folder, 'keys'), ledger: join(folder, LEDGER) });

const NAME = /^cheminer-(\d{4}-\d{2}-\d{2}T\d{6}Z)\.(data|keys)\.age$/;

/** `cheminer-2026-11-22T021500Z.data.age`: the moment of the snapshot, in UTC. */
export function nameOf(kind: 'data' | 'keys', at: Date): string {
	return `cheminer-${at.toISOString().slice(0, 19).replaceAll(':', '')}Z.${kind}.age`;
}

/** The moment that a name tells. */
export function momentOf(name: string): Date | undefined {
	const stamp = NAME.exec(basename(name))?.[1];
	return stamp ? new Date(stamp.replace(/T(..)(..)(..)Z/, 'T$1:$2:$3Z')) : undefined;
}

/** Archives of one kind in a folder, the latest first. */
export function archivesIn(folder: string, kind: 'data' | 'keys'): string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder)
		.filter((name) => NAME.exec(name)?.[2] === kind)
		.sort()
		.reverse()
		.map((name) => join(folder, name));
}

/**
 * Makes the folders of archives ready, without what a killed process left half written.
 * @param keyFile must not lie among them: whoever finds the archives would have found what opens them
 * @throws StartRefused in one sentence
 */
export function preparePlace(folder: string, keyFile: string): Place {
	const place = placeAt(resolve(folder));
	try {
		mkdirSync(place.keys, { recursive: true, mode: 0o700 });
	} catch {
		throw new StartRefused(`The folder ${place.folder} cannot be made: check that it is there and that this user may write in it.`);
	}
	const key = existsSync(keyFile) ? realpathSync(keyFile) : resolve(keyFile);
	if (key.startsWith(realpathSync(place.folder) + sep))
		throw new StartRefused(`The installation key lies in ${place.folder}: archives and what opens them may not stand together.`);
	for (const one of [place.folder, place.keys])
		for (const name of readdirSync(one)) if (name.startsWith(PARTIAL)) rmSync(join(one, name), { force: true });
	return place;
}

/** What an archive needs beside it. */
export interface Found {
	archive: string;
	keys: string | undefined;
	ledger: string | undefined;
}

/**
 * Finds an archive and what belongs to it: the latest archive of keys (who was erased meanwhile is no more in it), and the ledger.
 * @param given an archive, or the folder of archives, of which the latest is taken
 * @throws StartRefused when there is none
 */
export function findArchive(given: string): Found {
	if (!existsSync(given)) throw new StartRefused(`There is no archive at ${given}.`);
	const isFolder = statSync(given).isDirectory();
	const archive = isFolder ? archivesIn(given, 'data')[0] : given;
	if (!archive) throw new StartRefused(`There is no archive in ${given}.`);
	if (NAME.exec(basename(archive))?.[2] === 'keys')
		throw new StartRefused(`${basename(archive)} holds keys only: give the archive whose name ends in .data.age.`);
	const place = placeAt(dirname(archive));
	return {
		archive,
		keys: archivesIn(place.keys, 'keys')[0] ?? archivesIn(place.folder, 'keys')[0],
		ledger: existsSync(place.ledger) ? place.ledger : undefined
	};
}

/**
 * Takes away what has had its time: archives older than so many days but never the last one, and all archives of keys but the last two.
 * @returns how many files went
 */
export function prune(place: Place, days: number, now = new Date()): number {
	const oldest = now.getTime() - days * 86_400_000;
	const [, ...older] = archivesIn(place.folder, 'data');
	const gone = [...older.filter((path) => momentOf(path)!.getTime() < oldest), ...archivesIn(place.keys, 'keys').slice(KEYS_KEPT)];
	for (const path of gone) rmSync(path, { force: true });
	return gone.length;
}
