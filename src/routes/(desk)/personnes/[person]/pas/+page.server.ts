import { redirect } from '@sveltejs/kit';
import { readPersonForm, refusedHere } from '#lib/people/form.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as, asIn } from '#lib/server/db.ts';
import { HerStepForm, OneStepForm } from '#lib/space/doing.ts';
import { keepStep, readSteps, takeStepBack } from '#lib/space/steps.server.ts';
import { actorOf } from '#lib/web/actor.ts';
import { readForm } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';
import { once, refused } from '#lib/web/once.server.ts';

/** "J’ai avancé", said at the desk between two meetings: hers, with who noted it. */
export async function load({ locals, params, url }) {
	const actor = actorOf(locals);
	const id = idFrom(params.person);
	return asIn(actor, id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		return {
			person: headOf(pathway),
			steps: (await readSteps(tx, pathway)).map(({ noted_by, ...step }) => ({ ...step, mine: noted_by === actor.member })),
			done: url.searchParams.get('fait'),
			formKey: crypto.randomUUID()
		};
	});
}

export const actions = {
	garder: async ({ request, locals, params }) => {
		const id = idFrom(params.person);
		const { today } = hereOf(locals);
		const read = await readPersonForm(request, HerStepForm);
		if (!read.ok) return refusedHere(read);
		const path = await as(actorOf(locals), (tx) =>
			once(tx, read.formKey, async () => {
				await keepStep(tx, writable(found(await readPathway(tx, id))), read.data.text, today);
				return `/personnes/${id}/pas?fait=garde`;
			})
		);
		redirect(303, path);
	},

	/** What I noted, taken back at her word. */
	retirer: async ({ request, locals, params }) => {
		const id = idFrom(params.person);
		const read = await readForm(request, OneStepForm);
		if (!read.ok) return refused(read);
		const path = await asIn(actorOf(locals), id, (tx) =>
			once(tx, read.formKey, async () => {
				writable(found(await readPathway(tx, id)));
				await takeStepBack(tx, read.data.step);
				return `/personnes/${id}/pas?fait=retire`;
			})
		);
		redirect(303, path);
	}
};
