import { can } from '#lib/access/access.ts';
import { readQuery } from '#lib/caseload/rules.ts';
import { findPeople, readDesk } from '#lib/desk/desk.server.ts';
import { as } from '#lib/server/db.ts';
import { readViewsToGive } from '#lib/views/given.server.ts';
import { readAwaited } from '#lib/views/views.server.ts';
import { actorOf } from '#lib/web/actor.ts';

/** My day on one page; with `q`, the people whose name holds these fragments. */
export async function load({ locals, url }) {
	const actor = actorOf(locals);
	const now = new Date();
	const { search } = readQuery(url.searchParams);
	if (!can(actor, 'walk-with-people')) return { firstName: actor.firstName, now, search, desk: null, views: null, found: null, said: null };
	return as(actor, async (tx) => ({
		firstName: actor.firstName,
		now,
		search,
		desk: await readDesk(tx, actor, locals.place?.timeZone ?? 'Europe/Paris', now),
		views: { toGive: await readViewsToGive(tx), asked: await readAwaited(tx, actor) },
		/** What was just done with a view. */
		said: url.searchParams.get('regard'),
		found: search ? await findPeople(tx, actor, search) : null
	}));
}
