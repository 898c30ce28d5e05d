import { presentOf } from '#lib/appointments/rules.ts';
import { readSheet } from '#lib/day/day.server.ts';
import { dayAsked } from '#lib/day/rules.ts';
import { as } from '#lib/server/db.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { actorWho } from '#lib/web/actor.ts';

/** A sheet to write on by hand: hours, and the names that may stand on paper. A coming day too, printed the evening before. */
export async function load({ locals, url }) {
	const actor = actorWho(locals, 'walk-with-people');
	const here = presentOf(locals);
	const day = dayAsked(url.searchParams.get('jour'), inputDate(here.now, here.zone), true);
	return { day, lines: await as(actor, (tx) => readSheet(tx, actor, day, here)) };
}
