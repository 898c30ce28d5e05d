import { HELP_WORDS } from '../actions/words.ts';
import { m } from '../paraglide/messages.js';
import { howWord } from '../people/words.ts';
import { monthSpoken, shortDate, type Place } from '../ui/dates.ts';
import { inOneLine } from '../ui/lines.ts';
import type { Doing, Gain } from './gained.ts';
import type { Goal, Said, Step, Wording } from './goals.server.ts';
import { lineOf, STATES, wordsOf, type GoalState } from './rules.ts';

export const STATE_WORDS: Record<GoalState, () => string> = {
	open: m.goals_state_open,
	reached: m.goals_state_reached,
	paused: m.goals_state_paused,
	'let-go': m.goals_state_let_go
};

export const stateOptions = () => STATES.map((value) => ({ value, label: STATE_WORDS[value]() }));

/** "Dit par Nadia, de vive voix, noté par Aurore le 12 mars." */
export const saidWords = ({ how, by, at }: Wording, first: string, place: Place) =>
	by
		? m.goals_said_by({ name: first, how: howWord(how), by, date: shortDate(at, place) })
		: m.space_path_written_by({ first, date: shortDate(at, place) });

/** Whose yes it is, how it was given, who noted it. */
export const yesWords = ({ voice, how, by, said_on }: Said, first: string, place: Place) =>
	voice === 'person'
		? by
			? m.goals_yes_hers({ name: first, how: howWord(how), by, date: shortDate(said_on, place) })
			: m.space_path_yes_by({ first, date: shortDate(said_on, place) })
		: m.goals_yes_ours({ by, date: shortDate(said_on, place) });

/** Where an agreement stands; every answer is as good as another. */
export function standingWords({ standing, hers, ours }: Pick<Goal, 'standing'> & { hers: unknown; ours: unknown }, first: string): string {
	if (standing === 'wished') return m.goals_stands_wished();
	if (standing === 'agreed') return m.goals_stands_agreed();
	if (!hers && !ours) return m.goals_stands_both_missing({ name: first });
	return hers ? m.goals_stands_ours_missing() : m.goals_stands_hers_missing({ name: first });
}

/** The same on her own pages. */
export function herStandingWords({ standing, hers, ours }: Pick<Goal, 'standing' | 'hers' | 'ours'>): string {
	if (standing === 'wished') return m.space_path_stands_wished();
	if (standing === 'agreed') return m.space_path_stands_agreed();
	if (!hers && !ours) return m.space_path_stands_both();
	return hers ? m.space_path_stands_ours() : m.space_path_stands_hers();
}

/** "le portail : ensemble en mars, sans aide en juin": words and months, never a figure. */
export function gainWords(gain: Gain, goals: readonly Goal[], place: Place, what = gainAbout(gain, goals)): string {
	const times = gain.times.map(({ help, on }) => m.goals_gained_time({ help: HELP_WORDS[help](), month: monthSpoken(on, place) }));
	return m.goals_gained_line({ what, times: inOneLine(times, place.locale) });
}

/** What was gained, in the words it was said in. A sentence of hers goes on in the line: its own full stop would stand in the middle. */
export function gainAbout({ what, goal_id }: Gain, goals: readonly Goal[]): string {
	const goal = goals.find(({ id }) => id === goal_id);
	return (what || (goal ? lineOf(wordsOf(goal)) : '')).replace(/\.$/, '');
}

/** First names of those who read a goal, the person's first. */
export const readerNames = ({ readers }: Pick<Goal, 'readers'>, first: string) => [first, ...readers.map(({ first_name }) => first_name)];

/** "fait le 12 mars, ensemble"; nothing for a step that is ahead. */
export function stepWords({ done_on, help }: Pick<Step, 'done_on' | 'help'>, place: Place): string {
	if (!done_on) return '';
	const date = shortDate(done_on, place);
	return help ? m.goals_step_done_how({ date, help: HELP_WORDS[help]() }) : m.goals_step_done_at({ date });
}

/** Earlier things that something may be the same as, for a choice: "demander l’attestation, en mars". */
export const sameOptions = (doings: readonly Doing[], of: { id: string; on: string | null }, place: Place) =>
	doings
		.filter(({ id, help, on }) => id !== of.id && help !== null && of.on !== null && on <= of.on)
		.toSorted((a, b) => (a.on < b.on ? 1 : -1))
		.map(({ id, text, called, on }) => ({
			value: id,
			label: m.goals_same_before({ what: lineOf(called || text), month: monthSpoken(on, place) })
		}));
