import { keptPosts } from '#lib/accounts/kept.server.ts';
import { as } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';

/** What I sent after a session had ended. */
export async function load({ locals }) {
	return { kept: await as(actorOf(locals), keptPosts) };
}
