import { v7 as newId } from 'uuid';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { found } from '../web/found.ts';
import { StaleError } from '../web/once.server.ts';

/** Something she wants to say next time. */
export interface HerNote {
	id: string;
	text: string;
	/** Those who walk with her read it. */
	shown: boolean;
	version: number;
	at: Date;
}

/** Her notes on this pathway, the latest first: all of them for herself, those she shows for anybody else (the wall keeps the others). */
export async function readNotesToBring(tx: Tx, { accompaniment, key }: Pathway): Promise<HerNote[]> {
	const rows = await tx
		.selectFrom('her_note')
		.select(['id', 'sealed', 'shown', 'version', 'created_at as at'])
		.where('accompaniment_id', '=', accompaniment.id)
		.orderBy('created_at', 'desc')
		.orderBy('id', 'desc')
		.execute();
	return rows.map(({ sealed, ...row }) => ({ ...row, text: key.open<{ text: string }>('her_note', row.id, sealed).text }));
}

/** Keeps a new note; nobody else reads it until she shows it. */
export async function keepNote(tx: Tx, { accompaniment, key }: Pathway, { text, shown }: { text: string; shown: boolean }): Promise<void> {
	const id = newId();
	await tx
		.insertInto('her_note')
		.values({ id, accompaniment_id: accompaniment.id, shown, sealed: key.seal('her_note', id, { text }) })
		.execute();
}

/**
 * Other words, shown or hidden.
 * @throws StaleError with `{ note }` when she changed it on another page meanwhile
 */
export async function changeNote(
	tx: Tx,
	{ accompaniment, key }: Pathway,
	note: { id: string; text: string; shown: boolean; version: number }
): Promise<void> {
	const row = await tx
		.updateTable('her_note')
		.set({
			shown: note.shown,
			sealed: key.seal('her_note', note.id, { text: note.text }),
			version: note.version + 1,
			changed_at: new Date()
		})
		.where('id', '=', note.id)
		.where('accompaniment_id', '=', accompaniment.id)
		.where('version', '=', note.version)
		.returning('id')
		.executeTakeFirst();
	if (row) return;
	throw new StaleError({ note: found((await readNotesToBring(tx, { accompaniment, key })).find(({ id }) => id === note.id)) });
}

/** She erases a note: nothing is left of it. Erased already, nothing more happens. */
export async function eraseNote(tx: Tx, id: string): Promise<void> {
	await tx.deleteFrom('her_note').where('id', '=', id).execute();
}
