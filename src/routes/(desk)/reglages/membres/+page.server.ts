import { readMembers } from '#lib/organization/members.server.ts';
import { as } from '#lib/server/db.ts';
import { actorWho } from '#lib/web/actor.ts';

/** Who works here, and who did. */
export async function load({ locals, url }) {
	const actor = actorWho(locals, 'manage-members');
	const now = new Date();
	const members = await as(actor, readMembers);
	const isGone = ({ ended_at }: { ended_at: Date | null }) => ended_at !== null && ended_at <= now;
	return {
		members: members.filter((member) => !isGone(member)),
		former: members.filter(isGone),
		done: url.searchParams.get('fait')
	};
}
