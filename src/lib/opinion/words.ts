import Ban from '@lucide/svelte/icons/ban';
import Lock from '@lucide/svelte/icons/lock';
import ThumbsDown from '@lucide/svelte/icons/thumbs-down';
import ThumbsUp from '@lucide/svelte/icons/thumbs-up';
import TrendingDown from '@lucide/svelte/icons/trending-down';
import TrendingUp from '@lucide/svelte/icons/trending-up';
import { m } from '../paraglide/messages.js';
import type { Locale } from '../paraglide/runtime.js';
import { ANSWERS, type Answer, type Question } from './rules.ts';

/** The six questions and their answers, in the language of the page or of a sheet: each answer a word with its drawing. */

const QUESTION: Record<Question, typeof m.space_opinion_chosen> = {
	chosen: m.space_opinion_chosen,
	matters: m.space_opinion_matters,
	pace: m.space_opinion_pace,
	sees: m.space_opinion_sees,
	equals: m.space_opinion_equals,
	awaited: m.space_opinion_awaited
};
/** "Le rythme me convient" */
export const questionWord = (question: Question, locale?: Locale): string => QUESTION[question]({}, locale ? { locale } : {});

const ANSWER: Record<Answer, { label: typeof m.space_opinion_a3; icon: typeof ThumbsUp }> = {
	3: { label: m.space_opinion_a3, icon: ThumbsUp },
	2: { label: m.space_opinion_a2, icon: TrendingUp },
	1: { label: m.space_opinion_a1, icon: TrendingDown },
	0: { label: m.space_opinion_a0, icon: ThumbsDown },
	na: { label: m.space_opinion_na, icon: Ban },
	'rather-not': { label: m.space_opinion_rather_not, icon: Lock }
};
/** "Plutôt oui" */
export const answerWord = (answer: Answer, locale?: Locale): string => ANSWER[answer].label({}, locale ? { locale } : {});
export const answerOptions = () => ANSWERS.map((value) => ({ value, label: ANSWER[value].label(), icon: ANSWER[value].icon }));

/** "De juillet à décembre 2026": nothing finer is known. */
export function halfWord(half: string): string {
	const [year = '', which] = half.split('-');
	return which === '1' ? m.space_opinion_half_1({ year }) : m.space_opinion_half_2({ year });
}
