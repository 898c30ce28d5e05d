import { z } from 'zod';
import { instantOf } from '../ui/dates.ts';
import { version } from '../web/fields.ts';

/** How many months a memo may last from the day it was written; six unless a shorter or longer one is chosen. */
export const MEMO_MONTHS = [1, 3, 6, 12] as const;
export type MemoMonths = (typeof MEMO_MONTHS)[number];
export const USUAL_MEMO_MONTHS: MemoMonths = 6;

const months = z
	.enum(MEMO_MONTHS.map(String) as [string, ...string[]], 'choice')
	.default(String(USUAL_MEMO_MONTHS))
	.transform(Number);

export const MemoForm = z.object({ text: z.string().min(1, 'required').max(20_000, 'too_long'), months });
export const MemoChange = MemoForm.extend({ version: version() });

/** The last day of a memo: so many months after the day it was written; the last of the month when that day does not exist. */
export function lastDay(written: string, months: number): string {
	const [year = 0, month = 1, day = 1] = written.split('-').map(Number);
	const length = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
	return new Date(Date.UTC(year, month - 1 + months, Math.min(day, length))).toISOString().slice(0, 10);
}

/** The instant from which a memo is gone: the end of its last day, where it was written. */
export function expiryOf(last: string, zone: string): Date {
	const after = new Date(Date.parse(`${last}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
	return instantOf(after, '00:00', zone) ?? new Date(NaN);
}
