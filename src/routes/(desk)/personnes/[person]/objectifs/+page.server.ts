import { fail, redirect } from '@sveltejs/kit';
import { readEveryAction } from '#lib/actions/changes.server.ts';
import { openGoal } from '#lib/goals/agreeing.server.ts';
import { doingsOf } from '#lib/goals/doings.ts';
import { gainsOf } from '#lib/goals/gained.ts';
import { readGoals } from '#lib/goals/goals.server.ts';
import { WishForm } from '#lib/goals/rules.ts';
import { calledNames, namedToday } from '#lib/interviews/audience.server.ts';
import { readPersonForm } from '#lib/people/form.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as, asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { once } from '#lib/web/once.server.ts';

/** Her wishes and what is agreed, side by side; the small steps; what was gained, in words. */
export async function load({ locals, params }) {
	const id = idFrom(params.person);
	return asIn(actorOf(locals), id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		const [goals, actions, named] = await Promise.all([
			readGoals(tx, pathway.key, pathway.accompaniment.id),
			readEveryAction(tx, pathway),
			namedToday(tx, pathway)
		]);
		const names = calledNames(named);
		return {
			person: headOf(pathway),
			goals,
			gains: gainsOf(doingsOf(actions, goals)),
			named: named.map((one) => ({ id: one.id, name: names.get(one.id) ?? one.first_name, me: one.me })),
			formKey: crypto.randomUUID()
		};
	});
}

export const actions = {
	/** Begins with her wish; everything else is said on the page of the goal. */
	default: async ({ request, locals, params }) => {
		const id = idFrom(params.person);
		const read = await readPersonForm(request, WishForm);
		if (!read.ok) return fail(422, { issues: read.issues, typed: read.typed, numbers: read.numbers });
		const path = await as(actorOf(locals), (tx) =>
			once(tx, read.formKey, async () => {
				const goal = await openGoal(tx, writable(found(await readPathway(tx, id))), read.data);
				return `/personnes/${id}/objectifs/${goal}?fait`;
			})
		);
		redirect(303, path);
	}
};
