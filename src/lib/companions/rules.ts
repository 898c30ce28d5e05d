import { z } from 'zod';
import { TRACKS } from '../people/rules.ts';
import { instantOf } from '../ui/dates.ts';
import { addDays } from '../frame/deadlines.ts';
import { day, isDay, oneOf, text, ticked } from '../web/fields.ts';

/** Days a former lead stays named by default, so that nobody changes hands overnight. */
export const STAY_DAYS = 14;

/** A day said "until", included, as it is stored: the first instant after it, in the territory's zone (decisions 17). */
export function untilEndOf(lastDay: string, zone: string): Date {
	return instantOf(addDays(lastDay, 1), '00:00', zone)!;
}

/** A member, by id. */
const someone = z.uuid('choice');
/** A day that must be given. */
const someDay = z
	.string()
	.default('')
	.refine((value) => value !== '', 'required')
	.refine((value) => value === '' || isDay(value), 'date');

/** Naming a colleague, on a track of her own or on none, until a day or until told otherwise. */
export const NameForm = (today: string) =>
	z
		.object({ member: someone, track: oneOf(TRACKS), until: day(), open: ticked() })
		.refine((said) => !said.until || said.until >= today, { path: ['until'], error: 'past' });

/** A cover always ends on a day. */
export const CoverForm = (today: string) =>
	z.object({ member: someone, until: someDay, open: ticked() }).refine((said) => said.until >= today, { path: ['until'], error: 'past' });

export const UnnameForm = z.object({ member: someone, kind: z.enum(['named', 'cover'], 'choice') });

/** A change of lead: to whom, what was said with her, and whether I stay named for a while. */
export const HandoverForm = (today: string) =>
	z
		.object({ member: someone, happened_on: day(), talked: ticked(), said: text(), open: ticked(), stay: ticked(), stay_until: day() })
		.refine((said) => !said.happened_on || said.happened_on <= today, { path: ['happened_on'], error: 'future' })
		.refine((said) => !said.stay || !said.stay_until || said.stay_until >= today, { path: ['stay_until'], error: 'past' });
export type HandoverSaid = z.infer<ReturnType<typeof HandoverForm>>;

/** The handover of a whole caseload: one note for everybody, or one for each; whom I keep for now. */
export const CaseloadHandoverForm = (today: string) =>
	z
		.object({
			member: someone,
			said: text(),
			keep: z.array(z.uuid()).default([]),
			open: ticked(),
			stay: ticked(),
			stay_until: day(),
			notes: z.record(z.uuid(), text()).default({}),
			talked: z.array(z.uuid()).default([])
		})
		.refine((said) => !said.stay || !said.stay_until || said.stay_until >= today, { path: ['stay_until'], error: 'past' });
export type CaseloadHandoverSaid = z.infer<ReturnType<typeof CaseloadHandoverForm>>;

export const ExclusionForm = z.object({ member: someone });

/** Lifting one names the account: its member may have left meanwhile. */
export const LiftForm = z.object({ account: z.uuid('choice') });

/** The note for one person of a caseload handover: her own when there is one, the shared one otherwise. */
export function noteFor(said: Pick<CaseloadHandoverSaid, 'said' | 'notes'>, accompaniment: string): string {
	return said.notes[accompaniment] || said.said;
}
