import { sql } from 'kysely';
import { keyring, type Tx } from '../server/db.ts';
import type { PersonKey } from '../server/keyring.ts';
import { reopened, type Shown } from './shown.ts';

/** A view that awaits my answer. Her name as a colleague out of reach may see it; '' when there is none to show. */
export interface ViewToGive {
	id: string;
	shown_name: string;
	asked_by: string;
	ends_at: Date;
}

/** What awaits my view: a name, who asks, until when; not a word of the question. */
export async function readViewsToGive(tx: Tx): Promise<ViewToGive[]> {
	const { rows } = await sql<ViewToGive>`
		select v.id, v.shown_name, m.first_name as asked_by, v.ends_at from views_to_give() v join member m on m.id = v.asked_by`.execute(tx);
	return rows;
}

/** One view, opened: the question, exactly what is shown, and who will read the answer with her. */
export interface OpenedView extends ViewToGive {
	question: string;
	texts: Shown[];
	readers: string[];
}

interface Opened {
	view: OpenedView;
	key: PersonKey;
}

/**
 * Opens a view that I am asked for, and writes the reading in the journal; I have no reach, and get none.
 * @returns undefined when it is not mine to give, has ended, or never was
 */
export async function openView(tx: Tx, id: string): Promise<OpenedView | undefined> {
	return (await opened(tx, id))?.view;
}

async function opened(tx: Tx, id: string): Promise<Opened | undefined> {
	const { rows } = await sql<ViewToGive & { person_id: string; wrapped: string; sealed: string; shown: string; readers: string[] }>`
		select v.id, v.person_id, v.wrapped, v.shown_name, m.first_name as asked_by, v.ends_at, v.sealed, v.shown,
			array(select r.first_name from unnest(v.readers) with ordinality as named (id, place) join member r on r.id = named.id order by named.place) as readers
		from open_view(${id}::uuid) v join member m on m.id = v.asked_by`.execute(tx);
	const row = rows[0];
	if (!row) return undefined;
	const { person_id, wrapped, sealed, shown, ...rest } = row;
	const key = keyring().unwrap(person_id, wrapped);
	const { question } = key.open<{ question: string }>('view_text', id, sealed);
	return { view: { ...rest, question, texts: key.open<{ texts: Shown[] }>('view_shown', id, shown).texts.map(reopened) }, key };
}

/** Was I asked for this view once? It tells nothing of it: only that a text typed too late is given back instead of lost. */
export async function wasAsked(tx: Tx, id: string): Promise<boolean> {
	const { rows } = await sql<{ asked: boolean }>`select was_asked(${id}::uuid) as asked`.execute(tx);
	return rows[0]?.asked ?? false;
}

/**
 * Gives my view, in words; what was shown is shown no more.
 * @returns false when it has ended meanwhile: nothing was recorded
 */
export async function answerView(tx: Tx, id: string, text: string): Promise<boolean> {
	const found = await opened(tx, id);
	if (!found) return false;
	const { rows } = await sql<{ done: boolean }>`
		select answer_view(${id}::uuid, ${found.key.seal('view_text', id, { text }, 'answer')}) as done`.execute(tx);
	return rows[0]?.done ?? false;
}

/** "Je ne peux pas" : no reason is asked, and whoever asked can turn to somebody else. */
export async function declineView(tx: Tx, id: string): Promise<void> {
	await sql`select end_view(${id}::uuid, 'declined')`.execute(tx);
}
