import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import { readWalking, type Walking } from '../companions/companions.server.ts';
import type { Part } from '../space/her.server.ts';
import type { Tx } from '../server/db.ts';
import { monthAfter } from './rules.ts';

/** What somebody may read of hers, in kinds and never in figures. */
export interface Reads {
	/** Texts of meetings that he wrote, or that name him. */
	own: boolean;
	named: boolean;
	needs: boolean;
	goals: boolean;
	/** Messages that he wrote, or that name him. */
	messages: boolean;
	/** Documents that he added or that she shows him, letters that she asked him about. */
	papers: boolean;
}

const NOTHING: Reads = { own: false, named: false, needs: false, goals: false, messages: false, papers: false };

/** Somebody who walks with her in one organisation. */
export interface OneWho extends Walking {
	since: Date | string | null;
	reads: Reads;
}

/** Somebody who was asked for a view, until a day. */
export interface ViewOf {
	id: string;
	asked_by: string;
	asked_of: string;
	asked_of_id: string;
	ends_at: Date;
}

/** Who sees what in one organisation. */
export interface Seen {
	people: OneWho[];
	views: ViewOf[];
	/** Other people of the house whom she meets in her space, who do not walk with her today. */
	others: { id: string; first_name: string; job_title: string }[];
	excluded: Excluded[];
	memos: MemoRequest | null;
}

export interface Excluded {
	member_id: string;
	first_name: string;
	job_title: string;
	since: Date;
	by_her: boolean;
}

/** What she asked about the memos, last. */
export interface MemoRequest {
	said_on: string;
	due_on: string;
	parts: { name: string; answer: 'given' | 'nothing' | null }[];
}

/** Who sees what of one part of her pathway, as the wall itself would answer today. */
export async function readSeen(tx: Tx, { accompaniment }: Pick<Part, 'accompaniment'>): Promise<Seen> {
	const id = accompaniment.id;
	const [walking, places, reads, views, people, excluded, memos] = await Promise.all([
		readWalking(tx, id),
		tx.selectFrom('colleague').select(['member_id', 'kind', 'since']).where('accompaniment_id', '=', id).execute(),
		readReads(tx, id),
		tx
			.selectFrom('view_request as v')
			.innerJoin('member as b', 'b.id', 'v.asked_by')
			.innerJoin('member as o', 'o.id', 'v.asked_of')
			.select(['v.id', 'v.ends_at', 'v.asked_of as asked_of_id', 'b.first_name as asked_by', 'o.first_name as asked_of'])
			.where('v.accompaniment_id', '=', id)
			.where('v.ended_at', 'is', null)
			.where(sql<boolean>`v.ends_at > now()`)
			.orderBy('v.ends_at')
			.orderBy('v.id')
			.execute(),
		tx
			.selectFrom('member')
			.select(['id', 'first_name', 'job_title'])
			.where('organization_id', '=', accompaniment.organization_id)
			.where(sql<boolean>`(ended_at is null or ended_at > now())`)
			.orderBy(sql`fold(first_name)`)
			.orderBy('id')
			.execute(),
		readExclusions(tx, accompaniment.organization_id),
		readMemoRequest(tx, id)
	]);
	const handed = await tx
		.selectFrom('handover')
		.select(['to_id', 'happened_on'])
		.where('accompaniment_id', '=', id)
		.orderBy('happened_on', 'desc')
		.limit(1)
		.executeTakeFirst();
	const since = (one: Walking) =>
		one.place === 'lead'
			? handed
				? handed.to_id === one.member_id
					? handed.happened_on
					: null
				: accompaniment.opened_on
			: (places.find(({ member_id, kind }) => member_id === one.member_id && kind === one.place)?.since ?? null);
	const here = new Set([...walking.map(({ member_id }) => member_id), ...excluded.map(({ member_id }) => member_id)]);
	return {
		people: walking.map((one) => ({
			...one,
			since: since(one),
			reads: reads.get(one.member_id) ?? NOTHING
		})),
		views,
		others: people.filter((one) => !here.has(one.id)),
		excluded,
		memos
	};
}

/** Whose texts they are, and whom they name: the kinds of what each may read. */
async function readReads(tx: Tx, id: string): Promise<Map<string, Reads>> {
	const { rows } = await sql<Reads & { member_id: string }>`
		select member_id, bool_or(kind = 'own') as own, bool_or(kind = 'named') as named, bool_or(kind = 'need') as needs, bool_or(kind = 'goal') as goals,
			bool_or(kind = 'message') as messages, bool_or(kind = 'paper') as papers from (
			select author_id as member_id, 'own' as kind from note where accompaniment_id = ${id}
			union all select r.member_id, 'named' from note_reader r join note n on n.id = r.note_id where n.accompaniment_id = ${id} and n.author_id <> r.member_id
			union all select author_id, 'need' from need where accompaniment_id = ${id}
			union all select r.member_id, 'need' from need_reader r join need n on n.id = r.need_id where n.accompaniment_id = ${id}
			union all select author_id, 'goal' from goal where accompaniment_id = ${id}
			union all select r.member_id, 'goal' from goal_reader r join goal g on g.id = r.goal_id where g.accompaniment_id = ${id}
			union all select author_id, 'message' from message where accompaniment_id = ${id} and withdrawn_at is null
			union all select r.member_id, 'message' from message_reader r join message e on e.id = r.message_id where e.accompaniment_id = ${id} and e.withdrawn_at is null
			union all select author_id, 'paper' from document where accompaniment_id = ${id}
			union all select r.member_id, 'paper' from document_reader r join document d on d.id = r.document_id where d.accompaniment_id = ${id}
			union all select to_member_id, 'paper' from letter where accompaniment_id = ${id}
		) w where member_id is not null group by member_id`.execute(tx);
	return new Map(rows.map(({ member_id, ...kinds }) => [member_id, kinds]));
}

/** Whom she keeps away in one organisation. */
export async function readExclusions(tx: Tx, organization: string): Promise<Excluded[]> {
	const { rows } = await sql<Excluded>`
		select member_id, first_name, job_title, since, by_her from her_exclusions() where organization_id = ${organization}::uuid`.execute(tx);
	return rows;
}

/** What she asked about the memos here, last; null when she never did. */
async function readMemoRequest(tx: Tx, id: string): Promise<MemoRequest | null> {
	const request = await tx
		.selectFrom('data_request')
		.select(['id', 'said_on'])
		.where('accompaniment_id', '=', id)
		.where('what', '=', 'memos')
		.orderBy('created_at', 'desc')
		.orderBy('id', 'desc')
		.limit(1)
		.executeTakeFirst();
	if (!request) return null;
	const parts = await tx
		.selectFrom('data_part as p')
		.leftJoin('member as m', 'm.id', 'p.member_id')
		.select(['p.answer', 'm.first_name as name'])
		.where('p.request_id', '=', request.id)
		.orderBy(sql`fold(m.first_name)`)
		.execute();
	return {
		said_on: request.said_on,
		due_on: monthAfter(request.said_on),
		parts: parts.map(({ name, answer }) => ({ name: name ?? '', answer: answer as 'given' | 'nothing' | null }))
	};
}

/** Her request to read the memos of one pathway, as long as it awaits an answer: its day and its last day; null otherwise. */
export async function readMemosAwaited(tx: Tx, file: string): Promise<Pick<MemoRequest, 'said_on' | 'due_on'> | null> {
	const request = await readMemoRequest(tx, file);
	return request && isAwaited(request) ? { said_on: request.said_on, due_on: request.due_on } : null;
}

/** It awaits an answer of somebody, or of whoever will be her lead. */
export const isAwaited = ({ parts }: MemoRequest) => parts.length === 0 || parts.some(({ answer }) => answer === null);

const done = async (tx: Tx, gesture: ReturnType<typeof sql<{ done: boolean }>>): Promise<boolean> =>
	(await gesture.execute(tx)).rows[0]?.done ?? false;

/** Somebody who was named or covers no longer walks with her. @returns false when it is no place on what is hers */
export const takeBackPlace = (tx: Tx, said: { file: string; member: string; kind: 'named' | 'cover' }): Promise<boolean> =>
	done(tx, sql<{ done: boolean }>`select she_unnames(${said.file}::uuid, ${said.member}::uuid, ${said.kind}) as done`);

/** A view ends at once, and what was shown is thrown away. @returns false when it has ended, or is not about her */
export const takeBackView = (tx: Tx, view: string): Promise<boolean> =>
	done(tx, sql<{ done: boolean }>`select she_takes_view_back(${view}::uuid) as done`);

/** Somebody sees nothing of hers any more, at once. @returns false when she does not meet him in her space */
export const shutOut = (tx: Tx, member: string): Promise<boolean> =>
	done(tx, sql<{ done: boolean }>`select she_excludes(${member}::uuid) as done`);

/** Somebody may be named again; he gets nothing back by it. */
export const letIn = (tx: Tx, member: string): Promise<boolean> =>
	done(tx, sql<{ done: boolean }>`select she_lifts(${member}::uuid) as done`);

/**
 * She asks to read the memos about her; those who walk with her are told by the database. One that still awaits an answer is not doubled.
 * @param today the territory's plain day
 */
export async function askForMemos(tx: Tx, file: string, today: string): Promise<void> {
	const before = await readMemoRequest(tx, file);
	if (before && isAwaited(before)) return;
	await tx
		.insertInto('data_request')
		.values({ id: newId(), accompaniment_id: file, how: 'screen', said_on: today, what: 'memos' })
		.execute();
}
