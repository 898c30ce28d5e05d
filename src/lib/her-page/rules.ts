import { z } from 'zod';
import { isSheetLanguage, type SheetLanguage } from '../paper/languages.ts';
import { line, oneOf, text, ticked, version } from '../web/fields.ts';

/** What a line of her own may be headed with; none is an answer too. */
export const HEADS = ['need', 'helps', 'reach', 'language'] as const;
export type Head = (typeof HEADS)[number];

/** Sentences that are ready: they are said in the language of the sheet, whatever hers. */
export const READY = ['no_story', 'slowly', 'written', 'interpreter', 'someone', 'time'] as const;
export type Ready = (typeof READY)[number];

/** What she may take from her notebook: always read as it stands there today, never copied. */
const TAKEN = ['need', 'goal', 'next'] as const;
type Taken = (typeof TAKEN)[number];

/** One line of the page. */
export type Line = { id: string } & (
	{ kind: 'own'; head: Head | null; text: string } | { kind: 'ready'; ready: Ready } | { kind: Taken; row: string }
);

/** The page as it is sealed. */
export interface StoredPage {
	/** Her name stands on it. */
	named: boolean;
	/** The name to use; '' for her first name. */
	name: string;
	/** '' for the language she reads in. */
	language: SheetLanguage | '';
	lines: Line[];
}

/** Nothing is chosen for her but her first name, and that may be taken off. */
export const NEW_PAGE: StoredPage = { named: true, name: '', language: '', lines: [] };

/** As many lines as one A5 bears. */
export const MOST = 20;

const which = { page: z.union([z.literal(''), z.uuid('choice')], 'choice').default(''), version: version() };
const ownText = text(500).refine((words) => words !== '', 'required');

export const NameForm = z.object({ ...which, named: ticked(), name: line(60) });
export const AddForm = z.object({ ...which, head: oneOf(HEADS), text: ownText });
export const ChangeForm = z.object({ ...which, line: z.uuid('choice'), head: oneOf(HEADS), text: ownText });
export const LanguageForm = z.object({
	...which,
	language: z
		.string()
		.default('')
		.refine((one) => isSheetLanguage(one), 'choice')
		.transform((one) => one as SheetLanguage)
});
export const EraseForm = z.object(which);

/** `need:<id>`, `goal:<id>`, `next:<part>`, `ready:<sentence>`: what she ticks. */
const CHOSEN = new RegExp(`^(?:(?:${TAKEN.join('|')}):[0-9a-f-]{36}|ready:(?:${READY.join('|')}))$`);
export const TakeForm = z.object({
	...which,
	lines: z
		.array(z.string().regex(CHOSEN, 'choice'))
		.max(MOST, 'page_full')
		.default([])
		.refine((all) => all.length > 0, 'page_choose')
});

/** One gesture on one line, named by the button: up, down, or off the page. */
export const GESTURES = ['monter', 'descendre', 'enlever'] as const;
export const OrderForm = z.object({
	...which,
	geste: z
		.string()
		.default('')
		.refine((said) => /^(?:monter|descendre|enlever):[0-9a-f-]{36}$/.test(said), 'choice')
		.transform((said) => {
			const [gesture, line] = said.split(':');
			return { gesture: gesture as (typeof GESTURES)[number], line: line! };
		})
});

/** How a line is named when it is ticked; what she wrote herself is not ticked. */
export const keyOf = (line: Line): string | null =>
	line.kind === 'own' ? null : line.kind === 'ready' ? `ready:${line.ready}` : `${line.kind}:${line.row}`;

/** A line from its key. */
export function lineFrom(key: string, id: string): Line {
	const [kind, what = ''] = key.split(':');
	return kind === 'ready' ? { id, kind, ready: what as Ready } : { id, kind: kind as Taken, row: what };
}

/** The page with these lines more; those that stand on it already are not put twice. Null when there is no room. */
export function withLines(page: StoredPage, more: readonly Line[]): StoredPage | null {
	const there = new Set(page.lines.map(keyOf));
	const fresh = more.filter((line) => keyOf(line) === null || !there.has(keyOf(line)));
	const lines = [...page.lines, ...fresh];
	return lines.length > MOST ? null : { ...page, lines };
}

/** The page after a gesture; a line that is gone, or at the edge already, changes nothing. */
export function afterGesture(page: StoredPage, gesture: (typeof GESTURES)[number], id: string): StoredPage {
	const at = page.lines.findIndex((line) => line.id === id);
	const to = at + (gesture === 'monter' ? -1 : 1);
	if (at < 0) return page;
	const rest = page.lines.filter((line) => line.id !== id);
	if (gesture === 'enlever') return { ...page, lines: rest };
	return to < 0 || to >= page.lines.length ? page : { ...page, lines: rest.toSpliced(to, 0, page.lines[at]!) };
}

/** The page with other words in one of her own lines; null when that line is not there any more. */
export function withWords(page: StoredPage, id: string, said: { head: Head | null; text: string }): StoredPage | null {
	if (!page.lines.some((line) => line.id === id && line.kind === 'own')) return null;
	return { ...page, lines: page.lines.map((line) => (line.id === id && line.kind === 'own' ? { ...line, ...said } : line)) };
}
