import type { ToldAction } from '../actions/actions.server.ts';
import type { Appointment } from '../appointments/appointments.server.ts';
import type { ReadInterview, ReadNote } from '../interviews/notes.server.ts';
import { datedDay, longDate, shortDate, type Place } from '../ui/dates.ts';
import { directionOf, tagOf } from '../web/languages.ts';
import type { SheetLanguage } from './languages.ts';
import { doer, type SheetLine, type SheetSection } from './plan.ts';
import { said, type Said } from './rules.ts';
import { sheetWords, whenWords } from './words.ts';

/** What the recap's template is given. */
export interface RecapSheet {
	title: string;
	heading: string;
	/** The name, when one is wanted; then the day and the way. */
	under: Said[];
	lang: string;
	rtl: boolean;
	printed: string;
	words: { lost: string };
	sections: SheetSection[];
	/** What we said, only when both want it on paper. */
	text?: { title: string; paragraphs: Said[] };
}

export interface RecapSource {
	/** Alias in concealed mode. */
	name: string;
	interview: Pick<ReadInterview, 'held_on' | 'channel'> & { note: Pick<ReadNote, 'text' | 'common' | 'moved'> | null };
	actions: readonly Pick<ToldAction, 'state' | 'owner' | 'owner_first_name' | 'who' | 'text' | 'due_on'>[];
	next: Appointment | null;
}

export interface RecapChoice {
	language: SheetLanguage;
	named: boolean;
	/** Both want what was said on the sheet: never by itself. */
	withText: boolean;
}

/** What stays to be done, the next appointment and, if both want it, what was said. */
export function composeRecap(source: RecapSource, choice: RecapChoice, place: Place): RecapSheet {
	const { interview, next } = source;
	const words = sheetWords(choice.language);
	const there = { ...place, locale: choice.language };
	const open = source.actions.filter(({ state }) => state === 'open');
	const before = open.map(({ owner, owner_first_name, who, text, due_on }): SheetLine => ({
		lead: doer({ owner, by: owner_first_name, who }, words),
		colon: words.colon,
		words: said(text, place.locale),
		tick: owner === 'person' || owner === 'both',
		...(due_on ? { small: words.due(shortDate(due_on, there)) } : {})
	}));
	const ahead: SheetLine[] = next
		? [
				{ lead: whenWords(next.starts_at, choice.language, place) },
				{ lead: words.with(next.member_first_name) },
				{ words: said(words.channels[next.channel], choice.language) },
				...(next.place ? [{ words: said(next.place, place.locale) }] : [])
			]
		: [{ words: said(words.nextNone, choice.language) }];
	const moved = interview.note?.moved ? words.moved(interview.note.moved) : '';
	const text = choice.withText ? [interview.note?.common, interview.note?.text, moved].filter(Boolean).join('\n\n') : '';
	return {
		title: words.recap,
		heading: words.recap,
		under: [
			...(choice.named ? [said(source.name, place.locale)] : []),
			said(`${longDate(interview.held_on, there)}, ${words.channels[interview.channel]}`, choice.language)
		],
		lang: tagOf(choice.language),
		rtl: directionOf(choice.language) === 'rtl',
		printed: words.printed(datedDay(place.now, there)),
		words: { lost: words.lost },
		sections: [...(before.length > 0 ? [{ title: words.before, items: before }] : []), { title: words.next, items: ahead }],
		...(text ? { text: { title: words.recapSaid, paragraphs: text.split(/\n{2,}/).map((part) => said(part, place.locale)) } } : {})
	};
}
