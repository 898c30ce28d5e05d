import { error } from '@sveltejs/kit';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import { eraseFile, keepFile } from '../files/files.server.ts';
import type { FitFile } from '../files/rules.ts';
import { calledNames, type Named } from '../interviews/audience.server.ts';
import { shownName } from '../people/name.ts';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { isId } from '../web/found.ts';

/** One message, as she or somebody named with it reads it. */
export interface Message {
	id: string;
	/** I wrote it. */
	mine: boolean;
	/** First name of the practitioner who wrote it; null when she did. */
	by: string | null;
	/** Null once it was taken back; '' when it is said aloud, or only carries a paper. */
	text: string | null;
	/** The file of what was said aloud, and that of the paper that was joined. */
	voice: string | null;
	paper: { id: string; name: string } | null;
	at: Date;
	/** It came from the other side and I did not say yet that I read it: known to me alone. */
	fresh: boolean;
	/** Who reads it besides her, its author first. */
	readers: string[];
	/** I may still take it back. */
	mayWithdraw: boolean;
}

/** What is sealed of a message beside its files. */
interface Said {
	text: string;
	/** What the machine called the paper that was joined. */
	name?: string;
}

/** What is written, said aloud or joined. */
export interface Written {
	text: string;
	readers: readonly string[];
	voice?: FitFile | null;
	paper?: (FitFile & { name: string }) | null;
}

export const A_PAGE = 10;
/** How long a practitioner may take a message back; she may at any time (migration 0036). */
const SLIP_MS = 86_400_000;

/** From the other side: hers for the staff, theirs for her. */
const fromOthers = sql<boolean>`(m.author_id is null) = (me() is not null)`;
const notRead = sql<boolean>`not exists (select from message_read r where r.message_id = m.id and r.member_id is not distinct from me())`;

/**
 * The messages of this part that the asker may read, the latest first.
 * @param before the `next` of the page before; anything else is the first page
 */
export async function readMessages(
	tx: Tx,
	{ accompaniment, key }: Pathway,
	before: string | null
): Promise<{ messages: Message[]; next: string | null }> {
	const from = before !== null && isId(before) ? before : null;
	const rows = await tx
		.selectFrom('message as m')
		.leftJoin('member as w', 'w.id', 'm.author_id')
		.select(['m.id', 'm.author_id', 'm.sealed', 'm.voice_id as voice', 'm.file_id', 'm.created_at as at', 'w.first_name as by'])
		.select(sql<boolean>`m.author_id is not distinct from me()`.as('mine'))
		.select(sql<boolean>`${fromOthers} and m.withdrawn_at is null and ${notRead}`.as('fresh'))
		.where('m.accompaniment_id', '=', accompaniment.id)
		.$if(from !== null, (query) =>
			query.where(sql<boolean>`(m.created_at, m.id) < (select p.created_at, p.id from message p where p.id = ${from}::uuid)`)
		)
		.orderBy('m.created_at', 'desc')
		.orderBy('m.id', 'desc')
		.limit(A_PAGE + 1)
		.execute();
	const page = rows.slice(0, A_PAGE);
	const readers = await readersOf(
		tx,
		page.map(({ id }) => id)
	);
	return {
		messages: page.map(({ author_id, sealed, by, file_id, ...row }) => {
			const said = sealed === null ? null : key.open<Said>('message', row.id, sealed);
			return {
				...row,
				by: author_id === null ? null : (by ?? ''),
				text: said?.text ?? null,
				paper: file_id === null ? null : { id: file_id, name: said?.name ?? '' },
				readers: [...(author_id !== null && by ? [by] : []), ...(readers.get(row.id) ?? [])],
				mayWithdraw: row.mine && sealed !== null && (author_id === null || Date.now() - row.at.getTime() < SLIP_MS)
			};
		}),
		next: rows.length > A_PAGE ? (page.at(-1)?.id ?? null) : null
	};
}

async function readersOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string[]>> {
	if (ids.length === 0) return new Map();
	const rows = await tx
		.selectFrom('message_reader as r')
		.innerJoin('member as m', 'm.id', 'r.member_id')
		.select(['r.message_id', 'm.id', 'm.first_name', 'm.last_name'])
		.where('r.message_id', 'in', ids)
		.orderBy(sql`fold(m.first_name)`)
		.orderBy('m.id')
		.execute();
	const called = calledNames([...new Map(rows.map((row) => [row.id, row])).values()]);
	return new Map(
		[...Map.groupBy(rows, ({ message_id }) => message_id)].map(([id, group]) => [id, group.map((one) => called.get(one.id) ?? '')])
	);
}

/**
 * Writes a message and names who reads it: those ticked who are named today, and nobody later.
 * @param named who may be named today; whoever writes reads his own without being named
 * @throws UnfitFile when there is no room for its files any more
 */
export async function writeMessage(
	tx: Tx,
	pathway: Pathway,
	{ text, readers, voice, paper }: Written,
	named: readonly Pick<Named, 'id' | 'me'>[]
): Promise<string> {
	const { accompaniment, key } = pathway;
	const id = newId();
	const said: Said = { text, ...(paper?.name && { name: paper.name }) };
	await tx
		.insertInto('message')
		.values({
			id,
			accompaniment_id: accompaniment.id,
			voice_id: voice ? await keepFile(tx, pathway, voice) : null,
			file_id: paper ? await keepFile(tx, pathway, paper) : null,
			sealed: key.seal('message', id, said)
		})
		.execute();
	const chosen = named.filter((one) => !one.me && readers.includes(one.id));
	if (chosen.length > 0)
		await tx
			.insertInto('message_reader')
			.values(chosen.map((one) => ({ message_id: id, accompaniment_id: accompaniment.id, member_id: one.id })))
			.execute();
	return id;
}

/**
 * Takes one's own message back: nothing is left of it but that there was one. Taken back already, nothing more happens.
 * @throws HttpError 404 when it is not mine, or too late for it
 */
export async function withdrawMessage(tx: Tx, { accompaniment }: Pathway, id: string): Promise<void> {
	const mine = await tx
		.selectFrom('message')
		.select(['voice_id', 'file_id', 'withdrawn_at'])
		.where('id', '=', id)
		.where('accompaniment_id', '=', accompaniment.id)
		.where(sql<boolean>`author_id is not distinct from me()`)
		.executeTakeFirst();
	if (!mine) error(404);
	if (mine.withdrawn_at) return;
	const row = await tx
		.updateTable('message')
		.set({ withdrawn_at: sql`now()` })
		.where('id', '=', id)
		.where('withdrawn_at', 'is', null)
		.returning('id')
		.executeTakeFirst();
	if (!row) error(404);
	for (const file of [mine.voice_id, mine.file_id]) if (file) await eraseFile(tx, file);
}

/** The part of a pathway in which this file goes with a message that the asker may read; undefined for any other file. */
export async function fileOfMessage(tx: Tx, accompaniment: string, file: string): Promise<string | undefined> {
	const row = await tx
		.selectFrom('message')
		.select('id')
		.where('accompaniment_id', '=', accompaniment)
		.where((eb) => eb.or([eb('voice_id', '=', file), eb('file_id', '=', file)]))
		.executeTakeFirst();
	return row && file;
}

/** Says to myself, and to nobody else, that I read these: those that came from the other side, and that I may read. */
export async function markRead(tx: Tx, { accompaniment }: Pick<Pathway, 'accompaniment'>, ids: readonly string[]): Promise<void> {
	if (ids.length === 0) return;
	await sql`insert into message_read (message_id, accompaniment_id)
		select m.id, m.accompaniment_id from message m
		where m.accompaniment_id = ${accompaniment.id} and m.id = any (${[...ids]}::uuid[]) and ${fromOthers} on conflict do nothing`.execute(tx);
}

/** In which parts something waits for her. */
export async function partsToRead(tx: Tx): Promise<Set<string>> {
	const { rows } = await sql<{ id: string }>`select distinct m.accompaniment_id as id from message m
		where ${fromOthers} and m.withdrawn_at is null and ${notRead}`.execute(tx);
	return new Set(rows.map(({ id }) => id));
}

/** Whose messages I have not read yet: names alone, the one who has waited longest first. */
export async function readWaiting(tx: Tx): Promise<{ accompaniment_id: string; name: string }[]> {
	const { rows } = await sql<{ id: string; name_to_use: string; alias: string | null; concealed: boolean }>`
		select a.id, a.name_to_use, a.alias, a.concealed from message m join accompaniment a on a.id = m.accompaniment_id
		where ${fromOthers} and m.withdrawn_at is null and a.ended_how is distinct from 'death' and ${notRead}
		group by a.id, a.name_to_use, a.alias, a.concealed order by min(m.created_at), a.id`.execute(tx);
	return rows.map(({ id, ...person }) => ({ accompaniment_id: id, name: shownName(person) }));
}

/**
 * Who is ticked before a practitioner answers: those whom she named with her last message, so that an answer goes no further than the
 * question did; everybody named today when she has not written.
 */
export async function audienceOfLast(tx: Tx, { accompaniment }: Pathway, named: readonly Named[]): Promise<string[]> {
	const last = await tx
		.selectFrom('message')
		.select('id')
		.where('accompaniment_id', '=', accompaniment.id)
		.where('author_id', 'is', null)
		.orderBy('created_at', 'desc')
		.orderBy('id', 'desc')
		.limit(1)
		.executeTakeFirst();
	const all = named.map(({ id }) => id);
	if (!last) return all;
	const rows = await tx.selectFrom('message_reader').select('member_id').where('message_id', '=', last.id).execute();
	return all.filter((id) => rows.some(({ member_id }) => member_id === id));
}

/** Whether a card of hers opens this part: without one, nobody would read what is written here. */
export async function hasCard(tx: Tx, { accompaniment }: Pathway): Promise<boolean> {
	const row = await tx
		.selectFrom('carnet')
		.select('id')
		.where('accompaniment_id', '=', accompaniment.id)
		.where('ended_at', 'is', null)
		.executeTakeFirst();
	return row !== undefined;
}
