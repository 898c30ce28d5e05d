import { sql } from 'kysely';
import type { Tx } from '../server/db.ts';

/** Lines on one page. */
const PAGE = 50;

/** One change of settings or accounts: who, what, which columns; never a value, never anybody accompanied. */
export interface Change {
	id: string;
	at: Date;
	/** `export`, `restore`, `erase` and `free` are verbs of an operator (docs/decisions/0035, 0015). */
	act: 'insert' | 'update' | 'delete' | 'export' | 'restore' | 'erase' | 'free';
	subject: 'organization' | 'member' | 'invitation';
	/** Empty when nobody of the organisation did it: an invitation that was accepted, the first start. */
	by: string;
	/** Which colleague it is about, if any. */
	about: string;
	columns: string[];
}

/**
 * Changes of settings and accounts, the latest first: for everybody who works there, so that whoever settles things is seen by others.
 * @param before the id of the last line of the page before
 * @returns one page, and the id to go on from, if there is more
 */
export async function readChanges(tx: Tx, before: string | null): Promise<{ changes: Change[]; next: string | null }> {
	const { rows } = await sql<Change>`select * from organization_changes(${before}::uuid, ${PAGE + 1})`.execute(tx);
	const page = rows.slice(0, PAGE);
	// A rotation of keys seals the same address anew: nothing changed that anybody could read.
	const changes = page.filter(({ columns }) => columns.join() !== 'sealed');
	return { changes, next: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null };
}
