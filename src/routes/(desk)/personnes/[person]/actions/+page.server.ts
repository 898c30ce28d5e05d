import { redirect } from '@sveltejs/kit';
import { addAction, readEveryAction } from '#lib/actions/changes.server.ts';
import { AddedAction } from '#lib/actions/rules.ts';
import { goalChoices, readGoals } from '#lib/goals/goals.server.ts';
import { calledNames, namedToday } from '#lib/interviews/audience.server.ts';
import { readPersonForm, refusedHere } from '#lib/people/form.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as, asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { once } from '#lib/web/once.server.ts';

/** Who does what, open and answered, wherever it was said. */
export async function load({ locals, params, url }) {
	const id = idFrom(params.person);
	return asIn(actorOf(locals), id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		const [actions, goals, named] = await Promise.all([
			readEveryAction(tx, pathway),
			readGoals(tx, pathway.key, pathway.accompaniment.id),
			namedToday(tx, pathway)
		]);
		const names = calledNames(named);
		return {
			person: headOf(pathway),
			actions,
			goals: goalChoices(goals),
			under: goalChoices(goals.filter(({ state }) => state === 'open')),
			/** The goal that somebody came from, to add an action to. */
			wanted: goals.find((goal) => goal.id === url.searchParams.get('pour'))?.id ?? '',
			named: named.map((one) => ({ id: one.id, name: names.get(one.id) ?? one.first_name, me: one.me })),
			said: url.searchParams.has('fait'),
			formKey: crypto.randomUUID()
		};
	});
}

export const actions = {
	/** Adds one, outside a meeting. */
	default: async ({ request, locals, params }) => {
		const id = idFrom(params.person);
		const actor = actorOf(locals);
		const read = await readPersonForm(request, AddedAction);
		if (!read.ok) return refusedHere(read);
		const path = await as(actor, (tx) =>
			once(tx, read.formKey, async () => {
				await addAction(tx, writable(found(await readPathway(tx, id))), actor, read.data);
				return `/personnes/${id}/actions?fait`;
			})
		);
		redirect(303, path);
	}
};
