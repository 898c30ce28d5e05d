import { addDays } from '../frame/deadlines.ts';
import { isDay } from '../web/fields.ts';

/** The front desk sees a week on each side of today, no further (decisions 6). */
const REACH_IN_DAYS = 7;

/**
 * The day that the address asks for, if the front desk may see it; today otherwise.
 * @param wanted what the address says, if anything
 * @param today in the territory's zone
 */
export function dayWanted(wanted: string | null, today: string): string {
	if (!wanted || !isDay(wanted)) return today;
	return wanted >= addDays(today, -REACH_IN_DAYS) && wanted <= addDays(today, REACH_IN_DAYS) ? wanted : today;
}

/** The days on each side that may be seen too; null at the end. */
export function daysBeside(day: string, today: string): { before: string | null; after: string | null } {
	const [before, after] = [addDays(day, -1), addDays(day, 1)];
	return { before: dayWanted(before, today) === before ? before : null, after: dayWanted(after, today) === after ? after : null };
}
