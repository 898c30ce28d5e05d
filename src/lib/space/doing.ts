import { z } from 'zod';
import { OneAnswer } from '../actions/rules.ts';
import { ReadBackForm } from '../interviews/rules.ts';
import { day, id, line, text, ticked, version } from '../web/fields.ts';

/** What she does between two meetings: her own actions, notes, steps, and a word that she cannot come. */

const said = (most: number) => line(most).refine((words) => words !== '', 'required');

/** An action of her own: in which part of her pathway, when several are open. */
export const HerActionForm = z.object({ what: said(1000), due: day(), part: id() });
export type HerActionForm = z.infer<typeof HerActionForm>;

/** What became of one action, said by herself. */
export const HerAnswerForm = z.object({ action: z.uuid('choice') }).and(OneAnswer);

/** Something to say next time: hers alone, or shown. Without an id it is a new one. */
export const HerNoteForm = z.object({
	text: text(4000).refine((words) => words !== '', 'required'),
	shown: ticked(),
	part: id(),
	note: id(),
	version: version()
});
export type HerNoteForm = z.infer<typeof HerNoteForm>;

/** One note, named by a button. */
export const OneNoteForm = z.object({ note: z.uuid('choice') });

/** "J’ai avancé", in her words. */
export const HerStepForm = z.object({ text: text(2000).refine((words) => words !== '', 'required'), part: id() });
export const OneStepForm = z.object({ step: z.uuid('choice') });

/** "C’est bien ça ?", answered by herself: how it was answered needs no question. */
export const HerReadBackForm = ReadBackForm.omit({ how: true });
export type HerReadBackForm = z.infer<typeof HerReadBackForm>;

/** Another moment, in her words; no reason has a field. */
export const CannotComeForm = z.object({ text: line(300) });
