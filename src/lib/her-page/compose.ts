import type { SheetLanguage } from '../paper/languages.ts';
import { directionOf, tagOf } from '../web/languages.ts';
import { said as saidAs, sheetLanguage, type Said } from '../paper/rules.ts';
import { sheetWords, whenWords } from '../paper/words.ts';
import type { Place } from '../ui/dates.ts';
import type { Notebook } from './her-page.server.ts';
import type { Line, StoredPage } from './rules.ts';
import type { SheetKey } from './words.ts';

/** One line as it is printed: what is ours is in the language of the sheet, what she wrote stays as she wrote it. */
export interface SheetLine {
	id: string;
	head?: string;
	words?: Said;
	ours?: string;
}

/** The page as the template takes it, and as she sees it before. */
export interface PageSheet {
	title: string;
	heading: string;
	lang: string;
	rtl: boolean;
	name?: Said;
	lost: string;
	items: SheetLine[];
}

/** What one line says, without its heading; undefined when what it points to is not in her notebook any more. */
export function lineSaid(
	line: Line,
	notebook: Notebook,
	language: SheetLanguage,
	said: (key: SheetKey) => string,
	place: Place
): Omit<SheetLine, 'id'> | undefined {
	if (line.kind === 'own') return { ...(line.head ? { head: said(`head_${line.head}`) } : {}), words: saidAs(line.text, place.locale) };
	if (line.kind === 'ready') return { ours: said(line.ready) };
	if (line.kind === 'next') {
		const next = notebook.next.find(({ id }) => id === line.row);
		return next && { head: said('head_next'), ours: whenWords(next.at, language, place) };
	}
	if (line.kind === 'goal') {
		const goal = notebook.goals.find(({ id }) => id === line.row);
		return goal && { head: said('head_goal'), words: saidAs(goal.words, place.locale) };
	}
	const need = notebook.needs.find(({ id }) => id === line.row);
	if (!need) return undefined;
	const head = said('head_need');
	if (need.code && need.code !== 'OTHER') return { head, ours: sheetWords(language).topic(need.code) };
	return { head, words: saidAs(need.words, place.locale) };
}

/**
 * Her page, ready to be set: what she chose in the order she gave it; no house is named, nor the product.
 * @param said what her pages say, in the language of the sheet
 * @param place the language in which she writes, and where days are read
 */
export function composePage(page: StoredPage, notebook: Notebook, said: (key: SheetKey) => string, place: Place): PageSheet {
	const language = sheetLanguage(page.language, place.locale);
	const items = page.lines.flatMap((line): SheetLine[] => {
		const one = lineSaid(line, notebook, language, said, place);
		return one ? [{ id: line.id, ...one }] : [];
	});
	const name = page.named ? page.name || notebook.first : '';
	return {
		title: said('paper_title'),
		heading: said('hello'),
		lang: tagOf(language),
		rtl: directionOf(language) === 'rtl',
		...(name ? { name: saidAs(name, place.locale) } : {}),
		lost: sheetWords(language).lost,
		// Lines of one heading that follow one another stand under it together.
		items: items.map((item, at) => (at > 0 && item.head !== undefined && item.head === items[at - 1]!.head ? withoutHead(item) : item))
	};
}

function withoutHead({ head: _, ...item }: SheetLine): SheetLine {
	return item;
}
