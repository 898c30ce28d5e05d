import { z } from 'zod';
import { AppointmentFields } from '../appointments/rules.ts';
import { addDays } from '../frame/deadlines.ts';
import { isDay, line, version } from '../web/fields.ts';

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

/** The last day on which the desk may put an appointment. */
export const lastDaySeen = (today: string) => addDays(today, REACH_IN_DAYS);

/** One line of the list, named by a button. */
export const LineForm = z.object({ appointment: z.uuid('choice') });

/** Another time: the day, the hour and, when they meet here, the room. Neither the colleague nor the way to meet has a field. */
export const MoveForm = AppointmentFields.omit({ channel: true }).extend({ version: version() });

/** It will not be: no reason has a field. */
export const ReleaseForm = z.object({ version: version() });

/** The longest word, in characters: an hour, a number to call back, nothing of hers. */
export const MOST_OF_A_WORD = 300;
export const TellForm = z.object({
	text: line(MOST_OF_A_WORD).refine((said) => said !== '', 'required')
});

/** A word, named by a button: taken back by the desk, or read by whom it is for. */
export const WordForm = z.object({ word: z.uuid('choice') });
