import { fail, redirect } from '@sveltejs/kit';
import { referenceOf } from '#lib/people/reference.ts';
import { as } from '#lib/server/db.ts';
import { answerQuestion, readQuestionsHere } from '#lib/space-sees/looked.server.ts';
import { AnswerForm } from '#lib/space-sees/rules.ts';
import { actorWho } from '#lib/web/actor.ts';
import { readForm } from '#lib/web/form.ts';
import { once, refused } from '#lib/web/once.server.ts';

/** Questions about a reading that nobody of coordination may answer: they fall to an administrator, under a reference and no name. */
export async function load({ locals, url }) {
	const questions = await as(actorWho(locals, 'change-settings'), readQuestionsHere);
	return { questions: questions.map((one) => ({ ...one, reference: referenceOf(one.reference) })), done: url.searchParams.has('fait') };
}

export const actions = {
	repondre: async ({ request, locals }) => {
		const actor = actorWho(locals, 'change-settings');
		const read = await readForm(request, AnswerForm);
		if (!read.ok) return refused(read);
		let answered = false;
		const path = await as(actor, (tx) =>
			once(tx, read.formKey, async () => {
				answered = await answerQuestion(tx, read.data);
				return answered ? '/reglages/acces?fait' : '/reglages/acces';
			})
		);
		if (path.endsWith('?fait')) redirect(303, path);
		return fail(409, { issues: [{ field: 'answer', code: 'reading_answered' }], typed: read.typed });
	}
};
