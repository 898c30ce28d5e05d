import { z } from 'zod';
import { line, oneOf, rows, ticked, version } from '../web/fields.ts';

/** The six questions of "Mon avis" (the instrument "Boussole"), in the order in which they are asked. */
export const QUESTIONS = ['chosen', 'matters', 'pace', 'sees', 'equals', 'awaited'] as const;
export type Question = (typeof QUESTIONS)[number];

/** From yes to no, then what does not concern her, and what she would rather not say. */
export const ANSWERS = ['3', '2', '1', '0', 'na', 'rather-not'] as const;
export type Answer = (typeof ANSWERS)[number];
/** Those that are on the scale. */
export const SCALE = ['3', '2', '1', '0'] as const satisfies readonly Answer[];

/** An answer, or none. */
const KINDS = [...ANSWERS, 'none'] as const;
type Kind = (typeof KINDS)[number];

/** What one person answered; a question may be left empty. */
export type Answers = Record<Question, Answer | null>;

/** How many people gave which answer to which question. Each question was asked of the same people. */
export type Counts = Record<Question, Record<Kind, number>>;

const answers = Object.fromEntries(QUESTIONS.map((question) => [question, oneOf(ANSWERS)])) as Record<
	Question,
	ReturnType<typeof oneOf<typeof ANSWERS>>
>;

/** Has anything been answered? */
export const saysSomething = (said: Answers): boolean => QUESTIONS.some((question) => said[question] !== null);

/** What she answers herself, of one organisation. */
export const OpinionForm = z
	.object({ part: z.uuid('choice'), ...answers })
	.refine((said) => saysSomething(said), { path: ['chosen'], message: 'opinion_nothing' });

/** Fewer than this are never shown, and never added at once. */
export const FEWEST = 5;

/** Sheets of paper that somebody types in: those that say nothing are left out, and there are five at least. */
export const SheetsForm = z
	.object({ sheets: rows(z.object(answers), 50) })
	.transform(({ sheets }) => ({ sheets: sheets.filter(saysSomething) }))
	.refine(({ sheets }) => sheets.length >= FEWEST, { path: [''], message: 'opinion_five' });

/** What the team says of the answers of a half-year. */
export const WordForm = z.object({
	half: z.string().regex(/^20\d{2}-[12]$/, 'choice'),
	words: line(600),
	shown: ticked(),
	version: version()
});
export type WordForm = z.infer<typeof WordForm>;

/** Nobody has answered. */
export function noCounts(): Counts {
	const none = () => Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Record<Kind, number>;
	return Object.fromEntries(QUESTIONS.map((question) => [question, none()])) as Counts;
}

/** These counts with one person more. */
export function withAnswers(counts: Counts, said: Answers): Counts {
	const more = structuredClone(counts);
	for (const question of QUESTIONS) more[question][said[question] ?? 'none'] += 1;
	return more;
}

/** How many people answered. */
export const peopleIn = (counts: Counts): number => KINDS.reduce((sum, kind) => sum + counts[QUESTIONS[0]][kind], 0);

/** What is shown of one question: on the scale, and all the others together; null while fewer than five placed themselves on it. */
export function shownOf(counts: Counts, question: Question): { scale: Record<(typeof SCALE)[number], number>; without: number } | null {
	const of = counts[question];
	if (SCALE.reduce((sum, answer) => sum + of[answer], 0) < FEWEST) return null;
	const { 0: no, 1: ratherNo, 2: ratherYes, 3: yes, na, none } = of;
	return { scale: { 3: yes, 2: ratherYes, 1: ratherNo, 0: no }, without: na + none + of['rather-not'] };
}

/** The half-year of a plain day: `2026-2`. */
export const halfOf = (day: string): string => `${day.slice(0, 4)}-${day.slice(5, 7) <= '06' ? 1 : 2}`;

/** The one before. */
export function halfBefore(half: string): string {
	const [year = '', which] = half.split('-');
	return which === '2' ? `${year}-1` : `${Number(year) - 1}-2`;
}

const DIGITS = 4;

/** Counts as one text of a length that never changes: how long it is says nothing of what it holds. */
export const packed = (counts: Counts): string =>
	QUESTIONS.flatMap((question) => KINDS.map((kind) => String(counts[question][kind]).padStart(DIGITS, '0'))).join('');

/** The counts that `packed` made a text of. */
export function unpacked(text: string): Counts {
	const counts = noCounts();
	QUESTIONS.forEach((question, row) =>
		KINDS.forEach((kind, column) => {
			const at = (row * KINDS.length + column) * DIGITS;
			counts[question][kind] = Number(text.slice(at, at + DIGITS)) || 0;
		})
	);
	return counts;
}
