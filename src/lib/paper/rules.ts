import type { Channel } from '../appointments/rules.ts';
import type { Owner } from '../actions/rules.ts';
import type { NeedCode } from '../needs/codes.ts';
import { baseLocale } from '../paraglide/runtime.js';
import { writtenIn } from '../ui/tongue.ts';
import { tagOf } from '../web/languages.ts';
import { SHEET_LANGUAGES, type SheetLanguage } from './languages.ts';

/** What could stand on her plan: everything that is hers and that I may read. Never a memo, never the text of an interview. */
export interface PlanSource {
	/** Alias in concealed mode. */
	name: string;
	concealed: boolean;
	next: { at: Date; with: string; channel: Channel; place: string } | null;
	matters: string;
	people: { id: string; name: string; place: 'lead' | 'named' | 'cover'; job: string }[];
	house: { name: string; address: string; phone: string };
	actions: { id: string; text: string; owner: Owner; by: string | null; who: string; due_on: string | null }[];
	goals: { id: string; text: string; agreed: boolean }[];
	steps: { id: string; text: string }[];
	/** Her own name for a need stands for a topic that no list holds; what she said of it, and whether it is she who speaks of it. */
	needs: { id: string; code: NeedCode; label: string; words: string; hers: boolean }[];
}

/**
 * One line that can be ticked. Its key is all that travels in the address: a flag, or a letter and the id of a row, so that no text ever
 * stands in a history or a log.
 */
export interface PlanLine {
	key: string;
	part: 'next' | 'matters' | 'people' | 'before' | 'goals' | 'steps' | 'needs';
}

/** What was chosen: nothing of it is stored. */
export interface PlanChoice {
	language: SheetLanguage;
	named: boolean;
	keys: ReadonlySet<string>;
}

/** Says in an address that boxes were sent: with none ticked, nothing else would tell "nothing" from "as usual". */
export const CHOSEN = 'choix';
export const LINE = 'ligne';

/** The lines of her plan, in the order of the sheet. In concealed mode the organisation's name is not offered: the paper may be found. */
export function linesOf(source: PlanSource): PlanLine[] {
	const { next, house } = source;
	const flags = (part: PlanLine['part'], ...keys: (string | false)[]) => keys.filter((key) => key !== false).map((key) => ({ key, part }));
	const rows = (part: PlanLine['part'], letter: string, all: readonly { id: string }[]) =>
		all.map(({ id }) => ({ key: `${letter}.${id}`, part }));
	return [
		...flags('next', next !== null && 'date', next !== null && 'avec', next !== null && 'lieu'),
		...flags('matters', source.matters !== '' && 'compte'),
		...rows('people', 'p', source.people),
		...flags('people', !source.concealed && 'maison', house.phone !== '' && 'telephone'),
		...rows('before', 'a', source.actions),
		...rows('goals', 'o', source.goals),
		...rows('steps', 's', source.steps),
		...rows('needs', 'b', source.needs)
	];
}

/** Hardly anything is noted yet: the sheet leaves room to write. */
export const isBare = ({ next, matters, actions, goals, needs }: PlanSource): boolean =>
	!next && matters === '' && actions.length + goals.length + needs.length === 0;

/** What is ticked before anybody chose: everything that is hers (not a need of which she said nothing); in concealed mode the day and the hour. */
export function usualKeys(source: PlanSource): string[] {
	const keys = linesOf(source).map(({ key }) => key);
	if (source.concealed) return keys.filter((key) => key === 'date');
	const notHers = new Set(source.needs.filter(({ hers }) => !hers).map(({ id }) => `b.${id}`));
	return keys.filter((key) => !notHers.has(key));
}

/**
 * The choice an address says. Only lines of this very plan count: an id of anything else is as if it were not there.
 * @param usual the language of the page, when none was chosen
 */
export function readPlanChoice(address: URLSearchParams, source: PlanSource, usual: string): PlanChoice {
	const offered = new Set(linesOf(source).map(({ key }) => key));
	const asked = address.has(CHOSEN) ? address.getAll(LINE) : usualKeys(source);
	return {
		language: sheetLanguage(address.get('langue'), usual),
		named: address.get('nom') !== 'sans',
		keys: new Set(asked.filter((key) => offered.has(key)))
	};
}

/** A language that sheets speak, or the page's, or French. */
export function sheetLanguage(asked: string | null, usual: string): SheetLanguage {
	return SHEET_LANGUAGES.find((one) => one === asked) ?? SHEET_LANGUAGES.find((one) => one === usual) ?? 'fr';
}

/** What somebody wrote, and how it is to be read wherever it stands. */
export interface Said {
	text: string;
	rtl: boolean;
	lang: string;
}

/**
 * The first letter that has a direction decides, as a browser's `dir="auto"` does.
 * @param written the language it is most likely in, where nothing tells
 */
export function said(text: string, written: string): Said {
	const first = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{L}]/u.exec(text)?.[0] ?? '';
	const scripts: [RegExp, string][] = [
		[/\p{Script=Arabic}/u, 'ar'],
		[/\p{Script=Hebrew}/u, 'he'],
		[/\p{Script=Cyrillic}/u, 'uk']
	];
	const known = scripts.find(([script]) => script.test(first))?.[1];
	// What her Arabic page tells of a text in our letters is that it is not Arabic.
	const usual = /^(?:ar|uk)$/.test(written) && /\p{Script=Latin}/u.test(first) ? baseLocale : tagOf(written);
	const lang = known ?? (writtenIn(text) || usual);
	return { text, rtl: /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(first), lang };
}

/** At most this many signs, cut between two words and saying so; the rest is on her pathway. */
export function shortened(text: string, most: number): string {
	const signs = [...text.trim()];
	if (signs.length <= most) return signs.join('');
	const cut = signs.slice(0, most - 1).join('');
	const space = cut.search(/\s\S*$/);
	return `${(space > most / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
