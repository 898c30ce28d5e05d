import { z } from 'zod';
import { GiveCarnetForm } from '../carnet/rules.ts';
import { monthAfter } from '../space-sees/rules.ts';
import { day, id, line } from '../web/fields.ts';

/** What a helper may do beside reading her next appointments. */
export const LETS = ['path', 'plan', 'acts'] as const;
export type Lets = (typeof LETS)[number];

/** Six months: longer, and nobody remembers who was let in. */
const MONTHS = 6;

/** The day on which an access ends when nobody says another, and the last one that may be said. @param today the plain day of her place */
export function helperDays(today: string): { usual: string; last: string } {
	let last = today;
	for (let month = 0; month < MONTHS; month += 1) last = monthAfter(last);
	return { usual: monthAfter(today), last };
}

/** Somebody she lets read a little: his name, until when, what, and a PIN typed twice. @param today the plain day of her place */
export const helperForm = (today: string) => {
	const { usual, last } = helperDays(today);
	return GiveCarnetForm.and(
		z.object({
			name: line(60).refine((typed) => typed.trim() !== '', 'required'),
			until: day()
				.transform((typed) => typed ?? usual)
				.refine((typed) => typed >= today && typed <= last, 'helper_until'),
			lets: z.array(z.enum(LETS, 'choice')).max(LETS.length, 'choice').default([]),
			part: id()
		})
	);
};
export type HelperForm = z.infer<ReturnType<typeof helperForm>>;

/** One helper, named by a button. */
export const OneHelperForm = z.object({ helper: z.uuid('choice') });
