import { fail, redirect } from '@sveltejs/kit';
import { readPersonForm, refusedHere } from '#lib/people/form.ts';
import { ColleagueGone, openPathway, PossibleDouble, readNameable } from '#lib/people/opening.server.ts';
import { OpeningForm } from '#lib/people/rules.ts';
import { as } from '#lib/server/db.ts';
import { actorWho } from '#lib/web/actor.ts';
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
		if (!read.ok) return refusedHere(read);
		let path: string;
		try {
			path = await as(actor, (tx) => once(tx, read.formKey, async () => `/personnes/${await openPathway(tx, actor, read.data, today)}`));
		} catch (problem) {
			if (problem instanceof PossibleDouble) return fail(422, { issues: [], typed: read.typed, numbers: [], doubles: problem.doubles });
			if (problem instanceof ColleagueGone) return refusedHere({ issues: [{ field: 'colleagues.0.member', code: 'choice' }], typed: read.typed, numbers: [] });
			throw problem;
		}
		redirect(303, path);
	}
};
