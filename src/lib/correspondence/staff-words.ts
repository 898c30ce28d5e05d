import { m } from '../paraglide/messages.js';
import { listNames, longDate, type Place } from '../ui/dates.ts';
import type { SaidOfDays } from './rules.ts';
import { weekdays } from './words.ts';

/** What those whom I accompany are told of when I read messages. */
export function daysSaid(days: SaidOfDays, place: Place): string {
	if (days.kind === 'away') return m.correspondence_days_away({ date: longDate(days.until, place) });
	if (days.kind === 'days') return m.correspondence_days_said({ days: listNames(weekdays(days.days, place.locale), place.locale) });
	return m.correspondence_days_unsaid();
}
