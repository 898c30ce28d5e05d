import { clean } from '../web/form.ts';

/** What can be asked of the caseload, and how it stands in the address: the same list for a link, a bookmark or a printed sheet. */

export const SORTS = { nom: 'name', vue: 'met-long-ago', 'vue-recente': 'met-lately', suite: 'next' } as const;
export const TRACKS = {
	emploi: 'employment',
	formation: 'training',
	psychosocial: 'psychosocial',
	social: 'social',
	projet: 'project',
	logement: 'housing',
	sante: 'health'
} as const;
export const PLACES = { reference: 'lead', collegue: 'named', remplacement: 'cover' } as const;
export const MET = { recemment: 'this-month', mois: 'over-a-month', trimestre: 'over-three-months', jamais: 'not-yet' } as const;
export const NEXT = { semaine: 'within-a-week', prevue: 'planned', sans: 'none' } as const;

export type Sort = (typeof SORTS)[keyof typeof SORTS];
export type Track = (typeof TRACKS)[keyof typeof TRACKS];
export type Place = (typeof PLACES)[keyof typeof PLACES];
export type Met = (typeof MET)[keyof typeof MET];
export type Next = (typeof NEXT)[keyof typeof NEXT];

export interface CaseloadQuery {
	/** Fragments of a name, as typed; the database folds accents and case. */
	search: string;
	sort: Sort;
	track: Track | null;
	place: Place | null;
	met: Met | null;
	next: Next | null;
	ended: boolean;
	/** A sealed position: the page after it, or before it. */
	after: string | null;
	before: string | null;
}

/** Longest fragment that is looked for: a name is not longer. */
const LONGEST = 80;
const LONGEST_CURSOR = 1000;

/** What is looked for, as it was typed in a box or stands in an address: nothing invisible in it, no longer than a name. */
export function soughtIn(typed: string | null): string {
	return clean(typed ?? '').slice(0, LONGEST);
}

/** Anything the address says that is not one of the known words is taken as not said: never an error (and never SQL). */
export function readQuery(address: URLSearchParams): CaseloadQuery {
	const after = cursorIn(address.get('apres'));
	return {
		search: soughtIn(address.get('q')),
		sort: chosen(SORTS, address.get('tri')) ?? 'name',
		track: chosen(TRACKS, address.get('parcours')),
		place: chosen(PLACES, address.get('place')),
		met: chosen(MET, address.get('vue')),
		next: chosen(NEXT, address.get('suite')),
		ended: address.get('fin') === 'oui',
		after,
		before: after ? null : cursorIn(address.get('avant'))
	};
}

function chosen<T extends Record<string, string>>(known: T, word: string | null): T[keyof T] | null {
	return word !== null && Object.hasOwn(known, word) ? (known[word] as T[keyof T]) : null;
}

function cursorIn(word: string | null): string | null {
	return word && word.length <= LONGEST_CURSOR && /^[\w.-]+$/.test(word) ? word : null;
}

/** The word of the address for a value: the other way round of `readQuery`. */
export function wordOf<T extends Record<string, string>>(known: T, value: T[keyof T] | null): string | null {
	return Object.keys(known).find((word) => known[word] === value) ?? null;
}

/** The address of the same list with something changed; what is as usual is left out. A change of the list starts at its first page. */
export function addressOf(query: CaseloadQuery, change: Partial<CaseloadQuery> = {}): string {
	const asked = { ...query, after: null, before: null, ...change };
	const address = new URLSearchParams();
	const say = (name: string, value: string | null) => value && address.set(name, value);
	say('q', asked.search);
	say('parcours', wordOf(TRACKS, asked.track));
	say('place', wordOf(PLACES, asked.place));
	say('vue', wordOf(MET, asked.met));
	say('suite', wordOf(NEXT, asked.next));
	say('fin', asked.ended ? 'oui' : null);
	say('tri', asked.sort === 'name' ? null : wordOf(SORTS, asked.sort));
	say('apres', asked.after);
	say('avant', asked.before);
	const said = address.toString();
	return said ? `/personnes?${said}` : '/personnes';
}

/** Is anything narrowed? Sorting and turning pages narrow nothing. */
export function isNarrowed(query: CaseloadQuery): boolean {
	return query.search !== '' || query.ended || [query.track, query.place, query.met, query.next].some((value) => value !== null);
}

/** The list as it opens, its first page: what a day's work looks at again and again. Everything else is looking for somebody, or walking through. */
export function isAsItOpens(query: CaseloadQuery): boolean {
	return !isNarrowed(query) && query.sort === 'name' && query.after === null && query.before === null;
}
