import { topicWord } from '../needs/words.ts';
import { m } from '../paraglide/messages.js';
import { longDateTime, type Moment, type Place } from '../ui/dates.ts';
import type { SheetLanguage, SheetWords } from './languages.ts';

/** What Cheminer says on a sheet, in its language, whatever the language of the page it was asked from. */
export function sheetWords(locale: SheetLanguage): SheetWords {
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

/** "jeudi 10 décembre à 14 h", in the sheet's language. */
export const whenWords = (at: Moment, language: SheetLanguage, place: Place): string => longDateTime(at, { ...place, locale: language });
