import { redirect } from '@sveltejs/kit';
import { readAnswers, recordAnswer } from '#lib/people/answer.server.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { AnswerForm } from '#lib/people/rules.ts';
import { as, asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { readForm } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';
import { once, refused } from '#lib/web/once.server.ts';

/** Her answer to the invitation, and those she gave before. */
export async function load({ locals, params }) {
	const id = idFrom(params.person);
	return asIn(actorOf(locals), id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		return { person: headOf(pathway), answers: await readAnswers(tx, id), formKey: crypto.randomUUID(), today: hereOf(locals).today };
	});
}

export const actions = {
	default: async ({ request, params, locals }) => {
		const actor = actorOf(locals);
		const id = idFrom(params.person);
		const { today } = hereOf(locals);
		const read = await readForm(request, AnswerForm(today));
		if (!read.ok) return refused(read);
		const path = await as(actor, (tx) =>
			once(tx, read.formKey, async () => {
				writable(found(await readPathway(tx, id)));
				await recordAnswer(tx, id, { ...read.data, said_on: read.data.said_on ?? today });
				return `/personnes/${id}`;
			})
		);
		redirect(303, path);
	}
};
