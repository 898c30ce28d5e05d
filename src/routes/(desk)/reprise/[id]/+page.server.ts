import { redirect } from '@sveltejs/kit';
import { keptPost, throwAway } from '#lib/accounts/kept.server.ts';
import { ownPath } from '#lib/accounts/paths.ts';
import { as } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { writtenIn } from '#lib/web/unsent.ts';

/** One kept post: its form goes again to where it was going, with the same one-time key, so that it is recorded once. */
export async function load({ locals, params }) {
	const kept = found(await as(actorOf(locals), (tx) => keptPost(tx, idFrom(params.id))));
	const hidden = kept.fields.map(([name, value]) => ({ name, value }));
	return {
		path: found(ownPath(kept.path)),
		keptAt: kept.keptAt,
		hidden,
		written: writtenIn(hidden).map(({ value }) => value)
	};
}

export const actions = {
	default: async ({ locals, params }) => {
		await as(actorOf(locals), (tx) => throwAway(tx, idFrom(params.id)));
		redirect(303, '/reprise');
	}
};
