import { CHANNEL_WORDS } from '../appointments/words.ts';
import type { Channel } from '../appointments/rules.ts';
import { m } from '../paraglide/messages.js';
import { daysAway, longDate, relativeDay, type Place } from '../ui/dates.ts';
import type { Outcome } from './rules.ts';

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
