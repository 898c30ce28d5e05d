import { readSize } from '#lib/directory/directory.server.ts';
import { isAsked, readDirectoryQuery } from '#lib/directory/rules.ts';
import { searchServices } from '#lib/directory/search.server.ts';
import { as } from '#lib/server/db.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { actorOf } from '#lib/web/actor.ts';

/** What the territory offers for what the address asks; how much there is, when nothing is asked. */
export async function load({ locals, url }) {
	const actor = actorOf(locals);
	const query = readDirectoryQuery(url.searchParams);
	const today = inputDate(new Date(), locals.place?.timeZone ?? 'Europe/Paris');
	const { results, size } = await as(actor, async (tx) => ({
		results: isAsked(query) ? await searchServices(tx, query, today) : null,
		size: await readSize(tx)
	}));
	return { query, results, size, today };
}
