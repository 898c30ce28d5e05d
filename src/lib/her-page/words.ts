import { m } from '../paraglide/messages.js';
import type { SheetLanguage } from '../paper/languages.ts';
import { HEADS, type Head, type Ready } from './rules.ts';

/** Headings and ready sentences in the language of the screen; the sheet says them in its own. */

const HEAD: Record<Head, () => string> = {
	need: m.space_page_head_need,
	helps: m.space_page_head_helps,
	reach: m.space_page_head_reach,
	language: m.space_page_head_language
};
export const headOptions = () => HEADS.map((value) => ({ value, label: HEAD[value]() }));

const READY_WORDS: Record<Ready, () => string> = {
	no_story: m.space_page_no_story,
	slowly: m.space_page_slowly,
	written: m.space_page_written,
	interpreter: m.space_page_interpreter,
	someone: m.space_page_someone,
	time: m.space_page_time
};
export const readyWord = (ready: Ready): string => READY_WORDS[ready]();

const SHEET = {
	hello: m.space_page_hello,
	paper_title: m.space_page_paper_title,
	head_need: m.space_page_head_need,
	head_helps: m.space_page_head_helps,
	head_reach: m.space_page_head_reach,
	head_language: m.space_page_head_language,
	head_goal: m.space_page_head_goal,
	head_next: m.space_page_head_next,
	no_story: m.space_page_no_story,
	slowly: m.space_page_slowly,
	written: m.space_page_written,
	interpreter: m.space_page_interpreter,
	someone: m.space_page_someone,
	time: m.space_page_time
};
export type SheetKey = keyof typeof SHEET;

/** What her page says itself, in the language of the sheet, which may be another than that of the screen. */
export const pageSaysIn =
	(locale: SheetLanguage) =>
	(key: SheetKey): string =>
		SHEET[key]({}, { locale });
