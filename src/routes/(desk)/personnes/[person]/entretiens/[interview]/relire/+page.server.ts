import { fail, redirect } from '@sveltejs/kit';
import { readOne } from '#lib/interviews/change-readers.server.ts';
import { dropDraft, keepDraft, readDrafts, takeUp, type Place } from '#lib/interviews/drafts.server.ts';
import type { ReadInterview, ReadNote } from '#lib/interviews/notes.server.ts';
import { answerReadBack } from '#lib/interviews/read-back.server.ts';
import { ReadBackForm } from '#lib/interviews/rules.ts';
import { readPersonForm, type Numbers } from '#lib/people/form.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { as, asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { typedAt } from '#lib/web/fields.ts';
import { readTyped, type Issue, type Typed } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { once, StaleError } from '#lib/web/once.server.ts';

/** The text asked for, or the one of whoever recorded the meeting; 404 when it is not mine to read. */
const textOf = ({ note, sides }: ReadInterview, wanted: string | null): ReadNote =>
	found([note, ...sides].find((one) => (wanted ? one?.id === wanted : one === note)) ?? null);

const draftOf = (interview: string): Place => ({ form: 'read-back', about: interview });

/** "C’est bien ça ?": one text in large type, to be read again together. */
export async function load({ locals, params, url }) {
	return asIn(actorOf(locals), idFrom(params.person), async (tx) => {
		const { pathway, interview } = await readOne(tx, params);
		const note = textOf(interview, url.searchParams.get('texte'));
		const drafts = await readDrafts(tx, pathway, draftOf(interview.id));
		return {
			person: headOf(pathway),
			interview,
			note,
			side: note !== interview.note,
			/** One comes from the middle of a meeting, and goes back there. */
			back: url.searchParams.get('retour') === 'entretien',
			/** Of the text that is shown: a meeting may hold several. */
			...takeUp(
				drafts.filter(({ typed }) => typedAt(typed, 'note') === note.id),
				url.searchParams.get('brouillon')
			)
		};
	});
}

interface Again {
	issues: Issue[];
	typed: Typed;
	numbers?: Numbers;
	/** The draft was just kept, at this instant. */
	keptAt?: string;
	/** Corrected meanwhile: her answer was to another text. */
	changed?: boolean;
}

export const actions = {
	/** Keeps her answer; "à corriger" without words of hers leads to the correction. */
	noter: async ({ request, locals, params, url }) => {
		const read = await readPersonForm(request, ReadBackForm);
		if (!read.ok) return fail<Again>(422, { issues: read.issues, typed: read.typed, numbers: read.numbers });
		try {
			const path = await as(actorOf(locals), (tx) =>
				once(tx, read.formKey, async () => {
					const { pathway, interview } = await readOne(tx, params);
					const note = textOf(interview, read.data.note);
					await dropDraft(tx, pathway, read.formKey, draftOf(interview.id));
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
	},

	/** Keeps what is typed for later; while one types, the page's script sends it here too. Refused once it is recorded. */
	brouillon: async ({ request, locals, params }) => {
		const { typed, formKey } = await readTyped(request);
		const now = new Date();
		const says = ['value', 'words', 'how'].some((name) => typedAt(typed, name) !== '');
		const kept = await as(actorOf(locals), async (tx) => {
			const { pathway, interview } = await readOne(tx, params);
			textOf(interview, typedAt(typed, 'note'));
			return keepDraft(tx, writable(pathway), formKey, typed, now, { ...draftOf(interview.id), says });
		});
		if (!kept) return fail<Again>(409, { issues: [], typed: { ...typed, form_key: crypto.randomUUID() } });
		return { issues: [], typed, keptAt: now.toISOString() } satisfies Again as Again;
	},

	jeter: async ({ request, locals, params, url }) => {
		const { formKey } = await readTyped(request);
		const path = await as(actorOf(locals), async (tx) => {
			const { pathway, interview } = await readOne(tx, params);
			await dropDraft(tx, pathway, formKey, draftOf(interview.id));
			const kept = ['texte', 'retour'].flatMap((name) => url.searchParams.getAll(name).map((value) => [name, value]));
			return `/personnes/${pathway.accompaniment.id}/entretiens/${interview.id}/relire?${new URLSearchParams(kept)}`;
		});
		redirect(303, path);
	}
};
