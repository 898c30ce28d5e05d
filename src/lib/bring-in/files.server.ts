import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor } from '../access/access.ts';
import { keyring, type Tx } from '../server/db.ts';
import { allowed, type Column, type Mapping } from './columns.ts';
import { textOf, type Bytes, type Encoding } from './encoding.ts';
import { checkFile, type Check, type Plan } from './judge.server.ts';
import { isBlank, personOf, type Told } from './person.ts';
import type { Scanned } from './scan.ts';
import { readTable, type Separator, type Text } from './table.ts';

/** How a file stands: its columns are still to be chosen, a dry run was made of it, or it came in. */
export type State = 'waiting' | 'checked' | 'done';

/** What is kept of a file beside its text, sealed together. */
interface Sealed {
	/** Its name, as the browser gave it. */
	name: string;
	encoding: Encoding;
	separator: Separator;
	rows: number;
	columns: Column[];
	mapping: Mapping;
	check: Check | null;
	/** How many came in, and how many lines were left aside. */
	result: { people: number; aside: number } | null;
}

/** A file of mine, opened for this request. */
export interface WaitingFile extends Sealed {
	id: string;
	state: State;
	version: number;
	createdAt: Date;
}

/** More files than anybody brings in at once; they go after a day. */
const MOST_WAITING = 10;

/** So many files wait already that one must be thrown away first. */
export class TooManyFiles extends Error {}

const about = (id: string) => `bring_in|${id}`;
const aboutPiece = (id: string, position: number) => `bring_in_piece|${id}|${position}`;

/**
 * Keeps a file that was read to its end, sealed, for its bringer alone.
 * @throws TooManyFiles
 * @returns its id
 */
export async function keepFile(tx: Tx, name: string, bytes: Bytes, scanned: Scanned): Promise<string> {
	const { waiting } = await tx
		.selectFrom('bring_in')
		.select((where) => where.fn.countAll<number>().as('waiting'))
		.where('state', '<>', 'done')
		.executeTakeFirstOrThrow();
	if (waiting >= MOST_WAITING) throw new TooManyFiles();
	const id = newId();
	const mapping = scanned.columns.map(({ guess }) => guess);
	const kept: Sealed = { name: name.slice(0, 120), ...scanned, mapping, check: null, result: null };
	await tx
		.insertInto('bring_in')
		.values({ id, sealed: keyring().seal(about(id), kept) })
		.execute();
	let position = 0;
	for await (const piece of textOf(bytes, scanned.encoding)) {
		const sealed = keyring().seal(aboutPiece(id, position), piece);
		await tx.insertInto('bring_in_piece').values({ bring_in_id: id, position, sealed }).execute();
		position += 1;
	}
	return id;
}

/** My files of the day, the latest first. */
export async function readFiles(tx: Tx): Promise<WaitingFile[]> {
	const rows = await tx.selectFrom('bring_in').select(COLUMNS).orderBy('created_at', 'desc').orderBy('id').execute();
	return rows.map(opened);
}

/** One of them; undefined when it is not mine or is no more. */
export async function readFile(tx: Tx, id: string): Promise<WaitingFile | undefined> {
	const row = await tx.selectFrom('bring_in').select(COLUMNS).where('id', '=', id).executeTakeFirst();
	return row && opened(row);
}

const COLUMNS = ['id', 'state', 'version', 'created_at', 'sealed'] as const;

function opened(row: { id: string; state: string; version: number; created_at: Date; sealed: string }): WaitingFile {
	const { id, state, version, created_at, sealed } = row;
	return { ...keyring().open<Sealed>(about(id), sealed), id, state: state as State, version, createdAt: created_at };
}

/** The text of a file, piece by piece, as often as it is asked for. */
export function textIn(tx: Tx, id: string): Text {
	return async function* () {
		for (let position = 0; ; position += 1) {
			const row = await tx
				.selectFrom('bring_in_piece')
				.select('sealed')
				.where('bring_in_id', '=', id)
				.where('position', '=', position)
				.executeTakeFirst();
			if (!row) return;
			yield keyring().open<string>(aboutPiece(id, position), row.sealed);
		}
	};
}

/** How many of the first people are shown as they will look. */
const FIRST = 3;

/** The first people of a file, as the columns stand; lines that cannot be read are for the dry run. */
export async function firstPeople(tx: Tx, file: WaitingFile, today: string): Promise<Told[]> {
	const first: Told[] = [];
	let read = 0;
	for await (const line of readTable(textIn(tx, file.id), file.separator)) {
		read += 1;
		if (read === 1 || isBlank(line.cells)) continue;
		const { told } = personOf(line, file.mapping, today);
		if (told) first.push(told);
		if (first.length === FIRST || read > 20) break;
	}
	return first;
}

/** How a waiting file is read. @param who her mail address, and her territory's plain day */
export const planOf = (file: Pick<Sealed, 'separator' | 'mapping'>, who: { mail: string; today: string }): Plan => ({
	separator: file.separator,
	mapping: file.mapping,
	...who
});

/**
 * Chooses what each column becomes, and makes the dry run when asked: nothing of anybody changes.
 * @returns false when the file was changed or brought in meanwhile (from another tab)
 */
export async function chooseColumns(
	tx: Tx,
	actor: Actor,
	file: WaitingFile,
	mapping: Mapping,
	check?: { mail: string; today: string }
): Promise<boolean> {
	const chosen = { ...file, mapping: allowed(file.columns, mapping) };
	const found = check ? await checkFile(tx, actor, textIn(tx, file.id), planOf(chosen, check)) : null;
	return change(tx, file, { ...chosen, check: found }, found ? 'checked' : 'waiting');
}

/** Writes what became of it; its text goes once it is in. @returns false when somebody was quicker */
export async function change(tx: Tx, { id, version }: Pick<WaitingFile, 'id' | 'version'>, to: Sealed, state: State): Promise<boolean> {
	const { name, encoding, separator, rows, columns, mapping, check, result } = to;
	const sealed = keyring().seal(about(id), { name, encoding, separator, rows, columns, mapping, check, result } satisfies Sealed);
	const changed = await tx
		.updateTable('bring_in')
		.set({ state, sealed, version: version + 1 })
		.where('id', '=', id)
		.where('version', '=', version)
		.where('state', '<>', 'done')
		.returning('id')
		.executeTakeFirst();
	if (changed && state === 'done') await tx.deleteFrom('bring_in_piece').where('bring_in_id', '=', id).execute();
	return changed !== undefined;
}

/** Throws a file away, because its bringer says so. */
export async function throwFileAway(tx: Tx, id: string): Promise<void> {
	await tx.deleteFrom('bring_in').where('id', '=', id).execute();
}

/** How far a file has come. */
export interface Progress {
	attempt: string;
	done: number;
	total: number;
	/** Seconds since it last moved. */
	still: number;
	/** Why it did not go on, or null. */
	stopped: string | null;
}

export async function readProgress(tx: Tx, id: string): Promise<Progress | undefined> {
	const row = await tx
		.selectFrom('bring_in_progress')
		.select(['attempt', 'done', 'total', 'stopped'])
		.select(sql<number>`extract(epoch from clock_timestamp() - moved_at)::float`.as('still'))
		.where('bring_in_id', '=', id)
		.executeTakeFirst();
	return row;
}
