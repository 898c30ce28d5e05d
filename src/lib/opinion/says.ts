import { m } from '../paraglide/messages.js';
import type { Locale } from '../paraglide/runtime.js';
import type { Answer, Question } from './rules.ts';

/** The six questions and what may be answered, in the language of the page or of a sheet. */

const QUESTION: Record<Question, typeof m.space_opinion_chosen> = {
	chosen: m.space_opinion_chosen,
	matters: m.space_opinion_matters,
	pace: m.space_opinion_pace,
	sees: m.space_opinion_sees,
	equals: m.space_opinion_equals,
	awaited: m.space_opinion_awaited
};
const ANSWER: Record<Answer, typeof m.space_opinion_a3> = {
	3: m.space_opinion_a3,
	2: m.space_opinion_a2,
	1: m.space_opinion_a1,
	0: m.space_opinion_a0,
	na: m.space_opinion_na,
	'rather-not': m.space_opinion_rather_not
};

/** "Le rythme me convient" */
export const questionWord = (question: Question, locale?: Locale): string => QUESTION[question]({}, locale ? { locale } : {});
/** "Plutôt oui" */
export const answerWord = (answer: Answer, locale?: Locale): string => ANSWER[answer]({}, locale ? { locale } : {});
