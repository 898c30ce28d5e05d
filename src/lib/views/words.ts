import { needWord } from '../needs/words.ts';
import { m } from '../paraglide/messages.js';
import { shortDate, type Place } from '../ui/dates.ts';
import type { Ended } from './rules.ts';
import type { About, Shown } from './shown.ts';

/** "Entretien du 12 mars", "Ce qui compte pour Nadia": what a shown text is, to whoever may read none of its words. */
export function aboutWords({ kind, on }: About, first: string, place: Place): string {
	switch (kind) {
		case 'note':
			return m.views_about_note({ date: shortDate(on ?? '', place) });
		case 'need':
			return m.views_about_need();
		case 'goal':
			return m.views_about_goal();
		default:
			return kind === 'matters' ? m.views_about_matters({ name: first }) : m.views_about_side();
	}
}

/** The same to whoever reads it: a need by its name. */
export const shownWords = (shown: Shown, first: string, place: Place): string =>
	shown.need ? needWord(shown.need) : aboutWords(shown, first, place);

const ENDED: Record<Exclude<Ended, 'her-word'>, () => string> = {
	answered: m.views_ended_answered,
	declined: m.views_ended_declined,
	asker: m.views_ended_asker,
	closed: m.views_ended_closed,
	over: m.views_ended_over
};

/** How a view ended, calmly. */
export const endedWords = (how: Ended, first: string) => (how === 'her-word' ? m.views_ended_her_word({ name: first }) : ENDED[how]());

/** The name a colleague out of reach is shown; a person without one here is a person all the same. */
export const shownOr = (name: string) => name || m.views_somebody();
