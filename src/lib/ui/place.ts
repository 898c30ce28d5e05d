import { getContext, setContext } from 'svelte';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { Place } from './dates.ts';

const KEY = 'place';

/**
 * Says for all parts below from where dates are read. Called once by the shell, with the territory's zone.
 * The present is taken here, so that one page speaks of one single now.
 */
export function setPlace(zone: string, now = new Date()): Place {
	return setContext<Place>(KEY, { locale: getLocale(), zone, now });
}

/** The place set by the shell; without one (a bare page), the language of the request and the zone of Paris and Brussels. */
export function getPlace(): Place {
	return getContext<Place | undefined>(KEY) ?? { locale: getLocale(), zone: 'Europe/Paris', now: new Date() };
}
