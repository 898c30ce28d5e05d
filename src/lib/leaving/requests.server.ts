import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Pathway } from '../people/pathway.server.ts';
import { shownName } from '../people/name.ts';
import type { How } from '../people/rules.ts';
import type { Tx } from '../server/db.ts';
import { REQUEST_DAYS, type Asking } from './rules.ts';

/** Somebody who was told that she asks for her data, and what he answered. */
export interface Part {
	name: string;
	me: boolean;
	answer: 'given' | 'nothing' | null;
	answered_at: Date | null;
}

/** She asked for everything. */
export interface Request {
	id: string;
	said_on: string;
	how: How;
	by: string;
	/** It is not older than a month: what is hers may be given. */
	stands: boolean;
	parts: Part[];
}

const STANDS = sql<boolean>`r.created_at > now() - make_interval(days => ${REQUEST_DAYS})`;
const NAME = sql<string>`trim(m.first_name || ' ' || m.last_name)`;

/** What she asked here, the latest first. */
export async function readRequests(tx: Tx, { accompaniment }: Pick<Pathway, 'accompaniment'>): Promise<Request[]> {
	const [requests, parts] = await Promise.all([
		tx
			.selectFrom('data_request as r')
			.innerJoin('member as m', 'm.id', 'r.recorded_by')
			.select(['r.id', 'r.said_on', 'r.how', NAME.as('by'), STANDS.as('stands')])
			.where('r.accompaniment_id', '=', accompaniment.id)
			.where('r.what', '=', 'all')
			.orderBy('r.created_at', 'desc')
			.orderBy('r.id')
			.limit(20)
			.execute(),
		tx
			.selectFrom('data_part as p')
			.innerJoin('member as m', 'm.id', 'p.member_id')
			.select(['p.request_id', 'p.answer', 'p.answered_at', NAME.as('name'), sql<boolean>`p.member_id = me()`.as('me')])
			.where('p.accompaniment_id', '=', accompaniment.id)
			.orderBy(sql`fold(m.first_name)`)
			.orderBy('m.id')
			.execute()
	]);
	return requests.map((request) => ({
		...request,
		how: request.how as How,
		parts: parts
			.filter(({ request_id }) => request_id === request.id)
			.map(({ request_id: _, answer, ...part }) => ({ ...part, answer: answer as Part['answer'] }))
	}));
}

/**
 * She asks; everybody who walks with her today is told (by the database, in the same transaction).
 * @param what everything, or to read the memos about her
 */
export async function recordRequest(tx: Tx, { accompaniment }: Pathway, said: Asking, what: 'all' | 'memos' = 'all'): Promise<void> {
	await tx
		.insertInto('data_request')
		.values({ id: newId(), accompaniment_id: accompaniment.id, ...said, what })
		.execute();
}

/**
 * My answer to one request: given, or nothing more to give.
 * @returns false when there is no such request of hers, or it is older than a month, or I was not told: I came to walk with her since
 */
export async function answerRequest(
	tx: Tx,
	{ accompaniment }: Pathway,
	request: string | null,
	answer: 'given' | 'nothing',
	what: 'all' | 'memos' = 'all'
): Promise<boolean> {
	if (!request) return false;
	const row = await tx
		.updateTable('data_part as p')
		.from('data_request as r')
		.set({ answer })
		.whereRef('r.id', '=', 'p.request_id')
		.where('p.request_id', '=', request)
		.where('p.accompaniment_id', '=', accompaniment.id)
		.where(sql<boolean>`p.member_id = me()`)
		.where('r.what', '=', what)
		// Her right to the memos does not pass with the month.
		.where(what === 'memos' ? sql<boolean>`true` : STANDS)
		.returning('p.request_id')
		.executeTakeFirst();
	return row !== undefined;
}

/** The texts of meetings that I read, the latest first: each can be set apart. */
export async function readTextsToGive(
	tx: Tx,
	{ accompaniment }: Pick<Pathway, 'accompaniment'>
): Promise<{ id: string; held_on: string; by: string }[]> {
	return tx
		.selectFrom('note as n')
		.innerJoin('interview as i', 'i.id', 'n.interview_id')
		.innerJoin('member as m', 'm.id', 'n.author_id')
		.select(['n.id', 'i.held_on', NAME.as('by')])
		.where('n.accompaniment_id', '=', accompaniment.id)
		.orderBy('i.held_on', 'desc')
		.orderBy('n.id')
		.execute();
}

/** She asked, in her own space, to read the memos about her, and awaits my answer. */
export interface MemosAwaited {
	id: string;
	said_on: string;
}

/** What she asked about memos and I have not answered, the oldest first. */
export async function readMemosForMe(tx: Tx, { accompaniment }: Pick<Pathway, 'accompaniment'>): Promise<MemosAwaited[]> {
	return tx
		.selectFrom('data_part as p')
		.innerJoin('data_request as r', 'r.id', 'p.request_id')
		.select(['r.id', 'r.said_on'])
		.where('p.accompaniment_id', '=', accompaniment.id)
		.where('r.what', '=', 'memos')
		.where(sql<boolean>`p.member_id = me()`)
		.where('p.answer', 'is', null)
		.orderBy('r.created_at')
		.orderBy('r.id')
		.execute();
}

/** Somebody who asked for her data, and awaits my answer. */
export interface Awaited {
	accompaniment_id: string;
	name: string;
	said_on: string;
	/** Who noted it; null when she asked in her own space. */
	by: string | null;
	what: 'all' | 'memos';
}

/** Requests that await my answer, the oldest first: for the desk. */
export async function readRequestsForMe(tx: Tx): Promise<Awaited[]> {
	const rows = await tx
		.selectFrom('data_part as p')
		.innerJoin('data_request as r', 'r.id', 'p.request_id')
		.innerJoin('accompaniment as a', 'a.id', 'p.accompaniment_id')
		.leftJoin('member as m', 'm.id', 'r.recorded_by')
		.select(['p.accompaniment_id', 'a.name_to_use', 'a.alias', 'a.concealed', 'r.said_on', 'r.what', sql<string | null>`${NAME}`.as('by')])
		.where(sql<boolean>`p.member_id = me()`)
		.where('p.answer', 'is', null)
		.where(sql<boolean>`(${STANDS} or r.what = 'memos')`)
		.where(sql<boolean>`a.ended_how is distinct from 'death'`)
		.orderBy('r.created_at')
		.orderBy('r.id')
		.limit(50)
		.execute();
	return rows.map(({ name_to_use, alias, concealed, what, ...row }) => ({
		...row,
		what: what as Awaited['what'],
		name: shownName({ name_to_use, alias, concealed })
	}));
}
