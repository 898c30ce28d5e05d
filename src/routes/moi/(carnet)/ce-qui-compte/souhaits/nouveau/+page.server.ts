import { redirect } from '@sveltejs/kit';
import { openHerGoal } from '#lib/goals/hers.server.ts';
import { HerWishForm } from '#lib/goals/rules.ts';
import { asHer } from '#lib/server/db.ts';
import { herOf } from '#lib/space/her.server.ts';
import { partToWrite, readOpenParts } from '#lib/space/writing.server.ts';
import { readForm } from '#lib/web/form.ts';
import { onceAsTyped, refused } from '#lib/web/once.server.ts';

/** Where she may say a wish, and who would read it. */
export async function load({ locals, url }) {
	const parts = await asHer(herOf(locals), readOpenParts);
	return { parts, asked: url.searchParams.get('partie'), formKey: crypto.randomUUID() };
}

export const actions = {
	default: async ({ request, locals }) => {
		const read = await readForm(request, HerWishForm);
		if (!read.ok) return refused(read);
		const path = await asHer(herOf(locals), (tx) =>
			onceAsTyped(tx, read, async () => {
				const id = await openHerGoal(tx, await partToWrite(tx, read.data.part), read.data);
				return `/moi/ce-qui-compte?fait=note#souhait-${id}`;
			})
		);
		redirect(303, path);
	}
};
