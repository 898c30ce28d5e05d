import { baseLocale, cookieName, getTextDirection, locales, type Locale } from '../paraglide/runtime.js';

/** The languages of the desk. Her space, and what is given to her, speak every one of `locales`. */
export const DESK_LANGUAGES = ['fr', 'en', 'nl'] as const satisfies readonly Locale[];
export const HER_LANGUAGES = locales;

/** Each language by its own name: whoever reads it finds it. */
export const LANGUAGE_NAMES: Record<Locale, string> = {
	fr: 'Français',
	'fr-easy': 'Français facile à lire',
	en: 'English',
	nl: 'Nederlands',
	ar: 'العربية',
	uk: 'Українська',
	tr: 'Türkçe'
};

/** Chosen in her space, for her space alone: the desk, in the same browser, goes on in its own. */
export const HER_COOKIE = 'ma-langue';

/** The language of a page, as browsers, voices and dictionaries know it: easy French is French. */
export const tagOf = (locale: string): string => (locale === 'fr-easy' ? 'fr' : locale);

export const directionOf = (locale: Locale): 'ltr' | 'rtl' => getTextDirection(tagOf(locale));

/**
 * The language to speak to whoever asks: the one chosen here before, else the first that the browser prefers, among those that are spoken
 * there; else French.
 * @param hers whether a page of her space is asked for
 */
export function languageOf(headers: Headers, hers: boolean): Locale {
	const spoken: readonly Locale[] = hers ? HER_LANGUAGES : DESK_LANGUAGES;
	const cookies = headers.get('cookie') ?? '';
	const chosen = (hers ? [HER_COOKIE, cookieName] : [cookieName]).map((name) => cookieNamed(name, cookies));
	const wanted = [...chosen, ...preferred(headers.get('accept-language') ?? '')];
	for (const tag of wanted) {
		const found = spoken.find((locale) => locale === tag) ?? spoken.find((locale) => locale === tag.split('-')[0]);
		if (found) return found;
	}
	return baseLocale;
}

function cookieNamed(name: string, cookies: string): string {
	return cookies.match(`(?:^|; ?)${name}=([^;]*)`)?.[1] ?? '';
}

/** What a browser asks for, the dearest first: "ar-MA,fr;q=0.8,en;q=0.5". */
function preferred(accepted: string): string[] {
	return accepted
		.slice(0, 500)
		.split(',')
		.map((one) => {
			const [tag = '', ...rest] = one.trim().toLowerCase().split(';');
			const weight = Number(
				rest
					.find((part) => part.trim().startsWith('q='))
					?.trim()
					.slice(2) ?? 1
			);
			return { tag, weight: Number.isNaN(weight) ? 0 : weight };
		})
		.filter(({ weight }) => weight > 0)
		.sort((one, other) => other.weight - one.weight)
		.map(({ tag }) => tag);
}
