import { redirect } from '@sveltejs/kit';
import type { z } from 'zod';
import { addDays } from '#lib/frame/deadlines.ts';
import { noteArrival, readExpected, readOwnWords, takeBackArrival, takeBackWord } from '#lib/front-desk/front-desk.server.ts';
import { dayWanted, daysBeside, LineForm, WordForm } from '#lib/front-desk/rules.ts';
import { as, type Tx } from '#lib/server/db.ts';
import { inputDate, instantOf } from '#lib/ui/dates.ts';
import { actorWho } from '#lib/web/actor.ts';
import { readForm } from '#lib/web/form.ts';
import { found } from '#lib/web/found.ts';
import { once, refused } from '#lib/web/once.server.ts';

/** Who is expected on one day, and what I passed on today; for the front desk alone. */
export async function load({ locals, url }) {
	const actor = actorWho(locals, 'see-day-at-front-desk');
	const zone = locals.place?.timeZone ?? 'Europe/Paris';
	const today = inputDate(new Date(), zone);
	const day = dayWanted(url.searchParams.get('jour'), today);
	const midnight = (of: string) => instantOf(of, '00:00', zone) ?? new Date();
	return as(actor, async (tx) => ({
		day,
		today,
		...daysBeside(day, today),
		expected: await readExpected(tx, midnight(day), midnight(addDays(day, 1))),
		words: day === today ? await readOwnWords(tx) : [],
		formKey: crypto.randomUUID(),
		said: url.searchParams.get('fait')
	}));
}

type Event = { request: Request; locals: App.Locals };

/** One gesture on the list, done once, and back to the list; 404 when the line is not there for me. */
async function gesture<S extends z.ZodType>({ request, locals }: Event, schema: S, work: (tx: Tx, said: z.infer<S>) => Promise<boolean>) {
	const actor = actorWho(locals, 'see-day-at-front-desk');
	const read = await readForm(request, schema);
	if (!read.ok) return refused(read);
	const path = await as(actor, (tx) =>
		once(tx, read.formKey, async () => {
			found((await work(tx, read.data)) || null);
			return '/accueil';
		})
	);
	redirect(303, path);
}

export const actions = {
	arrivee: (event) => gesture(event, LineForm, (tx, { appointment }) => noteArrival(tx, appointment)),
	'pas-encore': (event) => gesture(event, LineForm, (tx, { appointment }) => takeBackArrival(tx, appointment)),
	reprendre: (event) => gesture(event, WordForm, (tx, { word }) => takeBackWord(tx, word))
} satisfies Record<string, (event: Event) => unknown>;
