import { fail, redirect } from '@sveltejs/kit';
import { ColleagueGone } from '#lib/companions/companions.server.ts';
import { readPersonForm } from '#lib/people/form.ts';
import { openPathway, PossibleDouble, readNameable, type Double } from '#lib/people/opening.server.ts';
import { OpeningForm } from '#lib/people/rules.ts';
import { as } from '#lib/server/db.ts';
import { actorWho } from '#lib/web/actor.ts';
import type { Issue } from '#lib/web/form.ts';
import { hereOf } from '#lib/web/here.ts';
import { once } from '#lib/web/once.server.ts';

/** Opening a pathway: a name to use is enough. */
export async function load({ locals }) {
	const actor = actorWho(locals, 'open-pathway');
	return { formKey: crypto.randomUUID(), today: hereOf(locals).today, colleagues: await as(actor, (tx) => readNameable(tx, actor)) };
}

export const actions = {
	default: async ({ request, locals }) => {
		const actor = actorWho(locals, 'open-pathway');
		const { today } = hereOf(locals);
		const read = await readPersonForm(request, OpeningForm(today));
		if (!read.ok) return fail(422, { issues: read.issues, typed: read.typed, numbers: read.numbers, doubles: [] });
		let path: string;
		try {
			path = await as(actor, (tx) => once(tx, read.formKey, async () => `/personnes/${await openPathway(tx, actor, read.data, today)}`));
		} catch (problem) {
			const kept = { issues: [] as Issue[], typed: read.typed, numbers: [], doubles: [] as Double[] };
			if (problem instanceof PossibleDouble) return fail(422, { ...kept, doubles: problem.doubles });
			if (problem instanceof ColleagueGone) return fail(422, { ...kept, issues: [{ field: 'colleagues.0.member', code: 'choice' }] });
			throw problem;
		}
		redirect(303, path);
	}
};
