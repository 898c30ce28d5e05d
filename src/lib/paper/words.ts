import { topicWord } from '../needs/words.ts';
import { m } from '../paraglide/messages.js';
import type { Locale } from '../paraglide/runtime.js';
import { inputTime, longDate, longDateTime, type Moment, type Place } from '../ui/dates.ts';
import { ONLY_ON_PAPER, type SheetLanguage, type SheetWords } from './languages.ts';

type OnlyOnPaper = keyof typeof ONLY_ON_PAPER;
const isOnlyOnPaper = (language: SheetLanguage): language is OnlyOnPaper => Object.hasOwn(ONLY_ON_PAPER, language);

/** What Cheminer says on a sheet, in its language, whatever the language of the page it was asked from. */
export function sheetWords(language: SheetLanguage): SheetWords {
	return isOnlyOnPaper(language) ? ONLY_ON_PAPER[language] : houseWords(language);
}

function houseWords(locale: Locale): SheetWords {
	const here = { locale };
	return {
		plan: m.paper_plan({}, here),
		recap: m.paper_recap({}, here),
		recapSaid: m.paper_recap_said({}, here),
		moved: (text) => m.thread_moved_text({ text }, here),
		next: m.paper_next({}, here),
		nextNone: m.paper_next_none({}, here),
		with: (name) => m.paper_with({ name }, here),
		matters: m.paper_matters({}, here),
		people: m.paper_people({}, here),
		lead: m.paper_lead({}, here),
		cover: m.paper_cover({}, here),
		phone: m.paper_phone({}, here),
		before: m.paper_before({}, here),
		me: m.paper_me({}, here),
		both: m.paper_both({}, here),
		other: m.paper_other({}, here),
		due: (date) => m.paper_due({ date }, here),
		wish: m.paper_wish({}, here),
		agreed: m.paper_agreed({}, here),
		steps: m.paper_steps({}, here),
		needs: m.paper_needs({}, here),
		notes: m.paper_notes({}, here),
		more: m.paper_more({}, here),
		lost: m.paper_lost({}, here),
		printed: (date) => m.paper_printed({ date }, here),
		colon: m.paper_colon({}, here),
		channels: {
			presence: m.channel_presence({}, here),
			phone: m.channel_phone({}, here),
			video: m.channel_video({}, here),
			home: m.channel_home({}, here),
			outside: m.channel_outside({}, here),
			message: m.channel_message({}, here)
		},
		topic: (code) => topicWord(code, locale)
	};
}

/** "jeudi 10 décembre à 14 h", in the sheet's language; hours of the languages that only paper speaks are written as on official letters. */
export function whenWords(at: Moment, language: SheetLanguage, place: Place): string {
	const there = { ...place, locale: language };
	if (!isOnlyOnPaper(language)) return longDateTime(at, there);
	return ONLY_ON_PAPER[language].at(longDate(at, there), inputTime(at, place.zone));
}
