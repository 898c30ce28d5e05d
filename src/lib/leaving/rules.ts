import { z } from 'zod';
import { locales } from '../paraglide/runtime.js';
import { HOWS } from '../people/rules.ts';
import { day, id, ids } from '../web/fields.ts';

/** How long after she asked her data may be given: past a month (GDPR art. 12.3), she is asked again. */
export const REQUEST_DAYS = 31;

/** She asks for everything: how she said it, and when. @param today the territory's plain day */
export const AskForm = (today: string) =>
	z
		.object({ how: z.enum(HOWS, 'leaving_how'), said_on: day() })
		.transform((said) => ({ ...said, said_on: said.said_on ?? today }))
		.refine((said) => said.said_on <= today, { path: ['said_on'], error: 'future' });
export type Asking = z.infer<ReturnType<typeof AskForm>>;

/** What is given: for which request, in which language, and that it was read again with others in mind. */
export const GiveForm = z.object({
	request: id(),
	language: z.enum(locales, 'choice'),
	/** Texts of meetings that would put somebody else in danger: the file says that they are there, and no word of them. */
	apart: ids(),
	read_again: z.literal('yes', 'leaving_read_again')
});

/** "I hold nothing more." */
export const NothingForm = z.object({ request: id() });
