import { redirect } from '@sveltejs/kit';
import { headOf, writable } from '#lib/people/head.ts';
import { readMoments, recordMoment } from '#lib/people/moment.server.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { MomentForm, type MomentValue } from '#lib/people/rules.ts';
import { as, asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { readForm } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';
import { once, refused } from '#lib/web/once.server.ts';

/** "En ce moment": avancer, tenir bon, en pause. */
export async function load({ locals, params }) {
	const id = idFrom(params.person);
	return asIn(actorOf(locals), id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		return {
			person: headOf(pathway),
			moment: pathway.accompaniment.moment as MomentValue,
			until: pathway.accompaniment.moment_until,
			moments: await readMoments(tx, id),
			formKey: crypto.randomUUID()
		};
	});
}

export const actions = {
	default: async ({ request, params, locals }) => {
		const actor = actorOf(locals);
		const id = idFrom(params.person);
		const { today } = hereOf(locals);
		const read = await readForm(request, MomentForm(today));
		if (!read.ok) return refused(read);
		const path = await as(actor, (tx) =>
			once(tx, read.formKey, async () => {
				writable(found(await readPathway(tx, id)));
				await recordMoment(tx, id, read.data, today);
				return `/personnes/${id}`;
			})
		);
		redirect(303, path);
	}
};
