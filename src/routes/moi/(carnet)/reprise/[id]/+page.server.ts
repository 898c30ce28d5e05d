import { redirect } from '@sveltejs/kit';
import { keptPost, throwAway } from '#lib/accounts/kept.server.ts';
import { asHer } from '#lib/server/db.ts';
import { WORDS } from '#lib/space/draft.ts';
import { herOf } from '#lib/space/her.server.ts';
import { herPath } from '#lib/space/paths.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { writtenIn } from '#lib/web/unsent.ts';

/**
 * What she began to write, or sent after her session had ended: it goes to where it was going, with the same one-time key, so that it is recorded
 * once. She may go on writing before.
 */
export async function load({ locals, params }) {
	const kept = found(await asHer(herOf(locals), (tx) => keptPost(tx, idFrom(params.id))));
	const fields = kept.fields.map(([name, value]) => ({ name, value }));
	const named = fields.filter(({ name }) => name === WORDS).map(({ value }) => value);
	// A form that came too late does not say which of its fields are words: those that read like some.
	const words = named.length > 0 ? fields.filter(({ name }) => named.includes(name)) : writtenIn(fields);
	return {
		path: found(herPath(kept.path)),
		begun: named.length > 0,
		hidden: fields.filter((field) => !words.includes(field) && field.name !== WORDS),
		words
	};
}

export const actions = {
	default: async ({ locals, params }) => {
		await asHer(herOf(locals), (tx) => throwAway(tx, idFrom(params.id)));
		redirect(303, '/moi');
	}
};
