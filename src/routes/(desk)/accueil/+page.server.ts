import { addDays } from '#lib/frame/deadlines.ts';
import { readExpected } from '#lib/front-desk/front-desk.server.ts';
import { dayWanted, daysBeside } from '#lib/front-desk/rules.ts';
import { as } from '#lib/server/db.ts';
import { inputDate, instantOf } from '#lib/ui/dates.ts';
import { actorWho } from '#lib/web/actor.ts';

/** Who is expected on one day, for the front desk alone. */
export async function load({ locals, url }) {
	const actor = actorWho(locals, 'see-day-at-front-desk');
	const zone = locals.place?.timeZone ?? 'Europe/Paris';
	const today = inputDate(new Date(), zone);
	const day = dayWanted(url.searchParams.get('jour'), today);
	const midnight = (of: string) => instantOf(of, '00:00', zone) ?? new Date();
	const expected = await as(actor, (tx) => readExpected(tx, midnight(day), midnight(addDays(day, 1))));
	return { day, today, ...daysBeside(day, today), expected };
}
