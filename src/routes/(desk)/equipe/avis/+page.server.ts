import { fail, redirect } from '@sveltejs/kit';
import { can } from '#lib/access/access.ts';
import { readOpinions, sayOfOpinions } from '#lib/opinion/opinion.server.ts';
import { WordForm } from '#lib/opinion/rules.ts';
import { as } from '#lib/server/db.ts';
import { actorWho } from '#lib/web/actor.ts';
import { readForm, type Issue, type Typed } from '#lib/web/form.ts';
import { once, StaleError } from '#lib/web/once.server.ts';

/** What people answered about this organisation, half-year by half-year, and what the team says of it. */
export async function load({ locals, url }) {
	const actor = actorWho(locals, 'see-opinions');
	return {
		opinions: await as(actor, (tx) => readOpinions(tx, actor.organization)),
		maySay: can(actor, 'say-of-opinions'),
		done: url.searchParams.get('fait')
	};
}

interface Again {
	issues: Issue[];
	typed: Typed;
	/** What a colleague said meanwhile. */
	stored?: { words: string; shown: boolean };
}

export const actions = {
	default: async ({ request, locals }) => {
		const actor = actorWho(locals, 'say-of-opinions');
		const read = await readForm(request, WordForm);
		if (!read.ok) return fail<Again>(422, { issues: read.issues, typed: read.typed });
		let path: string;
		try {
			path = await as(actor, (tx) =>
				once(tx, read.formKey, async () => {
					await sayOfOpinions(tx, actor.organization, read.data);
					return '/equipe/avis?fait=garde';
				})
			);
		} catch (problem) {
			if (!(problem instanceof StaleError)) throw problem;
			return fail<Again>(409, { issues: [], typed: read.typed, stored: problem.stored as Again['stored'] & object });
		}
		redirect(303, path);
	}
};
