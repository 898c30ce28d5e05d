import { firstName, shownName } from '#lib/people/name.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { asIn } from '#lib/server/db.ts';
import { readReadings } from '#lib/thread/readings.server.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';

/** Who looked at this pathway. */
export async function load({ locals, params, url }) {
	const id = idFrom(params.person);
	return asIn(actorOf(locals), id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		const name = shownName(pathway.accompaniment);
		return { id, name, first: firstName(name), ...(await readReadings(tx, pathway, url.searchParams.get('avant'))) };
	});
}
