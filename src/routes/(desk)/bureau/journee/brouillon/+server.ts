import { json } from '@sveltejs/kit';
import { presentOf } from '#lib/appointments/rules.ts';
import { dayAsked } from '#lib/day/rules.ts';
import { keepLines } from '#lib/day/writing.server.ts';
import { fieldOf, readLines } from '#lib/interviews/lines.ts';
import { as } from '#lib/server/db.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { actorWho } from '#lib/web/actor.ts';

/**
 * What is being typed in the lines of a day, kept while one types. Answers 409 when a line was recorded already, or its person is not
 * in reach any more: those words are in no draft, and the page says so.
 */
export async function POST({ request, locals }) {
	const actor = actorWho(locals, 'walk-with-people');
	const { zone, now } = presentOf(locals);
	const { form, lines } = await readLines(request);
	const day = dayAsked(fieldOf(form, 'day'), inputDate(now, zone));
	const { lost, refused } = await as(actor, (tx) => keepLines(tx, actor, day, lines));
	const kept = !refused && lost.length === 0;
	return json({ kept }, { status: kept ? 200 : 409 });
}
