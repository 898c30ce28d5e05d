import { fail, redirect } from '@sveltejs/kit';
import { readOne } from '#lib/interviews/change-readers.server.ts';
import type { ReadInterview, ReadNote } from '#lib/interviews/notes.server.ts';
import { answerReadBack } from '#lib/interviews/read-back.server.ts';
import { ReadBackForm } from '#lib/interviews/rules.ts';
import { readPersonForm, type Numbers } from '#lib/people/form.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { as, asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import type { Issue, Typed } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { once, StaleError } from '#lib/web/once.server.ts';

/** The text asked for, or the one of whoever recorded the meeting; 404 when it is not mine to read. */
const textOf = ({ note, sides }: ReadInterview, wanted: string | null): ReadNote =>
	found([note, ...sides].find((one) => (wanted ? one?.id === wanted : one === note)) ?? null);

/** "C’est bien ça ?": one text in large type, to be read again together. */
export async function load({ locals, params, url }) {
	return asIn(actorOf(locals), idFrom(params.person), async (tx) => {
		const { pathway, interview } = await readOne(tx, params);
		const note = textOf(interview, url.searchParams.get('texte'));
		return {
			person: headOf(pathway),
			interview,
			note,
			side: note !== interview.note,
			/** One comes from the middle of a meeting, and goes back there. */
			back: url.searchParams.get('retour') === 'entretien',
			formKey: crypto.randomUUID()
		};
	});
}

interface Again {
	issues: Issue[];
	typed: Typed;
	numbers?: Numbers;
	/** Corrected meanwhile: her answer was to another text. */
	changed?: boolean;
}

export const actions = {
	/** Keeps her answer; "à corriger" without words of hers leads to the correction. */
	default: async ({ request, locals, params, url }) => {
		const read = await readPersonForm(request, ReadBackForm);
		if (!read.ok) return fail<Again>(422, { issues: read.issues, typed: read.typed, numbers: read.numbers });
		try {
			const path = await as(actorOf(locals), (tx) =>
				once(tx, read.formKey, async () => {
					const { pathway, interview } = await readOne(tx, params);
					const note = textOf(interview, read.data.note);
					await answerReadBack(tx, writable(pathway), note, read.data);
					const entretiens = `/personnes/${pathway.accompaniment.id}/entretiens`;
					if (read.data.value === 'to-correct' && !read.data.words && note === interview.note)
						return `${entretiens}/${interview.id}?fait=a-corriger#corriger`;
					return url.searchParams.get('retour') === 'entretien' ? `${entretiens}/nouveau` : `${entretiens}/${interview.id}?fait=relu`;
				})
			);
			redirect(303, path);
		} catch (problem) {
			if (!(problem instanceof StaleError)) throw problem;
			return fail<Again>(409, { issues: [], typed: read.typed, changed: true });
		}
	}
};
