import { needWord } from '../needs/words.ts';
import { m } from '../paraglide/messages.js';
import { shortDate, type Place } from '../ui/dates.ts';
import type { Ended } from './rules.ts';
import type { About } from './views.server.ts';

/** "Entretien du 12 mars", "Ce qui compte pour Nadia": what a shown text is. */
export function aboutWords({ kind, on, code, label = '' }: About, first: string, place: Place): string {
	if (kind === 'note') return m.views_about_note({ date: shortDate(on ?? '', place) });
	if (kind === 'need' && code) return needWord({ code, label });
	return kind === 'matters' ? m.views_about_matters({ name: first }) : m.views_about_side();
}

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
