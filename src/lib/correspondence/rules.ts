import { z } from 'zod';
import { day, id, ids, isDay, text, ticked } from '../web/fields.ts';

/** What a message may hold, in characters: a page and a half. */
export const MOST = 4000;

/** How long one may speak, in seconds; and what a recorder may be late by when it stops. */
export const LONGEST_VOICE = 120;
export const LATE = 5;

/** A message: in which part, by her; with whom, by both. Its text may be empty when something is said or joined. */
export const MessageForm = z.object({ text: text(MOST), readers: ids(), part: id() });
export type MessageForm = z.infer<typeof MessageForm>;

/** One message, named by a button. */
export const OneMessageForm = z.object({ message: z.uuid('choice') });

/** The messages that stood on the page, which I have read. */
export const ReadForm = z.object({ messages: ids() });

/** Days of the week, 1 for Monday, as ISO 8601 counts them. */
export const WEEK = ['1', '2', '3', '4', '5', '6', '7'] as const;

/** On which days I read messages, and when I am away. */
export const DaysForm = z
	.object({ days: z.array(z.enum(WEEK, 'choice')).max(7, 'too_long').default([]), from: day(), until: day() })
	.superRefine(({ from, until }, at) => {
		if (until !== null && from === null) at.addIssue({ code: 'custom', path: ['from'], message: 'required' });
		if (from !== null && until === null) at.addIssue({ code: 'custom', path: ['until'], message: 'required' });
		if (from !== null && until !== null && until < from) at.addIssue({ code: 'custom', path: ['until'], message: 'date' });
	});
export type DaysForm = z.infer<typeof DaysForm>;

const hours = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n);

/** Between which hours her quiet time may begin, and end: the database holds to the same. */
export const QUIET_FROM = hours(17, 23);
export const QUIET_UNTIL = hours(6, 11);
const hourOf = (offered: readonly number[], usual: number) =>
	z.coerce
		.number('choice')
		.refine((hour) => offered.includes(hour), 'choice')
		.default(usual);

/** How she is told that something waits: at one of her safe addresses, or not at all; and when not. */
export const NoticeForm = z.object({
	part: id(),
	contact: id(),
	from: hourOf(QUIET_FROM, 20),
	until: hourOf(QUIET_UNTIL, 8),
	saturday: ticked(),
	sunday: ticked()
});
export type NoticeForm = z.infer<typeof NoticeForm>;

/** The days on which somebody reads messages, as they are kept. */
export interface ReadingDays {
	days: number[];
	away_from: string | null;
	away_until: string | null;
}

/** What is to be said of them today. */
export type SaidOfDays = { kind: 'away'; until: string } | { kind: 'days'; days: number[] } | { kind: 'unsaid' };

/** @param today a plain day; an absence that has not begun yet is not told */
export function saidOf(days: ReadingDays | undefined, today: string): SaidOfDays {
	const { away_from, away_until } = days ?? {};
	if (away_from && away_until && isDay(today) && away_from <= today && today <= away_until) return { kind: 'away', until: away_until };
	return days && days.days.length > 0 ? { kind: 'days', days: days.days.toSorted((a, b) => a - b) } : { kind: 'unsaid' };
}
