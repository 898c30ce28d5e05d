import { z } from 'zod';
import { untilEndOf } from '../companions/rules.ts';
import { addDays } from '../frame/deadlines.ts';
import { endOfIdFrom } from '../people/reference.ts';
import { day, id, line, ticked } from '../web/fields.ts';

/** A cover ends within a year: nobody keeps a caseload by a slip of the keyboard. */
const LONGEST_COVER_IN_DAYS = 366;

const someone = id()
	.refine((value) => value !== null, 'choice')
	.transform((value) => value ?? '');
const lastDay = (today: string) =>
	day()
		.refine((value) => value !== null, 'required')
		.refine((value) => value === null || value >= today, 'past')
		.refine((value) => value === null || value <= addDays(today, LONGEST_COVER_IN_DAYS), 'too_far')
		.transform((value) => value ?? '');

/** To whom a person without a lead is entrusted. */
export const AssignForm = z.object({ accompaniment: someone, member: someone });

/** Who must not see this person. */
export const ExcludeForm = z.object({ accompaniment: someone, member: someone });

/** The reference that somebody gives, as it was typed, and who must no longer accompany nor see her. */
export const SetAsideForm = z.object({
	reference: line(60)
		.refine((typed) => typed !== '', 'required')
		.transform((typed, context) => {
			const end = endOfIdFrom(typed);
			if (typed !== '' && end === null) context.addIssue({ code: 'custom', message: 'reference' });
			return end ?? '';
		}),
	member: someone
});

/** Who covers a whole caseload, until which day (included). */
export const CoverForm = (today: string) =>
	z
		.object({ of: someone, by: someone, until: lastDay(today) })
		.refine((said) => said.of !== said.by, { path: ['by'], error: 'someone_else' });

/** My own caseload: I do not choose whose. */
export const MyCoverForm = (today: string) => z.object({ by: someone, until: lastDay(today), open: ticked() });

/** One line of the list of covers: `of` is empty when the people have no lead any more. */
export const CoverLine = z.object({ of: id(), by: someone, until: z.iso.datetime('choice').transform((value) => new Date(value)) });

/** The instant at which a cover until that day, included, ends (decisions 17). */
export const endOf = untilEndOf;
