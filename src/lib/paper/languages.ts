import type { Channel } from '../appointments/rules.ts';
import type { NamedCode } from '../needs/codes.ts';
import { locales, type Locale } from '../paraglide/runtime.js';

/** The languages of a sheet that somebody takes along: all those of the house, whichever of them her own pages are read in. */
export const SHEET_LANGUAGES = locales;
export type SheetLanguage = Locale;
export const isSheetLanguage = (said: string): said is SheetLanguage => SHEET_LANGUAGES.some((one) => one === said);

/** Everything that Cheminer itself says on the plan and the recap. */
export interface SheetWords {
	plan: string;
	recap: string;
	recapSaid: string;
	moved: (text: string) => string;
	next: string;
	nextNone: string;
	with: (name: string) => string;
	matters: string;
	people: string;
	lead: string;
	cover: string;
	phone: string;
	before: string;
	me: string;
	both: string;
	other: string;
	due: (date: string) => string;
	wish: string;
	agreed: string;
	steps: string;
	needs: string;
	notes: string;
	more: string;
	lost: string;
	printed: (date: string) => string;
	colon: string;
	channels: Record<Channel, string>;
	/** What people say of a need. */
	topic: (code: NamedCode) => string;
}
