import { error, fail, redirect } from '@sveltejs/kit';
import { readPersonForm, refusedHere } from '#lib/people/form.ts';
import { as } from '#lib/server/db.ts';
import { answerView, declineView, openView, wasAsked } from '#lib/views/given.server.ts';
import { GiveForm } from '#lib/views/rules.ts';
import { actorOf } from '#lib/web/actor.ts';
import { readTyped, type Issue } from '#lib/web/form.ts';
import { idFrom } from '#lib/web/found.ts';
import { once } from '#lib/web/once.server.ts';

/** "Donner un regard": one question and exactly the texts that are shown with it; once ended, nothing of it but that it has ended. */
export async function load({ locals, params }) {
	const id = idFrom(params.view);
	return as(actorOf(locals), async (tx) => {
		const view = await openView(tx, id);
		if (!view && !(await wasAsked(tx, id))) error(404);
		return { view: view ?? null, formKey: crypto.randomUUID() };
	});
}

export const actions = {
	donner: async ({ request, params, locals }) => {
		const actor = actorOf(locals);
		const id = idFrom(params.view);
		const read = await readPersonForm(request, GiveForm);
		if (!read.ok) return refusedHere(read);
		const path = await as(actor, async (tx) => {
			if (!(await wasAsked(tx, id))) error(404);
			return once(tx, read.formKey, async () => ((await answerView(tx, id, read.data.answer)) ? '/bureau?regard=donne' : OVER));
		});
		if (path === OVER) return fail(409, { issues: [] as Issue[], typed: read.typed, numbers: [] });
		redirect(303, path);
	},

	rendre: async ({ request, params, locals }) => {
		const id = idFrom(params.view);
		const { formKey } = await readTyped(request);
		const path = await as(actorOf(locals), async (tx) => {
			if (!(await wasAsked(tx, id))) error(404);
			return once(tx, formKey, async () => {
				await declineView(tx, id);
				return '/bureau?regard=rendu';
			});
		});
		redirect(303, path);
	}
};

/** What a form sent too late leads to: the page again, with what was typed. */
const OVER = 'over';
