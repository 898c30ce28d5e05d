import { sql, type RawBuilder } from 'kysely';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';

/** A practitioner named on an accompaniment today: lead, colleague or cover. */
export interface Named {
	id: string;
	first_name: string;
	last_name: string;
	me: boolean;
}

/**
 * Who is named on this accompaniment today, the lead first: the default audience of a text (decisions 5).
 * Whoever left, stopped practising or is excluded is not among them; I always am when I am named.
 */
export const namedToday = (tx: Tx, { accompaniment }: Led): Promise<Named[]> =>
	named(tx, accompaniment, sql<boolean>`may_be_named(m.id, ${accompaniment.id})`);

/** The same in her own space: who walks with her today and may be named with a text of hers. */
export const walkingWithHer = (tx: Tx, { accompaniment }: Led): Promise<Named[]> =>
	named(tx, accompaniment, sql<boolean>`walks_with_her(m.id, ${accompaniment.id})`);

interface Led {
	accompaniment: { id: string; lead_id: string | null };
}

async function named(tx: Tx, accompaniment: Led['accompaniment'], allowed: RawBuilder<boolean>): Promise<Named[]> {
	return tx
		.selectFrom('member as m')
		.select(['m.id', 'm.first_name', 'm.last_name', sql<boolean>`coalesce(m.id = me(), false)`.as('me')])
		.where((eb) =>
			eb.or([
				eb('m.id', '=', accompaniment.lead_id),
				eb('m.id', 'in', (colleague) =>
					colleague
						.selectFrom('colleague')
						.select('member_id')
						.where('accompaniment_id', '=', accompaniment.id)
						.where((until) => until.or([until('until', 'is', null), until('until', '>', sql<Date>`now()`)]))
				)
			])
		)
		.where(allowed)
		.orderBy(sql`m.id is distinct from ${accompaniment.lead_id}::uuid`)
		.orderBy(sql`fold(m.first_name)`)
		.orderBy('m.id')
		.execute();
}

/** First names as they are said; two of the same are told apart by the last name. */
export function calledNames(named: readonly Pick<Named, 'id' | 'first_name' | 'last_name'>[]): Map<string, string> {
	return new Map(
		named.map(({ id, first_name, last_name }) => {
			const shared = named.some((other) => other.id !== id && other.first_name === first_name);
			return [id, shared && last_name ? `${first_name} ${last_name}` : first_name];
		})
	);
}

/** What is read by the people named with it. */
export type Text = 'note' | 'need' | 'goal';

/** Somebody named with a text, its author first. */
export interface Reader {
	id: string;
	first_name: string;
	last_name: string;
	added_at: Date;
	added_by: string | null;
}

const readersOf = (text: Text) => sql.table(`${text}_reader`);
const idOf = (text: Text) => sql.ref(`${text}_id`);

/** Who is named with these texts, as far as I read them; the author first, then in the order in which they were named. */
export async function readReaders(tx: Tx, text: Text, ids: readonly string[]): Promise<(Reader & { text_id: string })[]> {
	if (ids.length === 0) return [];
	const { rows } = await sql<Reader & { text_id: string }>`
		select r.${idOf(text)} as text_id, m.id, m.first_name, m.last_name, r.added_at, r.added_by
		from ${readersOf(text)} r join ${sql.table(text)} t on t.id = r.${idOf(text)} join member m on m.id = r.member_id
		where t.id = any (${[...ids]}::uuid[])
		order by r.member_id <> t.author_id, r.added_at, fold(m.first_name), m.id`.execute(tx);
	return rows;
}

/** Names these people with a text that was just written: those ticked who are still named today, and me always when I am. */
export async function nameFirstReaders(tx: Tx, text: Text, id: string, named: readonly Named[], ticked: readonly string[]): Promise<void> {
	const readers = named.filter((member) => member.me || ticked.includes(member.id)).map((member) => member.id);
	if (readers.length === 0) return;
	await sql`insert into ${readersOf(text)} (${idOf(text)}, member_id) select ${id}::uuid, unnest(${readers}::uuid[])`.execute(tx);
}

/** Colleagues named on this accompaniment today who do not read this text yet. */
export async function couldRead(tx: Tx, pathway: Pathway, readers: readonly { id: string }[], author: string | null): Promise<Named[]> {
	const named = await namedToday(tx, pathway);
	return named.filter(({ id }) => id !== author && !readers.some((reader) => reader.id === id));
}

/**
 * Names someone later with a text of mine: a widening, told in the thread with its date (decisions 5). The wall lets its author
 * alone do it.
 * @returns false when this member is not named on the accompaniment today: nothing was opened
 */
export async function nameReader(tx: Tx, pathway: Pathway, id: string, member: string, text: Text = 'note'): Promise<boolean> {
	const named = await namedToday(tx, pathway);
	if (!named.some((one) => one.id === member)) return false;
	await sql`insert into ${readersOf(text)} (${idOf(text)}, member_id) values (${id}, ${member}) on conflict do nothing`.execute(tx);
	return true;
}

/** A text of mine is no longer read by this colleague, from the next request on. Narrowing never asks. */
export async function unnameReader(tx: Tx, _pathway: Pathway, id: string, member: string, text: Text = 'note'): Promise<boolean> {
	await sql`delete from ${readersOf(text)} where ${idOf(text)} = ${id} and member_id = ${member}`.execute(tx);
	return true;
}

const TEXTS: readonly Text[] = ['note', 'need', 'goal'];

/** How many texts of mine there are on this accompaniment (what was said, needs, goals): what naming someone could open. */
export async function countMyTexts(tx: Tx, accompaniment: string): Promise<number> {
	const mine = TEXTS.map((text) => sql`select from ${sql.table(text)} where accompaniment_id = ${accompaniment} and author_id = me()`);
	const { rows } = await sql<{ texts: number }>`select count(*)::int as texts from (${sql.join(mine, sql` union all `)}) t`.execute(tx);
	return rows[0]?.texts ?? 0;
}

/**
 * Opens my texts to somebody who walks with her from now on: a widening of each, told in the thread (decisions 5). Those of colleagues
 * stay theirs to open. The wall refuses whoever does not walk with her.
 * @param accompaniment one, or null for everybody I am the lead of and this member covers or is named with
 */
export async function openMyTexts(tx: Tx, accompaniment: string | null, member: string): Promise<void> {
	for (const text of TEXTS) {
		await sql`insert into ${readersOf(text)} (${idOf(text)}, member_id)
			select n.id, ${member}::uuid from ${sql.table(text)} n join accompaniment a on a.id = n.accompaniment_id
			where n.author_id = me() and (a.id = ${accompaniment}::uuid or ${accompaniment}::uuid is null and a.lead_id = me() and a.ended_on is null
				and exists (select from colleague c where c.accompaniment_id = a.id and c.member_id = ${member}::uuid and (c.until is null or c.until > now())))
			on conflict do nothing`.execute(tx);
	}
}

/** Somebody was named with a text after it was written: a stitch of the thread, also when the name was taken away since. */
export interface Widening {
	id: string;
	/** The text of a meeting; null for a need or a goal. */
	note_id: string | null;
	/** The meeting of the latest text among them; null when none was said at a meeting. */
	interview_id: string | null;
	held_on: string | null;
	/** The need or the goal, when it was one alone. */
	about: Text;
	at: Date;
	/** First names of who was named, and of who named them. */
	named: string;
	by: string;
	/** How many texts were opened by this gesture. */
	texts: number;
}

/** Milliseconds between the lines that one gesture writes, at most. */
const ONE_GESTURE = 5_000;

/**
 * Widenings of the texts that I may read, the latest first, at most fifty; of one interview, need or goal when it is given. Several texts opened to
 * somebody in one gesture are told once: `texts` says how many, `held_on` and `interview_id` are those of the latest meeting.
 */
export async function readWidenings(tx: Tx, { accompaniment }: Pathway, of?: string): Promise<Widening[]> {
	const rows = await tx
		.selectFrom('widening as w')
		.leftJoin('note as n', 'n.id', 'w.note_id')
		.leftJoin('interview as i', 'i.id', 'n.interview_id')
		.innerJoin('member as m', 'm.id', 'w.member_id')
		.innerJoin('member as b', 'b.id', 'w.named_by')
		.select([
			'w.id',
			'w.note_id',
			'i.id as interview_id',
			'i.held_on',
			'w.at',
			'm.first_name as named',
			'b.first_name as by',
			'w.member_id',
			'w.named_by'
		])
		.select(sql<Text>`case when w.need_id is not null then 'need' when w.goal_id is not null then 'goal' else 'note' end`.as('about'))
		.where('w.accompaniment_id', '=', accompaniment.id)
		.$if(of !== undefined, (query) =>
			query.where((eb) => eb.or((['i.id', 'w.need_id', 'w.goal_id'] as const).map((one) => eb(one, '=', of ?? ''))))
		)
		.orderBy('w.at', 'desc')
		.orderBy('w.id')
		.limit(1000)
		.execute();
	const gestures: (Widening & { member_id: string; named_by: string })[] = [];
	for (const row of rows) {
		const gesture = gestures.at(-1);
		const same = gesture && gesture.member_id === row.member_id && gesture.named_by === row.named_by;
		if (same && gesture.at.getTime() - row.at.getTime() < ONE_GESTURE) {
			gesture.texts += 1;
			if (row.held_on && row.held_on > (gesture.held_on ?? ''))
				Object.assign(gesture, { held_on: row.held_on, interview_id: row.interview_id });
		} else gestures.push({ ...row, texts: 1 });
	}
	return gestures.slice(0, 50).map(({ member_id: _, named_by: __, ...gesture }) => gesture);
}
