import { v7 as newId } from 'uuid';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { inputDate, lastDayOf } from '../ui/dates.ts';
import { StaleError } from '../web/once.server.ts';
import { expiryOf, lastDay } from './rules.ts';

/** A reminder of mine about her, which nobody else reads here; she may ask for it (right of access). */
export interface Memo {
	id: string;
	text: string;
	/** Local day on which it was written. */
	written_on: string;
	/** Its last day: erased at the end of it. */
	last_day: string;
	version: number;
}

function mine(tx: Tx, { accompaniment }: Pathway) {
	return tx
		.selectFrom('memo')
		.select(['id', 'sealed', 'created_at', 'expires_at', 'version'])
		.where('accompaniment_id', '=', accompaniment.id);
}

type Row = { id: string; sealed: string; created_at: Date; expires_at: Date; version: number };

const opened = ({ key }: Pathway, zone: string, { id, sealed, created_at, expires_at, version }: Row): Memo => ({
	id,
	text: key.open<{ text: string }>('memo', id, sealed).text,
	written_on: inputDate(created_at, zone),
	last_day: lastDayOf(expires_at, zone),
	version
});

/** My memos about her, the latest first. The wall shows nobody else's, and none past its date. */
export async function readMemos(tx: Tx, pathway: Pathway, zone: string): Promise<Memo[]> {
	const rows = await mine(tx, pathway).orderBy('created_at', 'desc').orderBy('id', 'desc').execute();
	return rows.map((row) => opened(pathway, zone, row));
}

/** One of mine, or undefined. */
export async function readMemo(tx: Tx, pathway: Pathway, zone: string, id: string): Promise<Memo | undefined> {
	const row = await mine(tx, pathway).where('id', '=', id).executeTakeFirst();
	return row && opened(pathway, zone, row);
}

/** Writes a memo that is gone at the end of its last day, `months` from today. */
export async function writeMemo(
	tx: Tx,
	{ accompaniment, key }: Pathway,
	memo: { text: string; months: number },
	here: { zone: string; now: Date }
): Promise<string> {
	const id = newId();
	await tx
		.insertInto('memo')
		.values({
			id,
			accompaniment_id: accompaniment.id,
			sealed: key.seal('memo', id, { text: memo.text }),
			expires_at: expiryOf(lastDay(inputDate(here.now, here.zone), memo.months), here.zone)
		})
		.execute();
	return id;
}

/**
 * Changes its text and its date; the months count from the day it was written, so that changing it never makes it last.
 * @throws StaleError with `{ memo }` when it changed meanwhile (in another window of mine)
 */
export async function changeMemo(
	tx: Tx,
	pathway: Pathway,
	former: Memo,
	memo: { text: string; months: number; version: number },
	here: { zone: string; now: Date }
): Promise<void> {
	const expires = expiryOf(lastDay(former.written_on, memo.months), here.zone);
	const row = await tx
		.updateTable('memo')
		.set({
			sealed: pathway.key.seal('memo', former.id, { text: memo.text }),
			// Already past: the date that stood stays.
			expires_at: expires > here.now ? expires : expiryOf(former.last_day, here.zone),
			version: memo.version + 1
		})
		.where('id', '=', former.id)
		.where('version', '=', memo.version)
		.returning('id')
		.executeTakeFirst();
	if (!row) throw new StaleError({ memo: await readMemo(tx, pathway, here.zone, former.id) });
}

/** Erases it now. What was erased already stays so. */
export async function eraseMemo(tx: Tx, { accompaniment }: Pathway, id: string): Promise<void> {
	await tx.deleteFrom('memo').where('id', '=', id).where('accompaniment_id', '=', accompaniment.id).execute();
}
