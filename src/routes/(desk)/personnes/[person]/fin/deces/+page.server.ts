import { redirect } from '@sveltejs/kit';
import { recordDeath } from '#lib/people/ending.server.ts';
import { headOf } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { DeathForm } from '#lib/people/rules.ts';
import { as, asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { readForm } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';
import { once, refused } from '#lib/web/once.server.ts';

/** A death: one gesture, asked once. */
export async function load({ locals, params }) {
	const id = idFrom(params.person);
	return asIn(actorOf(locals), id, async (tx) => {
		const person = headOf(found(await readPathway(tx, id)));
		if (person.readOnly) redirect(303, `/personnes/${id}/fin`);
		return { person, formKey: crypto.randomUUID(), today: hereOf(locals).today };
	});
}

export const actions = {
	default: async ({ request, params, locals }) => {
		const actor = actorOf(locals);
		const id = idFrom(params.person);
		const { today } = hereOf(locals);
		const read = await readForm(request, DeathForm(today));
		if (!read.ok) return refused(read);
		const path = await as(actor, (tx) =>
			once(tx, read.formKey, async () => {
				await recordDeath(tx, found(await readPathway(tx, id)), read.data.ended_on ?? today);
				return `/personnes/${id}`;
			})
		);
		redirect(303, path);
	}
};
