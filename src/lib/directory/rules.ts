import { NEED_CODES, OTHER, type NamedCode } from '../needs/codes.ts';
import { clean } from '../web/form.ts';
import { COSTS, PUBLICS, WELCOME_MODES } from './codes.ts';

/** What can be asked of the directory, and how it stands in the address: the same results for a link, a bookmark or a printed list. */
export interface DirectoryQuery {
	/** As typed. */
	words: string;
	need: NamedCode | null;
	/** A town or a postcode, as typed. */
	place: string;
	/** Kilometres around the place; null = however far. */
	within: number | null;
	public: (typeof PUBLICS)[number] | null;
	cost: (typeof COSTS)[number] | null;
	mode: (typeof WELCOME_MODES)[number] | null;
	/** From 1. */
	page: number;
}

/** Kilometres that may be chosen around a place. */
export const DISTANCES = [5, 10, 20, 50] as const;
export const PAGE_SIZE = 20;
/** Nobody turns so many pages; further on, words or a place say more. */
const LAST_PAGE = 50;
/** Characters that are looked at. */
const LONGEST = 200;

const NAMED = NEED_CODES.filter((code): code is NamedCode => code !== OTHER);
const among = <T>(list: readonly T[], said: unknown): T | null => list.find((one) => one === said) ?? null;
const typed = (address: URLSearchParams, name: string) => clean(address.get(name) ?? '').slice(0, LONGEST);

/** Anything the address says that is none of the known words is taken as not said: never an error. */
export function readDirectoryQuery(address: URLSearchParams): DirectoryQuery {
	const page = Number(address.get('page'));
	return {
		words: typed(address, 'q'),
		need: among(NAMED, address.get('besoin')),
		place: typed(address, 'lieu'),
		within: among(DISTANCES, Number(address.get('rayon'))),
		public: among(PUBLICS, address.get('public')),
		cost: among(COSTS, address.get('frais')),
		mode: among(WELCOME_MODES, address.get('accueil')),
		page: Number.isInteger(page) && page >= 1 ? Math.min(page, LAST_PAGE) : 1
	};
}

/** The address of these results, or of another page of them. */
export function directoryAddress(query: DirectoryQuery, page = 1): string {
	const said = Object.entries({
		q: query.words,
		besoin: query.need,
		lieu: query.place,
		rayon: query.within,
		public: query.public,
		frais: query.cost,
		accueil: query.mode,
		page: page > 1 ? page : null
	}).filter(([, value]) => value !== null && value !== '');
	const address = new URLSearchParams(said.map(([name, value]) => [name, String(value)])).toString();
	return address ? `/annuaire?${address}` : '/annuaire';
}

/** Is anything asked at all? */
export const isAsked = (query: DirectoryQuery): boolean => directoryAddress(query) !== '/annuaire';

/** How an entry looks by its age: who maintains it said it lately, a while ago, or so long ago that one rings first. */
export type Freshness = 'fresh' | 'ageing' | 'stale';

/** Under six months, under two years, older (data·inclusion's own measure of quality: 1 under six months, 0 at two years). */
export function freshnessOf(updatedOn: string, today: string): Freshness {
	const days = (Date.parse(today) - Date.parse(updatedOn)) / 86_400_000;
	if (days <= 183) return 'fresh';
	return days <= 731 ? 'ageing' : 'stale';
}

/** "1 km", "12 km": no more exact than anybody walks or rides. */
export const kilometres = (distance: number): number => (distance < 1 ? 1 : Math.round(distance));
