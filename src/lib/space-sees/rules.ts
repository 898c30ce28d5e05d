import { z } from 'zod';
import { addDays } from '../frame/deadlines.ts';
import { id, text } from '../web/fields.ts';

/** An id that must be one. */
const some = id()
	.refine((value) => value !== null, 'choice')
	.transform((value) => value ?? '');

/** What she takes back: a place, a view, or everything from somebody. */
export const UnnameForm = z.object({ file: some, member: some, kind: z.enum(['named', 'cover'], 'choice') });
export const ViewBackForm = z.object({ view: some });
export const ShutOutForm = z.object({ member: some });

/** She asks to read the memos about her, in one organisation. */
export const MemosForm = z.object({ file: some });

/** Longer than a question about one line needs; what is typed beyond comes back. */
const QUESTION = 2000;

/** "Je ne comprends pas cet accès": words are welcome, none is needed. */
export const QuestionForm = z.object({ line: some, words: text(QUESTION) });

/** What coordination answers. */
export const AnswerForm = z.object({ question: some, answer: text(QUESTION).refine((typed) => typed !== '', 'required') });

/** The answer of somebody who was told that she asks for the memos. */
export const MemosAnswerForm = z.object({ request: some, answer: z.enum(['given', 'nothing'], 'choice') });

/** A month after a plain day (GDPR art. 12.3); the last day of a shorter month. */
export function monthAfter(day: string): string {
	const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
	const first = new Date(Date.UTC(year, month, 1));
	const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
	return addDays(first.toISOString().slice(0, 10), Math.min(date, last) - 1);
}
