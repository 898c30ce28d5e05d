import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Pathway } from '../people/pathway.server.ts';
import { keyring, type Tx } from '../server/db.ts';
import { isId } from '../web/found.ts';

/** A question of hers about one line, with its answer once there is one. */
export interface Question {
	words: string;
	asked_at: Date;
	answer: string | null;
	answered_at: Date | null;
	/** Who is to answer, while it waits; "nobody" when no one here may. Told to her alone. */
	waits_for?: 'coordination' | 'administrator' | 'nobody';
}

/** One line of "Qui a regardé". */
export interface Looked {
	id: string;
	at: Date;
	kind: string;
	/** Who it was: a member, or a helper of hers. */
	member_id: string;
	/** Null for somebody who is no longer known. */
	first_name: string | null;
	job_title: string;
	organization: string;
	question: Question | null;
}

export const LINES_A_PAGE = 30;

/** Instants are kept to the microsecond and told in an address to the millisecond: pages are cut by what is told. */
const AT = sql<Date>`date_trunc('milliseconds', j.at)`;

/**
 * Who looked at what is hers, in every organisation that her cards open, the latest first.
 * @param before the `next` of the page before; anything else is the first page
 */
export async function readLooked(tx: Tx, before: string | null): Promise<{ lines: Looked[]; next: string | null }> {
	const from = cursorOf(before);
	const rows = await tx
		.selectFrom('journal as j')
		.innerJoin('organization as o', 'o.id', 'j.organization_id')
		.leftJoin('member as m', 'm.id', 'j.member_id')
		.leftJoin('reading_question as q', 'q.journal_id', 'j.id')
		.select(['j.id', 'j.at', 'j.kind', 'j.member_id', 'm.first_name', 'm.job_title', 'o.name as organization'])
		.select(['q.id as question', 'q.sealed', 'q.asked_at', 'q.answer', 'q.answered_at'])
		.where('j.accompaniment_id', 'is not', null)
		.$if(from !== null, (query) => query.where(sql<boolean>`(${AT}, j.id) < (${from?.at}::timestamptz, ${from?.id}::uuid)`))
		.orderBy(AT, 'desc')
		.orderBy('j.id', 'desc')
		.limit(LINES_A_PAGE + 1)
		.execute();
	const page = rows.slice(0, LINES_A_PAGE);
	const last = page.at(-1);
	const waits = page.some(({ question, answer }) => question && answer === null) ? await readWaits(tx) : new Map();
	return {
		lines: page.map(({ question, sealed, asked_at, answer, answered_at, job_title, ...line }) => ({
			...line,
			job_title: job_title ?? '',
			question:
				question && sealed && asked_at
					? { words: wordsOf(question, sealed), asked_at, answered_at, answer: answerOf(question, answer), waits_for: waits.get(question) }
					: null
		})),
		next: rows.length > LINES_A_PAGE && last ? `${last.at.toISOString()}_${last.id}` : null
	};
}

/** Who may answer each of her questions that wait. */
async function readWaits(tx: Tx): Promise<Map<string, Question['waits_for']>> {
	const { rows } = await sql<{ question_id: string; waits_for: Question['waits_for'] }>`select * from her_question_waits_for()`.execute(tx);
	return new Map(rows.map(({ question_id, waits_for }) => [question_id, waits_for]));
}

function cursorOf(before: string | null): { at: Date; id: string } | null {
	const match = /^(\d{4}-\d{2}-\d{2}T[\d:.]{12}Z)_(.+)$/.exec(before ?? '');
	const at = match ? new Date(match[1]!) : null;
	return at && !Number.isNaN(at.getTime()) && isId(match![2]!) ? { at, id: match![2]! } : null;
}

/** Coordination opens no file, so the installation seals what is asked and answered. */
const aboutOf = (id: string) => `reading_question|${id}`;
const answerAbout = (id: string) => `reading_question|${id}|answer`;
const wordsOf = (id: string, sealed: string) => keyring().open<{ text: string }>(aboutOf(id), sealed).text;
const answerOf = (id: string, sealed: string | null) =>
	sealed === null ? null : keyring().open<{ text: string }>(answerAbout(id), sealed).text;

/**
 * "Je ne comprends pas cet accès": one question about one line; asked again, the first stays.
 * @returns false when it is no line of hers
 */
export async function askAboutReading(tx: Tx, { line, words }: { line: string; words: string }): Promise<boolean> {
	const row = await tx
		.selectFrom('journal')
		.select('accompaniment_id')
		.where('id', '=', line)
		.where('kind', '<>', 'helper')
		.executeTakeFirst();
	if (!row?.accompaniment_id) return false;
	const id = newId();
	const sealed = keyring().seal(aboutOf(id), { text: words });
	await sql`insert into reading_question (id, accompaniment_id, journal_id, sealed)
		values (${id}, ${row.accompaniment_id}, ${line}, ${sealed}) on conflict (journal_id) do nothing`.execute(tx);
	return true;
}

/** What I noted for her about readings of this pathway, with the answer to tell her: by line. The wall shows no other. */
export async function readQuestionsNoted(tx: Tx, pathway: Pick<Pathway, 'accompaniment'>): Promise<Map<string, Question>> {
	return new Map((await readQuestionsOf(tx, pathway)).map(({ journal_id, ...question }) => [journal_id, question]));
}

/** What she asked about readings of one pathway, and what was answered. */
export async function readQuestionsOf(
	tx: Tx,
	{ accompaniment }: Pick<Pathway, 'accompaniment'>
): Promise<(Question & { journal_id: string })[]> {
	const rows = await tx
		.selectFrom('reading_question')
		.select(['id', 'journal_id', 'sealed', 'asked_at', 'answer', 'answered_at'])
		.where('accompaniment_id', '=', accompaniment.id)
		.orderBy('asked_at')
		.orderBy('id')
		.execute();
	return rows.map(({ id, sealed, answer, ...row }) => ({ ...row, words: wordsOf(id, sealed), answer: answerOf(id, answer) }));
}

/** A question as coordination sees it: a reference, who looked and when, her words. */
export interface AskedHere extends Question {
	id: string;
	reference: string;
	kind: string;
	looked_at: Date | null;
	/** Who looked; null for somebody who is no longer known. */
	by: string | null;
	/** It is my own reading: somebody else answers. */
	mine: boolean;
}

/** How many answered ones stay under those that wait. */
const ANSWERED_SHOWN = 10;

/** Questions about readings here: those that wait first, then the latest answers. @throws HttpError 404 for whoever is not coordination */
export async function readQuestionsHere(tx: Tx): Promise<AskedHere[]> {
	const { rows } = await sql<{
		id: string;
		reference: string;
		sealed: string;
		asked_at: Date;
		looked_at: Date | null;
		kind: string | null;
		by: string | null;
		mine: boolean;
		answer: string | null;
		answered_at: Date | null;
	}>`
		select q.id, q.reference, q.sealed, q.asked_at, q.looked_at, q.kind, trim(m.first_name || ' ' || m.last_name) as by,
			coalesce(m.account_id = my_account(), false) as mine, q.answer, q.answered_at
		from reading_questions() q left join member m on m.id = q.member_id`.execute(tx);
	const opened = rows.map(({ sealed, answer, kind, ...row }) => ({
		...row,
		kind: kind ?? '',
		words: wordsOf(row.id, sealed),
		answer: answerOf(row.id, answer)
	}));
	const open = opened.filter(({ answered_at }) => answered_at === null);
	return [...open, ...opened.filter(({ answered_at }) => answered_at !== null).slice(0, ANSWERED_SHOWN)];
}

/** Answers her question. @returns false when it was answered meanwhile, is about my own reading, or is none of ours */
export async function answerQuestion(tx: Tx, { question, answer }: { question: string; answer: string }): Promise<boolean> {
	const { rows } = await sql<{ done: boolean }>`
		select answer_reading_question(${question}::uuid, ${keyring().seal(answerAbout(question), { text: answer })}) as done`.execute(tx);
	return rows[0]?.done ?? false;
}

/** Her request to read the memos, as coordination sees its month. */
export interface MemosAsked {
	id: string;
	reference: string;
	said_on: string;
	due_on: string;
	awaited: string[];
}

/** Requests to read memos that await an answer here. @throws HttpError 404 for whoever is not coordination */
export async function readMemosAsked(tx: Tx): Promise<MemosAsked[]> {
	const { rows } = await sql<MemosAsked>`select * from memo_requests()`.execute(tx);
	return rows;
}
