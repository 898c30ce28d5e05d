import type { Typed } from '../web/form.ts';
import { isDay } from '../web/fields.ts';

/** The furthest day ahead whose blank sheet may be printed; what is written up is never ahead. */
const SHEET_AHEAD_IN_DAYS = 31;

/**
 * The day that an address or a form asks for; today when it asks for none, or for one that is no day or lies too far ahead.
 * @param today in the territory's zone
 * @param ahead whether a coming day may be asked for: a sheet is printed the evening before
 */
export function dayAsked(asked: string | null, today: string, ahead = false): string {
	if (!asked || !isDay(asked)) return today;
	return asked <= (ahead ? dayAfter(today, SHEET_AHEAD_IN_DAYS) : today) ? asked : today;
}

/** The plain day so many days later (or earlier, when negative). */
export function dayAfter(day: string, days: number): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** What a line shows before anybody touched it: who reads it beside me, and by which way. Sent with the line, to be compared. */
export function blankOf(named: readonly { id: string; me: boolean }[], channel: string): string {
	return [...readersIn(named.filter(({ me }) => !me).map(({ id }) => id)), channel].join(' ');
}

/** Somebody unticked a name or changed the way, without a word yet: that choice is kept like a word. */
export function isTouched(typed: Typed): boolean {
	const readers = Array.isArray(typed['readers']) ? typed['readers'].filter((one): one is string => typeof one === 'string') : [];
	const { blank, channel } = typed;
	return typeof blank === 'string' && blank !== [...readersIn(readers), typeof channel === 'string' ? channel : ''].join(' ');
}

const readersIn = (ids: readonly string[]) => [...ids].sort();
