import Ban from '@lucide/svelte/icons/ban';
import Lock from '@lucide/svelte/icons/lock';
import ThumbsDown from '@lucide/svelte/icons/thumbs-down';
import ThumbsUp from '@lucide/svelte/icons/thumbs-up';
import TrendingDown from '@lucide/svelte/icons/trending-down';
import TrendingUp from '@lucide/svelte/icons/trending-up';
import { m } from '../paraglide/messages.js';
import { ANSWERS, type Answer } from './rules.ts';
import { answerWord } from './says.ts';

/** Each answer a word with its drawing. */
const ICON: Record<Answer, typeof ThumbsUp> = { 3: ThumbsUp, 2: TrendingUp, 1: TrendingDown, 0: ThumbsDown, na: Ban, 'rather-not': Lock };
export const answerOptions = () => ANSWERS.map((value) => ({ value, label: answerWord(value), icon: ICON[value] }));

/** "De juillet à décembre 2026": nothing finer is known. */
export function halfWord(half: string): string {
	const [year = '', which] = half.split('-');
	return which === '1' ? m.space_opinion_half_1({ year }) : m.space_opinion_half_2({ year });
}
