import { howWord } from '../people/words.ts';
import { CHANNEL_WORDS } from '../appointments/words.ts';
import type { Channel } from '../appointments/rules.ts';
import { m } from '../paraglide/messages.js';
import { daysAway, inputDate, inputTime, listNames, longDate, relativeDay, shortDate, type Place } from '../ui/dates.ts';
import { typedAt } from '../web/fields.ts';
import type { Typed } from '../web/form.ts';
import type { Attendee, ReadNote } from './notes.server.ts';
import type { ReadBack } from './read-back.server.ts';
import type { Outcome } from './rules.ts';
import { INTERPRETERS, typedVoices, type Interpreter, type Voices } from './voices.ts';

/** "Aujourd’hui, jeudi 19 novembre, en présence" */
export function whenWords(held_on: string, channel: Channel, place: Place): string {
	const day = longDate(held_on, place);
	const near = Math.abs(daysAway(held_on, place)) <= 1 ? `${relativeDay(held_on, place)}, ${day}` : day;
	const words = `${near}, ${CHANNEL_WORDS[channel]()}`;
	return words.charAt(0).toLocaleUpperCase(place.locale) + words.slice(1);
}

/** "J’ai avancé : lettre envoyée", "Pas cette fois", or nothing when nothing was said of it. */
export function outcomeWords(note: { outcome: Outcome | null; moved: string }): string {
	if (note.outcome === 'moved') return note.moved ? m.interviews_moved_text({ text: note.moved }) : m.interviews_moved();
	const word = note.outcome === 'not-this-time' ? m.interviews_not_this_time() : note.outcome === 'thinking' ? m.interviews_thinking() : '';
	return [word, note.moved].filter(Boolean).join('. ');
}

/** The three ways a meeting may end, for a choice; none is better. */
export function outcomeOptions(withMoved = false): { value: Outcome; label: string }[] {
	const others: { value: Outcome; label: string }[] = [
		{ value: 'not-this-time', label: m.interviews_not_this_time_choice() },
		{ value: 'thinking', label: m.interviews_thinking_choice() }
	];
	return withMoved ? [{ value: 'moved', label: m.interviews_moved_choice() }, ...others] : others;
}

/** Date, way and next appointment, one a line, in figures: what another program asks for. Never a text, never a name. */
export function copyWords(meeting: { held_on: string; channel: Channel; next: Date | null }, place: Place): string {
	const figures = (at: Date | string) => inputDate(at, place.zone).split('-').reverse().join('/');
	const lines = [
		m.interviews_copy_date({ date: figures(meeting.held_on) }),
		m.interviews_copy_channel({ channel: CHANNEL_WORDS[meeting.channel]() })
	];
	if (meeting.next) lines.push(m.interviews_copy_next({ date: figures(meeting.next), time: inputTime(meeting.next, place.zone) }));
	return lines.join('\n');
}

/** "Dit par Nadia, noté par Aurore." */
export function saidByWords(note: Pick<ReadNote, 'hers_how' | 'hers_by_first_name'>, first: string): string {
	const who = { name: first, by: note.hers_by_first_name };
	if (note.hers_how === 'screen') return m.voices_written_screen(who);
	return note.hers_how === 'paper' ? m.voices_written_paper(who) : m.voices_said_by(who);
}

const INTERPRETER: Record<Interpreter, () => string> = {
	professional: m.voices_interpreter_professional,
	distance: m.voices_interpreter_distance,
	colleague: m.voices_interpreter_colleague,
	chosen: m.voices_interpreter_chosen_plain,
	child: m.voices_interpreter_child
};

/** Who may have carried the words; a child stands last, and choosing it asks what was missing. */
export function interpreterOptions(first: string): { value: Interpreter; label: string; reveals?: boolean }[] {
	return INTERPRETERS.map((value) => ({
		value,
		label: value === 'chosen' ? m.voices_interpreter_chosen({ name: first }) : INTERPRETER[value](),
		reveals: value === 'child'
	}));
}

/** Whoever else was there, colleagues first, as they are told. */
function namesThere(
	said: Pick<Voices, 'partner' | 'relative' | 'interpreter' | 'interpreter_as'>,
	attendees: readonly Attendee[]
): string[] {
	const as = said.interpreter_as && INTERPRETER[said.interpreter_as]();
	const interpreter = said.interpreter && as ? `${said.interpreter} (${as})` : said.interpreter || as || '';
	return [...attendees.map(({ first_name }) => first_name), said.partner, said.relative, interpreter].filter(Boolean);
}

/** "Aussi là : Paul-Henri, Mme Lots (la Fonderie) et Drita (interprète professionnel)."; '' when nobody was. */
export function thereWords(said: Voices, attendees: readonly Attendee[], place: Place): string {
	const names = namesThere(said, attendees);
	return names.length > 0 ? m.voices_were_there({ names: listNames(names, place.locale) }) : '';
}

/** "« C’est bien ça » : réponse de Nadia, de vive voix, notée par Aurore le 12 nov." */
export function heardWords(answer: ReadBack, first: string, place: Place): string {
	const told = { name: first, by: answer.by, how: howWord(answer.how), date: shortDate(answer.at, place) };
	if (!answer.by) return answer.value === 'yes' ? m.space_doing_heard_yes(told) : m.space_doing_heard_correct(told);
	return answer.value === 'yes' ? m.voices_heard_yes(told) : m.voices_heard_correct(told);
}

/** Everything one text says, as one: a former version, or what is stored beside what was typed after somebody was quicker. */
export function wholeText(said: Voices & { text: string; common: string; moved: string }, first: string): string {
	const parts: [string, string][] = [
		['', said.common],
		['', said.text],
		[m.voices_hers_fold({ name: first }), said.her_words],
		[`${m.voices_look_back()} (${m.voices_helped_hers({ name: first })})`, said.helped_hers],
		[`${m.voices_look_back()} (${m.voices_helped_ours()})`, said.helped_ours],
		[m.voices_there(), namesThere(said, []).join(', ')],
		[m.voices_interpreter_why(), said.interpreter_as === 'child' ? said.interpreter_why : ''],
		[m.interviews_moved(), said.moved]
	];
	const told = parts.filter(([, words]) => words !== '');
	return told.map(([label, words]) => (label ? `${label}\n${words}` : words)).join('\n\n');
}

/** `wholeText` of what was typed and not kept yet. */
export function typedText(typed: Typed | undefined, first: string): string {
	const said = typedVoices(typed);
	return wholeText(
		{
			...said,
			hers_how: null,
			interpreter_as: INTERPRETERS.find((as) => as === said.interpreter_as) ?? null,
			text: typedAt(typed, 'said'),
			common: typedAt(typed, 'common'),
			moved: typedAt(typed, 'moved')
		},
		first
	);
}
