import { createReadStream } from 'node:fs';
import type { Actor } from '../access/access.ts';
import { as } from '../server/db.ts';
import { allowed, whyNotMapped, type Column, type Mapping } from './columns.ts';
import { textOf, type Bytes } from './encoding.ts';
import { planOf } from './files.server.ts';
import { checkFile, type Check } from './judge.server.ts';
import { scanFile, type Scanned } from './scan.ts';
import { bringIn, type Anyway } from './write.server.ts';

/** Whose people a file on this machine holds, and on which day. */
export interface Bringer {
	actor: Actor;
	mail: string;
	/** The territory's plain day. */
	today: string;
}

/** A file of the operator's own machine, read to its end, with the dry run of it. */
export interface Looked {
	scanned: Scanned;
	mapping: Mapping;
	check: Check;
	/** Brings in what was shown, or nothing. @returns how many people */
	bring(anyway: Anyway, told?: (lines: number) => void): Promise<number>;
}

/** A column was asked to become what it cannot. */
export class WrongMapping extends Error {
	readonly code: 'no_name' | 'twice';
	readonly columns: Column[];
	constructor(code: 'no_name' | 'twice', columns: Column[]) {
		super(`wrong mapping: ${code}`);
		this.code = code;
		this.columns = columns;
	}
}

/**
 * Reads a file of this machine as the page does, without keeping anything: the same reader, the same wall, the same dry run.
 * @param choose what the columns become, from what they suggest
 * @throws UnreadableFile, WrongMapping
 */
export async function lookAtFile(path: string, bringer: Bringer, choose: (columns: Column[]) => Mapping): Promise<Looked> {
	const bytes: Bytes = () => createReadStream(path);
	const scanned = await scanFile(bytes);
	const mapping = allowed(scanned.columns, choose(scanned.columns));
	const wrong = whyNotMapped(mapping);
	if (wrong)
		throw new WrongMapping(
			wrong.code,
			scanned.columns.filter((_, at) => wrong.columns.includes(at))
		);
	const { actor, mail, today } = bringer;
	const plan = planOf({ separator: scanned.separator, mapping }, { mail, today });
	const text = () => textOf(bytes, scanned.encoding);
	const check = await as(actor, (tx) => checkFile(tx, actor, text, plan));
	return {
		scanned,
		mapping,
		check,
		bring: (anyway, told) => as(actor, (tx) => bringIn(tx, actor, text, plan, { print: check.print, anyway, ...(told && { told }) }))
	};
}
