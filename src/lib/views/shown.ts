import type { Goal } from '../goals/goals.server.ts';
import { heardOf } from '../interviews/heard.ts';
import type { OpenText, ReadNote } from '../interviews/notes.server.ts';
import type { Need, Voice } from '../needs/needs.server.ts';

/** What a shown text is; `on` is the day of the meeting it was noted at. A reader of the answer may be named with none of them: no word here. */
export interface About {
	kind: 'matters' | 'side' | 'note' | 'need' | 'goal';
	on?: string;
}

/** A whole text as its readers see it: both voices, the look back, who else was there, her answer and her statement beside it. */
export type ShownNote = OpenText & Pick<ReadNote, 'author_first_name' | 'hers_by_first_name' | 'version' | 'read_backs'>;

/** A need with her voice and the one of whoever shows it. */
export type ShownNeed = Pick<Need, 'code' | 'label' | 'hers' | 'ours'>;

/** A goal as it stands now: her wish, what is worded for both, where that stands, her small steps. */
export interface ShownGoal extends Pick<Goal, 'standing' | 'steps'> {
	wishes: { text: string }[];
	wordings: { text: string }[];
	hers: boolean;
	ours: boolean;
}

/** A text as it is shown: a copy of the moment she agreed, so that a later correction opens nothing more (decision record 29). */
export interface Shown extends About {
	/** What counts for her, or the practitioner's side of it. */
	text?: string;
	note?: ShownNote;
	need?: ShownNeed;
	goal?: ShownGoal;
}

/** Of her answers, those that stand beside the text; the former ones stay on its own page. Who reads the text is told to nobody else. */
export function shownNote(note: ReadNote): ShownNote {
	const { id: _, author_id: __, mine: ___, readers: ____, created_at: _____, read_backs, ...whole } = note;
	const { statements } = heardOf(note);
	return { ...whole, read_backs: read_backs.filter((answer, place) => place === 0 || statements.includes(answer)) };
}

/** In her voice and in mine: a colleague's voice is his to show. Whoever reads it elsewhere reads a name, never "my side". */
export function shownNeed({ code, label, hers, ours }: Need): ShownNeed {
	return { code, label, hers, ours: ours.filter(({ mine }) => mine).map((voice) => ({ ...voice, mine: false })) };
}

export function shownGoal({ wishes, wordings, standing, hers, ours, steps }: Goal): ShownGoal {
	const latest = (said: readonly { text: string }[]) => said.slice(-1).map(({ text }) => ({ text }));
	return { wishes: latest(wishes), wordings: latest(wordings), standing, hers: hers !== null, ours: ours !== null, steps };
}

/** The words of a text, the first first: what it is known by in a list. */
export function wordsIn({ text, note, need, goal }: Shown): string[] {
	const statements = note ? heardOf(note).statements.map(({ words }) => words) : [];
	return [
		text,
		...(note ? [note.text, note.her_words, note.common, note.moved, note.helped_hers, note.helped_ours, ...statements] : []),
		...(need ? [need.hers?.words, need.hers?.works, ...need.ours.map(({ words }) => words)] : []),
		...(goal ? [...goal.wordings, ...goal.wishes].map(({ text }) => text) : [])
	].filter((words) => words !== undefined && words !== '') as string[];
}

/** What was sealed, opened: a moment was sealed as text. */
export function reopened(shown: Shown): Shown {
	const { note, need } = shown;
	const dated = <V extends Voice>(voice: V): V => ({ ...voice, at: new Date(voice.at) });
	return {
		...shown,
		...(note && { note: { ...note, read_backs: note.read_backs.map((answer) => ({ ...answer, at: new Date(answer.at) })) } }),
		...(need && { need: { ...need, hers: need.hers && dated(need.hers), ours: need.ours.map(dated) } })
	};
}
