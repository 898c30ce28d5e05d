import { z } from 'zod';
import { addDays } from '../frame/deadlines.ts';
import { HOWS } from '../people/rules.ts';
import { day, oneOf, text } from '../web/fields.ts';

/** A view is asked for a week at most, today counted (issue B). */
export const WEEK = 7;

/** The last day that can be chosen: a week, today counted. */
export const lastDayToAsk = (today: string) => addDays(today, WEEK - 1);

/** What can be shown: what counts for her, the practitioner's side of it, a need, a goal or a text of one's own. A memo has no key here. */
const SHOWABLE = /^(matters|side|(note|need|goal):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** A view that is asked for. Without her accord, and how she gave it, nothing is asked. */
export const AskForm = (today: string) =>
	z
		.object({
			question: text(5_000).refine((said) => said !== '', 'required'),
			member: z.uuid('choice'),
			texts: z.array(z.string().regex(SHOWABLE, 'choice')).max(100, 'too_long').default([]),
			readers: z.array(z.uuid('choice')).max(200, 'too_long').default([]),
			accord: oneOf(HOWS).refine((how) => how !== null, 'accord'),
			until: day()
		})
		.refine((said) => !said.until || said.until >= today, { path: ['until'], error: 'past' })
		.refine((said) => !said.until || said.until <= lastDayToAsk(today), { path: ['until'], error: 'a_week' });
export type Asked = z.infer<ReturnType<typeof AskForm>>;

/** A view that is given, in words. */
export const GiveForm = z.object({ answer: text(20_000).refine((said) => said !== '', 'required') });

export const TakeBackForm = z.object({ view: z.uuid('choice'), how: z.enum(['asker', 'her-word'], 'choice') });

/** How a view ended; null while it lives, `over` once its week has passed. */
export type Ended = 'answered' | 'declined' | 'asker' | 'her-word' | 'closed' | 'over';

/** How a view stands at an instant; the end is exclusive (decisions 17). */
export function endOf(view: { ended_how: string | null; ends_at: Date }, now: Date): Ended | null {
	if (view.ended_how !== null) return view.ended_how as Ended;
	return view.ends_at <= now ? 'over' : null;
}

/** How many interviews in a row, the latest, make one think that one may be going round in circles. */
export const ROUND = 4;

/**
 * Perhaps we are going round in circles: the latest interviews are at least four, all of them mine to read, and none brought an outcome
 * ("pas cette fois" is none; time to think is one). A thought for the practitioner alone (domain 2.1), worked out at reading, stored nowhere.
 * @param latest outcomes, the latest first; undefined where the text is not mine to read: then nothing can be said
 */
export function goesRound(latest: readonly (string | null | undefined)[]): boolean {
	const looked = latest.slice(0, ROUND);
	return looked.length === ROUND && looked.every((outcome) => outcome === null || outcome === 'not-this-time');
}
