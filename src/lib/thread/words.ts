import { m } from '../paraglide/messages.js';
import { listNames, shortDate, type Place } from '../ui/dates.ts';
import type { Companion, PathwayPage } from './thread.server.ts';

const TRACK: Record<string, () => string> = {
	employment: m.thread_track_employment,
	training: m.thread_track_training,
	psychosocial: m.thread_track_psychosocial,
	social: m.thread_track_social,
	project: m.thread_track_project,
	housing: m.thread_track_housing,
	health: m.thread_track_health
};

const KIND: Record<Companion['kind'], () => string> = { lead: m.thread_lead, named: m.thread_colleague, cover: m.thread_cover };

/** "personne de référence", "suivi social", "remplacement": what someone around her does. */
export function companionRole({ kind, track }: Companion): string {
	const words = track ? (TRACK[track]?.() ?? track) : null;
	if (kind === 'named' && words) return lower(words);
	return words && kind === 'lead' ? `${KIND.lead()}, ${lower(words)}` : KIND[kind]();
}

/** "Nous cheminons depuis le 4 mars. Parcours emploi avec Aurore, suivi social avec Paul-Henri." */
export function openingWords(page: Pick<PathwayPage, 'opened_on' | 'ended_on' | 'companions'>, place: Place): string {
	const since = page.ended_on
		? m.thread_walked({ from: shortDate(page.opened_on, place), to: shortDate(page.ended_on, place) })
		: m.thread_since({ date: shortDate(page.opened_on, place) });
	const walking = page.companions.filter(({ kind }) => kind !== 'cover').map((one, index) => withWhom(one, index));
	if (page.ended_on) return since;
	return walking.length > 0 ? `${since} ${capital(listNames(walking, place.locale))}.` : `${since} ${m.thread_no_lead()}`;
}

function withWhom({ first_name, track }: Companion, index: number): string {
	if (!track) return m.thread_with_plain({ name: first_name });
	const words = TRACK[track]?.() ?? track;
	return m.thread_with({ track: index === 0 ? words : lower(words), name: first_name });
}

const lower = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);
const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
