import type { WorryProfile } from '../frame/country/profile.ts';
import { m } from '../paraglide/messages.js';

/** What cannot wait for an answer, in the order in which it is looked for. */
const URGENT = ['danger', 'distress', 'violence', 'text'] as const;
export type Urgent = (typeof URGENT)[number];

export const URGENT_WORDS: Record<Urgent, () => string> = {
	danger: m.space_messages_urgent_danger,
	distress: m.space_messages_urgent_distress,
	violence: m.space_messages_urgent_violence,
	text: m.space_messages_urgent_text
};

/** The numbers of a country, by what happens: the same that a practitioner finds who is worried. */
export const urgentNumbers = ({ numbers }: WorryProfile) =>
	URGENT.map((of) => ({ of, numbers: numbers[of].map(({ number, dial }) => ({ number, dial })) }));

/** The first of June 2026 is a Monday. */
const MONDAY = Date.UTC(2026, 5, 1);

/** Days of the week in words, `lundi`: 1 is Monday. */
export function weekdays(days: readonly number[], locale: string): string[] {
	const format = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
	return days.map((day) => format.format(MONDAY + (day - 1) * 86_400_000));
}
