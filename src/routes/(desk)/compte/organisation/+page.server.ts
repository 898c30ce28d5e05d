import { readChanges } from '#lib/organization/changes.server.ts';
import { readMembers } from '#lib/organization/members.server.ts';
import { as } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';

/** Who works here with which rights, and what administrators changed: for everybody who works here. */
export async function load({ locals, url }) {
	const actor = actorOf(locals);
	const before = url.searchParams.get('avant');
	const [members, changes] = await as(actor, (tx) =>
		Promise.all([readMembers(tx), readChanges(tx, before === null ? null : idFrom(before))])
	);
	const now = new Date();
	return {
		organization: found(locals.place).organization,
		members: members.filter(({ ended_at }) => ended_at === null || ended_at > now),
		...changes
	};
}
