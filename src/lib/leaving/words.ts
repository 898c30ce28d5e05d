import { ANSWER_WORDS, HELP_WORDS } from '../actions/words.ts';
import { CHANNEL_WORDS } from '../appointments/words.ts';
import { STATE_WORDS } from '../goals/words.ts';
import { topicWord, whenWord, endWord, familyWord } from '../needs/words.ts';
import { m } from '../paraglide/messages.js';
import { howWord } from '../people/words.ts';
import { datedDay, type Place } from '../ui/dates.ts';
import { isDay } from '../web/fields.ts';
import type { Entry } from './lists.ts';

/** How each thing that was sealed is called on the page, in the order in which it is read; '' for a text that needs no name. */
const NAMES: Record<string, () => string> = {
	name_to_use: m.people_open_name,
	alias: m.people_alias,
	matters: m.people_matters,
	side: m.leaving_key_side,
	reach: m.people_reach,
	languages: m.people_languages,
	interpreter: m.people_interpreter,
	pronouns: m.people_pronouns,
	birthDate: m.people_birth,
	municipality: m.people_municipality,
	trusted: m.people_trusted,
	contacts: m.leaving_key_contacts,
	concealed: m.people_concealed,
	basis: m.frame_basis,
	asked_by: m.frame_asked_by,
	canPromise: m.leaving_key_can,
	cannotPromise: m.leaving_key_cannot,
	question: m.leaving_key_question,
	common: m.interviews_common,
	text: () => '',
	said: () => '',
	words: () => '',
	hers: m.voices_hers,
	hersHow: m.leaving_key_how,
	hersBy: m.leaving_key_by,
	helpedHers: m.leaving_key_helped_hers,
	helpedOurs: m.leaving_key_helped_ours,
	ours: m.leaving_key_ours,
	helped: m.people_end_helped,
	partner: m.leaving_key_partner,
	relative: m.leaving_key_relative,
	interpreterAs: m.voices_interpreter_as,
	interpreterWhy: m.voices_interpreter_why,
	outcome: m.leaving_key_outcome,
	moved: m.interviews_moved,
	keptBetween: m.leaving_key_kept,
	code: m.leaving_key_topic,
	label: m.leaving_key_called,
	domain: m.leaving_key_topic,
	when: m.needs_hers_when,
	works: m.needs_works,
	how: m.leaving_key_how,
	ended: m.goals_state,
	state: m.goals_state,
	who: m.actions_who,
	called: m.leaving_key_called,
	due_on: m.actions_due,
	doneOn: m.leaving_key_done,
	answered_on: m.leaving_key_done,
	help: m.actions_how,
	passedOn: m.leaving_key_passed,
	starts_on: m.frame_starts_on,
	deadlines: m.frame_days_legend,
	told_on: m.frame_told_on,
	told_how: m.leaving_key_how,
	held_on: m.interviews_day,
	channel: m.leaving_list_how,
	place: m.leaving_key_place,
	bring: m.space_doing_bring,
	name: m.people_protection_name,
	domains: m.people_protection_domains,
	contact: m.people_protection_contact,
	value: m.people_contact_value,
	hours: m.people_contact_hours,
	caution: m.people_contact_caution,
	about: m.views_shown_legend,
	from: m.leaving_key_from
};

/** What serves the machine alone: the list a code is taken from, the first meeting's mark. */
const SILENT = new Set(['list', 'opening', 'kind', 'position', 'id', 'safe', 'version']);

const INTERPRETERS: Record<string, () => string> = {
	professional: m.voices_interpreter_professional,
	distance: m.voices_interpreter_distance,
	colleague: m.voices_interpreter_colleague,
	chosen: m.leaving_interpreter_chosen,
	child: m.voices_interpreter_child
};
const OUTCOMES: Record<string, () => string> = {
	moved: m.interviews_moved,
	'not-this-time': m.interviews_not_this_time,
	thinking: m.interviews_thinking
};

/** A code in words; one that is not known is shown as it is. */
export function coded(word: (code: never) => string, code: string): string {
	try {
		return word(code as never);
	} catch {
		return code;
	}
}

const CODES: Record<string, (code: string) => string> = {
	hersHow: (code) => coded(howWord, code),
	how: (code) => coded(howWord, code),
	told_how: (code) => coded(howWord, code),
	outcome: (code) => OUTCOMES[code]?.() ?? code,
	interpreterAs: (code) => INTERPRETERS[code]?.() ?? code,
	code: (code) => coded(topicWord, code),
	domain: (code) => coded(familyWord, code),
	when: (code) => coded(whenWord, code),
	ended: (code) => coded(endWord, code),
	help: (code) => (HELP_WORDS as Record<string, () => string>)[code]?.() ?? code,
	channel: (code) => (CHANNEL_WORDS as Record<string, () => string>)[code]?.() ?? code,
	state: (code) => (({ ...ANSWER_WORDS, ...STATE_WORDS }) as Record<string, () => string>)[code]?.() ?? code,
	basis: (code) => (code === 'asked' ? m.frame_asked() : m.frame_free())
};

/** One thing that was said: its name ('' for none) and its words. */
export type SaidPart = readonly [name: string, words: string, key: string];

/** Everything a sealed text holds, name and words, in the order of reading; what this page does not know yet comes last, as it is. */
export function saidParts(said: Entry, place: Place): SaidPart[] {
	const known = Object.keys(NAMES).filter((key) => Object.hasOwn(said, key));
	const unknown = Object.keys(said).filter((key) => !Object.hasOwn(NAMES, key) && !SILENT.has(key));
	return [...known, ...unknown].flatMap((key): SaidPart[] => {
		const words = wordsOf(key, said[key], place);
		return words === '' ? [] : [[NAMES[key]?.() ?? m.leaving_key_more(), words, key]];
	});
}

function wordsOf(key: string, value: unknown, place: Place): string {
	if (typeof value === 'string') return isDay(value) ? datedDay(value, place) : value && (CODES[key]?.(value) ?? value);
	if (typeof value === 'number') return String(value);
	if (value === true) return m.people_yes();
	if (value instanceof Date) return datedDay(value, place);
	if (Array.isArray(value))
		return value
			.map((one) => wordsOf(key, one, place))
			.filter(Boolean)
			.join('\n');
	if (typeof value === 'object' && value !== null)
		return Object.entries(value)
			.filter(([part]) => !SILENT.has(part))
			.map(([part, one]) => wordsOf(part, one, place))
			.filter(Boolean)
			.join(' · ');
	return '';
}
