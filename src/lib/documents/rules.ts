import { z } from 'zod';
import { id, ids, line, text, version } from '../web/fields.ts';

/** Papers: documents that she keeps or shows, and letters that she does not understand. */

const said = (most: number) => text(most).refine((words) => words !== '', 'required');
const NAME = 120;

/** A paper of hers: what she calls it, and who reads it (nobody, unless she ticks somebody). */
export const HerDocumentForm = z.object({ name: line(NAME), part: z.uuid('choice'), readers: ids() });

/** Who reads it from now on; `before` is who read it on the page that was sent. */
export const HerReadersForm = z.object({ readers: ids(), before: ids() });

export const RenameForm = z.object({ name: line(NAME).refine((words) => words !== '', 'required'), version: version() });

/** A paper that somebody adds for her, and which colleagues read it too. */
export const AddedForm = z.object({ name: line(NAME), readers: ids() });
export const AddedNameForm = RenameForm.extend({ document: z.uuid('choice') });
export const OneDocumentForm = z.object({ document: z.uuid('choice') });

/** A letter that she sends to one of those who walk with her, with a question if she has one. */
export const LetterForm = z.object({
	part: z.uuid('choice'),
	to: id().refine((chosen) => chosen !== null, 'choice'),
	question: text(2000)
});
export const OneLetterForm = z.object({ letter: z.uuid('choice') });

/** What it says, in plain words. */
export const LetterAnswerForm = z.object({ letter: z.uuid('choice'), answer: said(4000) });
/** One that was read together at the desk: what she asked, and what was said. */
export const ReadTogetherForm = z.object({ question: said(2000), together: said(4000) });
