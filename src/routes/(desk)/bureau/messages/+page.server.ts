import { redirect } from '@sveltejs/kit';
import { keepDays, readMyDays } from '#lib/correspondence/days.server.ts';
import { DaysForm } from '#lib/correspondence/rules.ts';
import { as } from '#lib/server/db.ts';
import { actorWho } from '#lib/web/actor.ts';
import { readForm } from '#lib/web/form.ts';
import { once, refused } from '#lib/web/once.server.ts';

/** On which days I read messages, and when I am away: told to those whom I accompany, above their own field. */
export async function load({ locals, url }) {
	const actor = actorWho(locals, 'walk-with-people');
	return { mine: await as(actor, readMyDays), done: url.searchParams.has('fait'), formKey: crypto.randomUUID() };
}

export const actions = {
	default: async ({ request, locals }) => {
		const actor = actorWho(locals, 'walk-with-people');
		const read = await readForm(request, DaysForm);
		if (!read.ok) return refused(read);
		const path = await as(actor, (tx) =>
			once(tx, read.formKey, async () => {
				await keepDays(tx, read.data);
				return '/bureau/messages?fait';
			})
		);
		redirect(303, path);
	}
};
