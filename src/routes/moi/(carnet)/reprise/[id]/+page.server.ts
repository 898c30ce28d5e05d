import { redirect } from '@sveltejs/kit';
import { keptPost, throwAway } from '#lib/accounts/kept.server.ts';
import { asHer } from '#lib/server/db.ts';
import { herOf } from '#lib/space/her.server.ts';
import { herPath } from '#lib/space/paths.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { writtenIn } from '#lib/web/unsent.ts';

/** What she sent after her session had ended: it goes again to where it was going, with the same one-time key, so that it is recorded once. */
export async function load({ locals, params }) {
	const kept = found(await asHer(herOf(locals), (tx) => keptPost(tx, idFrom(params.id))));
	const hidden = kept.fields.map(([name, value]) => ({ name, value }));
	return { path: found(herPath(kept.path)), hidden, written: writtenIn(hidden) };
}

export const actions = {
	default: async ({ locals, params }) => {
		await asHer(herOf(locals), (tx) => throwAway(tx, idFrom(params.id)));
		redirect(303, '/moi');
	}
};
