import { z } from 'zod';
import { CHANNELS } from '../appointments/rules.ts';
import { day, oneOf, text } from '../web/fields.ts';

/** A moment with several people, with a note common to all; or two people met together, who have two files and nothing in common. */
export const SHAPES = ['group', 'two'] as const;
export type Shape = (typeof SHAPES)[number];

/** More people than a workshop holds. */
export const MOST_PEOPLE = 30;

/** What an address or a form asks for. */
export const shapeOf = (asked: string | null | undefined): Shape => (asked === 'two' || asked === 'deux' ? 'two' : 'group');

/** What stands above the lines. */
export const GroupForm = z.object({ held_on: day(), channel: oneOf(CHANNELS), common: text(50_000), shape: z.enum(SHAPES).catch('group') });
export type GroupForm = z.infer<typeof GroupForm>;

/** Why these people cannot be written up together, as a code, or null. */
export function whyNotTogether(people: readonly string[], shape: Shape): 'choose_someone' | 'choose_two' | 'too_many' | null {
	if (shape === 'two') return people.length === 2 ? null : 'choose_two';
	if (people.length === 0) return 'choose_someone';
	return people.length > MOST_PEOPLE ? 'too_many' : null;
}

/** Letters as they are compared: without case, accents or ligatures. */
const fold = (word: string) => word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('œ', 'oe').replaceAll('æ', 'ae');

const WORD = /[\p{L}\p{M}]+(?:-[\p{L}\p{M}]+)*/gu;

/** The words by which somebody would be recognised: every word of her names but an initial. */
function wordsOfName(name: string): string[] {
	const whole = [...name.matchAll(WORD)].map(([word]) => word);
	return [...whole, ...whole.flatMap((word) => word.split('-').filter((part) => part.length > 2))]
		.filter((word) => word.length > 1)
		.map(fold);
}

const isOne = (known: ReadonlySet<string>, word: string) => known.has(fold(word)) || word.split('-').some((part) => known.has(fold(part)));

/**
 * The names of these people that stand in a text, as they are written there, each once. A first name may be a word of its own (Rose,
 * Aimé): it is pointed out, never refused.
 */
export function namesIn(written: string, names: readonly string[]): string[] {
	const known = new Set(names.flatMap(wordsOfName));
	return [...new Set([...written.matchAll(WORD)].map(([word]) => word).filter((word) => isOne(known, word)))];
}

/** The same text with these words in their place, with a capital where a sentence begins. */
export function withoutNames(written: string, names: readonly string[], instead: string): string {
	const known = new Set(names.flatMap(wordsOfName));
	return written.replace(WORD, (word, at: number) => {
		if (!isOne(known, word)) return word;
		return /(^|[.!?…]\s+|\n)$/.test(written.slice(0, at)) ? instead.charAt(0).toUpperCase() + instead.slice(1) : instead;
	});
}
