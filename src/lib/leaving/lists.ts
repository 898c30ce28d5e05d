import type { PersonKey } from '../server/keyring.ts';

/**
 * What leaves with her, list by list: the tables that hold something of one person, by their own names. One list of names serves the reading,
 * the page and the test that asks whether a table was forgotten.
 */

/** Lists whose rows name the accompaniment, and how they stand in order. */
export const HER_LISTS = {
	answer: 'said_on, created_at',
	profile: 'accompaniment_id',
	contact: 'position, id',
	protection: 'starts_on, id',
	frame: 'told_on, id',
	moment: 'since, created_at',
	colleague: 'since, member_id',
	handover: 'happened_on, id',
	set_aside: 'at, id',
	ending: 'ended_on, id',
	appointment: 'starts_at, id',
	interview: 'held_on, id',
	attendee: 'added_at, member_id',
	note: 'created_at, id',
	read_back: 'at, id',
	need: 'created_at, id',
	need_voice: 'created_at, id',
	goal: 'created_at, id',
	goal_wording: 'created_at, id',
	goal_confirmation: 'created_at, id',
	goal_step: 'position, created_at, id',
	action: 'created_at, id',
	message: 'created_at, id',
	message_reader: 'added_at, member_id',
	her_note: 'created_at, id',
	her_step: 'on_day, id',
	document: 'created_at, id',
	letter: 'created_at, id',
	file: 'created_at, id',
	revision: 'created_at, id',
	widening: 'at, id',
	view_request: 'asked_at, id',
	view_text: 'id',
	desk_word: 'created_at, id',
	data_request: 'created_at, id',
	data_part: 'told_at, member_id',
	journal: 'at, id'
} as const satisfies Record<string, string>;

/** Lists of who reads a text: their rows name the text. */
export const READER_LISTS = {
	note_reader: 'note',
	need_reader: 'need',
	goal_reader: 'goal',
	document_reader: 'document',
	view_reader: 'view_text'
} as const;

/** What names the accompaniment and does not leave, with the reason (docs/decisions/0034). */
export const LEFT_HERE = {
	memo: 'its author is told, and adds it after a human has read it again (decisions 7)',
	draft: 'what somebody is typing: not recorded yet',
	view_shown: 'a copy of texts that are here, thrown away within a week',
	arrival: 'cleared with the day',
	brought_in: 'the fingerprint of a line of a file, so that it is not brought in twice: it says nothing of her',
	message_read: 'what somebody has read, told to himself alone: not even to her, and hers to nobody',
	notice_choice: 'hers alone: whether a word tells her that something waits',
	notice: 'that a word without content waits or left; cleared with it',
	helper: 'hers to tell: what somebody reads whom she lets help',
	carnet: 'what opens her notebook: a file may be found',
	her_page: 'hers alone: it leaves with the file that she makes herself',
	reading_question: 'hers and coordination’s, who opens no file: it leaves with the file that she makes herself',
	audit: 'which columns changed, never what: authors and former versions stand beside each text'
} as const;

export type ListName = keyof typeof HER_LISTS | keyof typeof READER_LISTS | 'accompaniment' | 'exclusion';

/** One thing of a list: columns by their names; `said` is what was sealed, opened; a colleague is a name. */
export type Entry = Record<string, unknown>;

/** The whole file as it leaves: what the page is made of, and data.json word for word (docs/how-to/take-an-organization-along.md). */
export interface LeavingFile {
	format: 'cheminer-person';
	version: 1;
	made_at: string;
	/** Who gave it: what is here is what this colleague may read. */
	made_by: string;
	/** She made it in her own space: nothing that she may read is missing. */
	by_herself?: true;
	language: string;
	time_zone: string;
	organization: { name: string; address: string; phone: string };
	/** In a file that she made herself, what she asked about readings and the page she shows stand beside the rest. */
	lists: Record<ListName, Entry[]> & { reading_question?: Entry[]; her_page?: Entry[] };
}

/** What a former version was sealed as: an answer to an action and the date of a meeting for their own row, the rest for the row they were of. */
const SEALED_AS: Record<string, string> = { action: 'revision', interview: 'revision', action_words: 'action' };

/** Tables whose answer is sealed for its own column. */
const ANSWERED = new Set(['view_text', 'letter']);

/**
 * Opens what a row holds sealed, as `said`, and the answer of a view or of a letter.
 * @param key the person's; without it (it was erased) what was sealed is null
 * @param list the row's table
 */
export function openSealed(key: PersonKey | undefined, list: string, { sealed, ...row }: Entry): Entry {
	const [table, id] = list === 'revision' ? sealedFor(row) : [list, String(list === 'profile' ? row['accompaniment_id'] : row['id'])];
	const open = (text: string, column?: string) => key?.open<Entry>(table, id, text, column) ?? null;
	const said = typeof sealed === 'string' ? { said: open(sealed) } : {};
	if (!ANSWERED.has(list) || typeof row['answer'] !== 'string') return { ...row, ...said };
	return { ...row, ...said, answer: open(row['answer'], 'answer') };
}

function sealedFor(row: Entry): [table: string, id: string] {
	const subject = String(row['subject']);
	const table = SEALED_AS[subject] ?? subject;
	return [table, String(table === 'revision' ? row['id'] : row['row_id'])];
}
