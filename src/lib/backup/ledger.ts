import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { StartRefused } from '../server/refusal.ts';
import { writeWhole } from '../server/sealed-file.ts';
import { syncFolder } from '../server/secrets.ts';

/** Why somebody is erased: she asked, the time to keep had passed, or she should never have been there. */
export const REASONS = ['asked', 'retention', 'mistake'] as const;
export type Reason = (typeof REASONS)[number];

const Line = z.object({
	at: z.iso.datetime(),
	person: z.uuid(),
	reason: z.enum(REASONS),
	/** SHA-256 over the line before and this one. */
	head: z.string()
});
/** One erasure: opaque ids, no name, no word of anybody. */
export type Erasure = z.infer<typeof Line>;

/** The ledger of erasures: outside the database, outside both archives, played again after any restoration (decisions 13). */
export const LEDGER = 'erasures.jsonl';

const headOf = (before: string, { at, person, reason }: Omit<Erasure, 'head'>) =>
	createHash('sha256')
		.update(JSON.stringify([before, at, person, reason]))
		.digest('hex');

/** The ledger in a data folder. */
export const ledgerOf = (data: string) => join(data, 'erasures', LEDGER);

/**
 * Reads a ledger; none is an empty one.
 * @throws StartRefused when a line of it was changed, removed or added by another hand
 */
export function readLedger(path: string): Erasure[] {
	if (!existsSync(path)) return [];
	const erasures: Erasure[] = [];
	let head = '';
	for (const text of readFileSync(path, 'utf8').split('\n')) {
		if (text === '') continue;
		const line = parsed(text);
		if (!line || line.head !== headOf(head, line))
			throw new StartRefused(`The ledger of erasures (${path}) was changed or cut short: put back a whole copy of it.`);
		erasures.push(line);
		head = line.head;
	}
	return erasures;
}

function parsed(text: string): Erasure | undefined {
	try {
		return Line.parse(JSON.parse(text));
	} catch {
		return undefined;
	}
}

/** How long the ledger is and its last digest, as an archive remembers it. */
export const stateOf = (erasures: Erasure[]) => ({ count: erasures.length, head: erasures.at(-1)?.head ?? '' });

/** Whether this ledger is the one that an archive remembers, or that one grown longer. */
export function continues(erasures: Erasure[], remembered: { count: number; head: string }): boolean {
	return (erasures[remembered.count - 1]?.head ?? '') === remembered.head;
}

/**
 * Writes one erasure at the end of the ledger, on the disk before it returns: what is written there will happen, if need be after a restart.
 * Somebody who stands there already is not written twice.
 */
export function recordErasure(path: string, person: string, reason: Reason): Erasure[] {
	const before = readLedger(path);
	if (before.some((line) => line.person === person)) return before;
	const line = { at: new Date().toISOString(), person, reason };
	const whole = { ...line, head: headOf(before.at(-1)?.head ?? '', line) };
	mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
	const handle = openSync(path, 'a', 0o600);
	writeSync(handle, `${JSON.stringify(whole)}\n`);
	fsyncSync(handle);
	closeSync(handle);
	syncFolder(dirname(path));
	return [...before, whole];
}

/**
 * Puts the ledger beside the archives too, whole. A longer one that is there already is never shortened.
 * @throws StartRefused when the one that is there tells another story
 */
export async function copyLedger(erasures: Erasure[], path: string): Promise<void> {
	const there = readLedger(path);
	if (there.length > 0 && !continues(erasures, stateOf(there))) {
		if (continues(there, stateOf(erasures))) return;
		throw new StartRefused(
			`The ledger of erasures in ${dirname(path)} is not of this installation: choose another folder for its archives.`
		);
	}
	if (existsSync(path) && there.length === erasures.length) return;
	async function* lines() {
		yield Buffer.from(erasures.map((line) => `${JSON.stringify(line)}\n`).join(''));
	}
	await writeWhole(path, lines());
}
