import { m } from '../paraglide/messages.js';
import type { SheetLanguage } from '../paper/languages.ts';
import { directionOf, tagOf } from '../web/languages.ts';
import { ANSWERS, QUESTIONS } from './rules.ts';
import { answerWord, questionWord } from './says.ts';

/** The six questions as the template takes them, in the language of the sheet. Nothing on the sheet tells one from another. */
export function composeOpinionSheet(language: SheetLanguage) {
	const locale = { locale: language };
	return {
		title: m.space_opinion_title({}, locale),
		heading: m.space_opinion_title({}, locale),
		lang: tagOf(language),
		rtl: directionOf(language) === 'rtl',
		how: m.space_opinion_sheet_how({}, locale),
		box: m.space_opinion_sheet_box({}, locale),
		answers: ANSWERS.map((answer) => answerWord(answer, language)),
		questions: QUESTIONS.map((question) => questionWord(question, language))
	};
}
