import type { SheetLanguage } from '../paper/languages.ts';
import { directionOf } from '../web/languages.ts';
import { ANSWERS, QUESTIONS, type Answer } from './rules.ts';

const ANSWER_KEYS: Record<Answer, string> = { 3: 'a3', 2: 'a2', 1: 'a1', 0: 'a0', na: 'na', 'rather-not': 'rather_not' };

/** The six questions as the template takes them. Nothing on the sheet tells one from another. */
export function composeOpinionSheet(language: SheetLanguage, said: (key: string) => string) {
	return {
		title: said('title'),
		heading: said('title'),
		lang: language,
		rtl: directionOf(language) === 'rtl',
		how: said('sheet_how'),
		box: said('sheet_box'),
		answers: ANSWERS.map((answer) => said(ANSWER_KEYS[answer])),
		questions: QUESTIONS.map((question) => said(question))
	};
}
