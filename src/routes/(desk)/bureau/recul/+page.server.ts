import { as } from '#lib/server/db.ts';
import { readCircling } from '#lib/views/round.server.ts';
import { actorWho } from '#lib/web/actor.ts';
import { isId } from '#lib/web/found.ts';

/**
 * "Prendre du recul": a page of one's own. With whom we may be going round in circles, worked out now and stored nowhere.
 * Who is set aside stands in the address of this visit alone.
 */
export async function load({ locals, url }) {
	const actor = actorWho(locals, 'walk-with-people');
	const aside = url.searchParams.getAll('sans').filter(isId).slice(0, 200);
	const circling = await as(actor, (tx) => readCircling(tx));
	return { people: circling.filter(({ id }) => !aside.includes(id)), aside };
}
