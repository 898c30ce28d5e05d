import { inputDate } from '../ui/dates.ts';

/** Where an organisation is, and which day it is there. */
export interface Here {
	organization: string;
	country: 'BE' | 'FR';
	timeZone: string;
	/** The territory's plain day, `2026-11-22`. */
	today: string;
}

/** The place of a page below (desk), with its day; the hook has set it with the actor. */
export function hereOf(locals: { place: Omit<Here, 'today'> | null }, now = new Date()): Here {
	const place = locals.place ?? { organization: '', country: 'BE' as const, timeZone: 'Europe/Brussels' };
	return { ...place, today: inputDate(now, place.timeZone) };
}
