import { redirect } from '@sveltejs/kit';
import { readOpinions } from '#lib/opinion/opinion.server.ts';
import { OpinionForm } from '#lib/opinion/rules.ts';
import { giveOpinion } from '#lib/opinion/waiting.server.ts';
import { asHer } from '#lib/server/db.ts';
import { herOf, readParts } from '#lib/space/her.server.ts';
import { readForm } from '#lib/web/form.ts';
import { notPossible } from '#lib/web/not-possible.ts';
import { refused } from '#lib/web/once.server.ts';

/** "Mon avis": six questions, and what was answered to them where the team shows it. Whether she answered already is known to nobody. */
export async function load({ locals, url }) {
	return asHer(herOf(locals), async (tx) => {
		const parts = await readParts(tx);
		const organizations = [...new Map(parts.map(({ organization: { id, name } }) => [id, { id, name }])).values()];
		return {
			organizations: await Promise.all(organizations.map(async (one) => ({ ...one, opinions: await readOpinions(tx, one.id) }))),
			given: url.searchParams.get('fait') === 'donne',
			formKey: crypto.randomUUID()
		};
	});
}

export const actions = {
	/** No key of this form is kept beside her name, as it is for every other: what waits knows the form, and nobody's. */
	default: async ({ request, locals }) => {
		const her = herOf(locals);
		const read = await readForm(request, OpinionForm);
		if (!read.ok) return refused(read);
		const { part, ...said } = read.data;
		try {
			await asHer(her, (tx) => giveOpinion(tx, part, said, read.formKey));
		} catch (problem) {
			return notPossible(problem, read.typed);
		}
		redirect(303, '/moi/avis?fait=donne');
	}
};
