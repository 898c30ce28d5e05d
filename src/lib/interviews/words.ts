import { CHANNEL_WORDS } from '../appointments/words.ts';
import type { Channel } from '../appointments/rules.ts';
import { m } from '../paraglide/messages.js';
import { daysAway, inputDate, inputTime, longDate, relativeDay, type Place } from '../ui/dates.ts';
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
