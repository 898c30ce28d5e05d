import { OTHER } from '../needs/codes.ts';
import { datedDay, shortDate, type Place } from '../ui/dates.ts';
import { directionOf, tagOf } from '../web/languages.ts';
import type { SheetLanguage, SheetWords } from './languages.ts';
import { said, shortened, type PlanChoice, type PlanSource, type Said } from './rules.ts';
import { sheetWords, whenWords } from './words.ts';

/** One line of a sheet, as the template takes it: Cheminer's words are plain, those of people come with their direction. */
export interface SheetLine {
	lead?: string;
	colon?: string;
	words?: Said;
	/** A number, read from left to right. */
	phone?: string;
	small?: string;
	/** A box to tick by hand. */
	tick?: boolean;
}
export interface SheetSection {
	title: string;
	items: SheetLine[];
}

/** What the plan's template is given. */
export interface PlanSheet {
	title: string;
	heading: string;
	name?: Said;
	lang: string;
	rtl: boolean;
	printed: string;
	/** Something was shortened: the sheet says that the rest is on her pathway. */
	cut: boolean;
	words: { more: string; lost: string; notes: string };
	/** Three faces' worth, most needed first: the one that stays in front, the one at the back, the two inside. */
	front: SheetSection[];
	back: SheetSection[];
	inside: SheetSection[];
}

/** As many signs of one text as a folded sheet bears. */
const MOST = { name: 60, place: 120, matters: 320, job: 70, address: 120, line: 240 };
const ORDER = { person: 0, both: 1, practitioner: 2, other: 3 };

/**
 * Her plan, ready to be set: only what was ticked, in the chosen language; what somebody wrote stays as it was written.
 * @param place where the day is, and the language of the page: that in which the organisation writes
 */
export function composePlan(source: PlanSource, choice: PlanChoice, place: Place): PlanSheet {
	const words = sheetWords(choice.language);
	let cut = false;
	const wrote = (text: string, most: number) => {
		const short = shortened(text, most);
		cut ||= short.length < text.trim().length;
		return said(short, place.locale);
	};
	const parts = { source, keys: choice.keys, words, wrote, place: { ...place, locale: choice.language } };
	const front = [nextSection(parts, choice.language), ...mattersSection(parts)];
	const back = peopleSection(parts);
	const inside = [...beforeSection(parts), ...ownSections(parts)];
	return {
		title: words.plan,
		heading: words.plan,
		...(choice.named ? { name: wrote(source.name, MOST.name) } : {}),
		lang: tagOf(choice.language),
		rtl: directionOf(choice.language) === 'rtl',
		printed: words.printed(datedDay(place.now, parts.place)),
		cut,
		words: { more: words.more, lost: words.lost, notes: words.notes },
		front,
		back,
		inside
	};
}

interface Parts {
	source: PlanSource;
	keys: ReadonlySet<string>;
	words: SheetWords;
	wrote: (text: string, most: number) => Said;
	place: Place;
}

const section = (title: string, items: SheetLine[]): SheetSection[] => (items.length > 0 ? [{ title, items }] : []);

function nextSection({ source, keys, words, wrote, place }: Parts, language: SheetLanguage): SheetSection {
	const { next } = source;
	const items: SheetLine[] = [];
	if (next && keys.has('date')) items.push({ lead: whenWords(next.at, language, place) });
	if (next && keys.has('avec')) items.push({ lead: words.with(next.with) });
	if (next && keys.has('lieu')) {
		items.push({ words: said(words.channels[next.channel], language) });
		if (next.place) items.push({ words: wrote(next.place, MOST.place) });
	}
	return { title: words.next, items: items.length > 0 ? items : [{ words: said(words.nextNone, language) }] };
}

function mattersSection({ source, keys, words, wrote }: Parts): SheetSection[] {
	return section(words.matters, keys.has('compte') ? [{ words: wrote(source.matters, MOST.matters) }] : []);
}

/** Who walks with her, then where they are found. */
function peopleSection({ source, keys, words, wrote }: Parts): SheetSection[] {
	const { house } = source;
	const roles = { lead: words.lead, cover: words.cover, named: '' };
	const people = source.people
		.filter(({ id }) => keys.has(`p.${id}`))
		.map(({ name, place, job }): SheetLine => ({
			lead: name,
			...(job ? { words: wrote(job, MOST.job) } : {}),
			...(roles[place] ? { small: roles[place] } : {})
		}));
	const reach: SheetLine[] = [];
	if (keys.has('maison')) reach.push({ lead: house.name, ...(house.address ? { words: wrote(house.address, MOST.address) } : {}) });
	if (keys.has('telephone')) reach.push({ lead: words.phone, colon: words.colon, phone: house.phone });
	return section(words.people, [...people, ...reach]);
}

/** Who does it, at the start of a line of her sheet: herself, both, a first name, or whoever else was named. */
export function doer({ owner, by, who }: Pick<PlanSource['actions'][number], 'owner' | 'by' | 'who'>, words: SheetWords): string {
	if (owner === 'person') return words.me;
	if (owner === 'both') return words.both;
	return (owner === 'practitioner' ? by : who) || words.other;
}

/** What each does before next time, hers first, each with a box of her own to tick. */
function beforeSection({ source, keys, words, wrote, place }: Parts): SheetSection[] {
	const chosen = source.actions.filter(({ id }) => keys.has(`a.${id}`)).sort((a, b) => ORDER[a.owner] - ORDER[b.owner]);
	const items = chosen.map(({ owner, by, who, text, due_on }): SheetLine => ({
		lead: doer({ owner, by, who }, words),
		colon: words.colon,
		words: wrote(text, MOST.line),
		tick: owner === 'person' || owner === 'both',
		...(due_on ? { small: words.due(shortDate(due_on, place)) } : {})
	}));
	return section(words.before, items);
}

/** Her small steps, what is agreed or wished, what she needs. */
function ownSections({ source, keys, words, wrote }: Parts): SheetSection[] {
	const goals = source.goals.filter(({ id }) => keys.has(`o.${id}`));
	const line = ({ text }: { text: string }): SheetLine => ({ words: wrote(text, MOST.line) });
	const steps = source.steps.filter(({ id }) => keys.has(`s.${id}`));
	const needs = source.needs.filter(({ id }) => keys.has(`b.${id}`));
	return [
		...section(words.agreed, goals.filter(({ agreed }) => agreed).map(line)),
		...section(words.wish, goals.filter(({ agreed }) => !agreed).map(line)),
		...section(
			words.steps,
			steps.map((step) => ({ ...line(step), tick: true }))
		),
		...section(
			words.needs,
			needs.map(({ code, label, words: own }): SheetLine => ({
				...(code === OTHER ? {} : { lead: words.topic(code) }),
				...(own || code === OTHER ? { words: wrote([code === OTHER && label, own].filter(Boolean).join('. '), MOST.line) } : {})
			}))
		)
	];
}
