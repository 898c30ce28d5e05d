import { redirect } from '@sveltejs/kit';
import { givenHelper } from '#lib/helper/giving.server.ts';
import { endHelpers, mayHaveHelper } from '#lib/helper/helper.server.ts';
import { helperDays } from '#lib/helper/rules.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as, asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { readTyped } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';
import { once } from '#lib/web/once.server.ts';

/** A helper that she gives at the desk. Whether she has one is not read here. */
export async function load({ locals, params, url }) {
	const id = idFrom(params.person);
	const { today } = hereOf(locals);
	return asIn(actorOf(locals), id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		return {
			person: headOf(pathway),
			offered: await mayHaveHelper(tx, id),
			days: { today, ...helperDays(today) },
			ended: url.searchParams.has('repris'),
			formKey: crypto.randomUUID()
		};
	});
}

export const actions = {
	donner: async ({ request, params, locals, url }) => {
		const actor = actorOf(locals);
		const id = idFrom(params.person);
		const { today, timeZone } = hereOf(locals);
		return givenHelper(request, { today, zone: timeZone, url }, (give) =>
			as(actor, async (tx) => give(tx, writable(found(await readPathway(tx, id)))))
		);
	},

	reprendre: async ({ request, params, locals }) => {
		const actor = actorOf(locals);
		const id = idFrom(params.person);
		const { formKey } = await readTyped(request);
		const to = await as(actor, (tx) =>
			once(tx, formKey, async () => {
				writable(found(await readPathway(tx, id)));
				await endHelpers(tx, id);
				return `/personnes/${id}/aide?repris`;
			})
		);
		redirect(303, to);
	}
};
