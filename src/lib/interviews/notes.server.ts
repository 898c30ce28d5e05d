import { sql } from 'kysely';
import { channelOr, type Channel } from '../appointments/rules.ts';
import type { Pathway } from '../people/pathway.server.ts';
import type { PersonKey } from '../server/keyring.ts';
import type { Tx } from '../server/db.ts';
import { readBacksOf, type ReadBack } from './read-back.server.ts';
import { KINDS, OUTCOMES, type Kind, type Outcome } from './rules.ts';
import { openVoices, type SealedVoices, type Voices } from './voices.ts';

/** What was said, as it is sealed. Outcome and keptBetween repeat clear columns, so that a former version is whole. */
export interface Said extends SealedVoices {
	text: string;
	moved: string;
	outcome?: Outcome | null;
	keptBetween?: boolean;
	/** The note without names of a collective moment: the same words on each thread, sealed with each key. */
	common?: string;
	/** Fingerprint of the form it came from, until it is corrected. */
	form?: string;
}

/** One text, opened: the practitioner's side, and what stands beside it. */
export interface OpenText extends Voices {
	text: string;
	/** What was common to all at a collective moment; '' at any other. */
	common: string;
	moved: string;
	outcome: Outcome | null;
	kept_between: boolean;
	/** Her words were said at the first meeting: "Ce qui m’amène". */
	opening: boolean;
	/** Which member noted her words; null when there are none. */
	hers_by: string | null;
}

/** A text I may read: I wrote it, or I am named with it. */
export interface ReadNote extends OpenText {
	id: string;
	author_id: string;
	author_first_name: string;
	/** Who noted her words, by first name. */
	hers_by_first_name: string;
	/** I wrote it: I may name someone with it, or no longer. */
	mine: boolean;
	/** Practitioners named with it, its author first: first names. */
	readers: { id: string; first_name: string; last_name: string; added_at: Date; added_by: string | null }[];
	/** "C’est bien ça ?": her answers, the latest first. */
	read_backs: ReadBack[];
	created_at: Date;
	version: number;
}

/** A colleague of the accompaniment who was there. */
export interface Attendee {
	id: string;
	first_name: string;
	last_name: string;
	me: boolean;
}

/** A meeting; `note` is null when its text is not mine to read, and nothing says why or by whom. */
export interface ReadInterview {
	id: string;
	held_on: string;
	channel: Channel;
	kind: Kind;
	version: number;
	/** The text of whoever recorded it. */
	note: ReadNote | null;
	/** What colleagues who were there wrote beside it, each read by his own readers. */
	sides: ReadNote[];
	/** Colleagues who were there: seen by whoever reads a text of this meeting; each sees himself. */
	attendees: Attendee[];
}

/** Opens one text, whichever version. @param id the note's: former versions are sealed for it too */
export function openText(key: PersonKey, id: string, sealed: string): OpenText {
	const said = key.open<Said>('note', id, sealed);
	return {
		...openVoices(said),
		text: said.text,
		common: said.common ?? '',
		moved: said.moved ?? '',
		outcome: OUTCOMES.find((outcome) => outcome === said.outcome) ?? null,
		kept_between: said.keptBetween ?? false,
		opening: said.opening ?? false,
		hers_by: said.hersBy ?? null
	};
}

/** A meeting as its table holds it. */
export interface MeetingRow {
	id: string;
	held_on: string;
	channel: string;
	kind: string;
	version: number;
	author_id: string;
}

/** Opens the texts that the wall lets through; those it keeps are simply not there. */
export async function withNotes(tx: Tx, pathway: Pathway, rows: readonly MeetingRow[]): Promise<ReadInterview[]> {
	if (rows.length === 0) return [];
	const meetings = rows.map(({ id }) => id);
	const [notes, attendees] = await Promise.all([readNotes(tx, pathway, meetings), readAttendees(tx, pathway, meetings)]);
	return rows.map(({ author_id, channel, kind, ...row }) => {
		const here = notes.filter(({ interview_id }) => interview_id === row.id).map(({ interview_id: _, ...note }) => note);
		return {
			...row,
			channel: channelOr(channel),
			kind: KINDS.find((one) => one === kind) ?? 'one-to-one',
			note: here.find((note) => note.author_id === author_id) ?? null,
			sides: here.filter((note) => note.author_id !== author_id),
			attendees: attendees.filter(({ interview_id }) => interview_id === row.id).map(({ interview_id: _, ...one }) => one)
		};
	});
}

async function readNotes(
	tx: Tx,
	{ accompaniment, key }: Pathway,
	meetings: readonly string[]
): Promise<(ReadNote & { interview_id: string })[]> {
	const [notes, readers, readBacks] = await Promise.all([
		tx
			.selectFrom('note as n')
			.innerJoin('member as m', 'm.id', 'n.author_id')
			.selectAll('n')
			.select(['m.first_name as author_first_name', sql<boolean>`n.author_id = me()`.as('mine')])
			.where('n.accompaniment_id', '=', accompaniment.id)
			.where('n.interview_id', 'in', meetings)
			.orderBy('n.created_at')
			.orderBy('n.id')
			.execute(),
		tx
			.selectFrom('note_reader as r')
			.innerJoin('note as n', 'n.id', 'r.note_id')
			.innerJoin('member as m', 'm.id', 'r.member_id')
			.select(['r.note_id', 'm.id', 'm.first_name', 'm.last_name', 'r.added_at', 'r.added_by'])
			.where('n.accompaniment_id', '=', accompaniment.id)
			.where('n.interview_id', 'in', meetings)
			.orderBy(sql`r.member_id <> n.author_id`)
			.orderBy('r.added_at')
			.orderBy(sql`fold(m.first_name)`)
			.orderBy('m.id')
			.execute(),
		readBacksOf(tx, { accompaniment, key }, meetings)
	]);
	const opened = notes.map((row) => ({ row, text: openText(key, row.id, row.sealed) }));
	const names = await firstNames(
		tx,
		opened.flatMap(({ row, text }) => (text.hers_by && text.hers_by !== row.author_id ? [text.hers_by] : []))
	);
	return opened.map(({ row, text }) => ({
		...text,
		// The clear columns count: what older rows sealed is less.
		outcome: OUTCOMES.find((outcome) => outcome === row.outcome) ?? null,
		kept_between: row.kept_between,
		id: row.id,
		interview_id: row.interview_id,
		author_id: row.author_id,
		author_first_name: row.author_first_name,
		hers_by_first_name: names.get(text.hers_by ?? '') ?? row.author_first_name,
		mine: row.mine,
		readers: readers.filter(({ note_id }) => note_id === row.id).map(({ note_id: _, ...reader }) => reader),
		read_backs: readBacks.filter(({ note_id }) => note_id === row.id),
		created_at: row.created_at,
		version: row.version
	}));
}

/** First names by member id. */
async function firstNames(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
	if (ids.length === 0) return new Map();
	const rows = await tx.selectFrom('member').select(['id', 'first_name']).where('id', 'in', ids).execute();
	return new Map(rows.map(({ id, first_name }) => [id, first_name]));
}

function readAttendees(tx: Tx, { accompaniment }: Pathway, meetings: readonly string[]): Promise<(Attendee & { interview_id: string })[]> {
	return tx
		.selectFrom('attendee as t')
		.innerJoin('member as m', 'm.id', 't.member_id')
		.select(['t.interview_id', 'm.id', 'm.first_name', 'm.last_name', sql<boolean>`m.id = me()`.as('me')])
		.where('t.accompaniment_id', '=', accompaniment.id)
		.where('t.interview_id', 'in', meetings)
		.orderBy(sql`fold(m.first_name)`)
		.orderBy('m.id')
		.execute();
}
