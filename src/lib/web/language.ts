import { AsyncLocalStorage } from 'node:async_hooks';
import { locales, overwriteServerAsyncLocalStorage, type Locale } from '#lib/paraglide/runtime.js';
import { isHers } from '../space/paths.ts';
import { directionOf, languageOf, tagOf } from './languages.ts';

const speaking = new AsyncLocalStorage<{ locale?: Locale; origin?: string }>();
overwriteServerAsyncLocalStorage(speaking);

/**
 * Runs `work` in the language of the request, among those that are spoken there: its cookie, else what the browser prefers, else French.
 * Paraglide's own middleware does the same after copying the request twice, for addresses that hold a language; ours hold none.
 */
export function inLanguageOf<T>(request: Request, work: (locale: Locale) => T): T {
	const { pathname, origin } = new URL(request.url);
	const locale = languageOf(request.headers, isHers(pathname));
	return speaking.run({ locale, origin }, () => work(locale));
}

/** Runs `work` in a language that was chosen, whatever the request's: for what is made to be read by somebody else. */
export function inLanguage<T>(locale: Locale, work: () => T): T {
	return speaking.run({ ...speaking.getStore(), locale }, work);
}

/** What the first line of a page says of its language, worked out once. */
export const SPOKEN = Object.fromEntries(locales.map((locale) => [locale, `lang="${tagOf(locale)}" dir="${directionOf(locale)}"`]));
