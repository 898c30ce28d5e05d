import { fail, redirect } from '@sveltejs/kit';
import { calledNames, namedToday } from '#lib/interviews/audience.server.ts';
import { closeDraft, dropDraft, keepDraft, readDrafts, type Draft, type Place } from '#lib/interviews/drafts.server.ts';
import { isQuiet } from '#lib/needs/codes.ts';
import { openNeed, readTwin, type Need } from '#lib/needs/needs.server.ts';
import { isBegun, OpeningForm, placeOf, TopicForm } from '#lib/needs/rules.ts';
import { readPersonForm, type Numbers } from '#lib/people/form.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as, asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { typedAt } from '#lib/web/fields.ts';
import { readForm, readTyped, type Issue, type Typed } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { onceAsTyped, StaleError } from '#lib/web/once.server.ts';

/** One that does not exist yet; which it is stands inside the draft. */
const BEGUN: Place = { form: 'need' };

/** Who would read a need opened now. Which one was chosen comes with the form, never with the address. */
export async function load({ locals, params }) {
	return asIn(actorOf(locals), idFrom(params.person), async (tx) => {
		const pathway = found(await readPathway(tx, idFrom(params.person)));
		const [named, drafts] = await Promise.all([namedToday(tx, pathway), readDrafts(tx, pathway, BEGUN)]);
		const names = calledNames(named);
		return {
			person: headOf(pathway),
			named: named.map(({ id, first_name, me }) => ({ id, name: names.get(id) ?? first_name, me })),
			/** What I began and did not record. */
			begun: drafts.map(({ formKey, keptAt }) => ({ formKey, keptAt })),
			formKey: crypto.randomUUID()
		};
	});
}

interface Again {
	issues: Issue[];
	/** Which need is being opened; nothing else while it was only chosen. */
	typed: Typed;
	chosen?: true;
	numbers?: Numbers;
	/** The draft was just kept, at this instant. */
	keptAt?: string;
	/** A draft of mine was taken up. */
	taken?: { formKey: string; keptAt: string };
	/** The same need, opened meanwhile: what was typed goes on there. */
	stored?: Need;
}

const takenUp = ({ formKey, keptAt, typed }: Draft): Again => ({
	issues: [],
	typed: { ...typed, form_key: formKey },
	keptAt,
	taken: { formKey, keptAt }
});

export const actions = {
	/** One gesture from its family. Nothing is written yet; one that is open already is gone to. */
	choisir: async ({ request, locals, params }) => {
		const read = await readForm(request, TopicForm);
		if (!read.ok) return fail<Again>(422, { issues: read.issues, typed: {} });
		const { there, draft } = await as(actorOf(locals), async (tx) => {
			const pathway = writable(found(await readPathway(tx, idFrom(params.person))));
			const twin = await readTwin(tx, pathway, read.data.code);
			const begun = await readDrafts(tx, pathway, BEGUN);
			return {
				there: twin && `/personnes/${pathway.accompaniment.id}/besoins/${twin.id}`,
				draft: begun.find(({ typed }) => typedAt(typed, 'code') === read.data.code && read.data.code !== 'OTHER')
			};
		});
		if (there) redirect(303, there);
		if (draft) return takenUp(draft);
		return { issues: [], typed: { code: read.data.code }, chosen: true } satisfies Again as Again;
	},

	/** Goes on with one that was begun. */
	reprendre: async ({ request, locals, params }) => {
		const { formKey } = await readTyped(request);
		const draft = await as(actorOf(locals), async (tx) => {
			const begun = await readDrafts(tx, found(await readPathway(tx, idFrom(params.person))), BEGUN);
			return begun.find((one) => one.formKey === formKey);
		});
		// Recorded or thrown away meanwhile, in another window.
		if (!draft) redirect(303, `/personnes/${idFrom(params.person)}/besoins`);
		return takenUp(draft);
	},

	/** Keeps what is typed for later; while one types, the page's script sends it here too. Refused once it is recorded. */
	brouillon: async ({ request, locals, params }) => {
		const { typed, formKey } = await readTyped(request);
		const now = new Date();
		const kept = await as(actorOf(locals), async (tx) =>
			keepDraft(tx, writable(found(await readPathway(tx, idFrom(params.person)))), formKey, typed, now, { ...BEGUN, says: isBegun(typed) })
		);
		if (!kept) return fail<Again>(409, { issues: [], typed: { ...typed, form_key: crypto.randomUUID() } });
		return { issues: [], typed, keptAt: now.toISOString() } satisfies Again as Again;
	},

	jeter: async ({ request, locals, params }) => {
		const { formKey } = await readTyped(request);
		await as(actorOf(locals), async (tx) => dropDraft(tx, found(await readPathway(tx, idFrom(params.person))), formKey, BEGUN));
		redirect(303, `/personnes/${idFrom(params.person)}/besoins`);
	},

	noter: async ({ request, locals, params }) => {
		const read = await readPersonForm(request, OpeningForm);
		if (!read.ok) return fail<Again>(422, { issues: read.issues, typed: read.typed, numbers: read.numbers });
		let path: string;
		try {
			path = await as(actorOf(locals), (tx) =>
				onceAsTyped(tx, read, async () => {
					const pathway = writable(found(await readPathway(tx, idFrom(params.person))));
					const { id, concealed } = pathway.accompaniment;
					await closeDraft(tx, pathway, read.formKey, BEGUN);
					const need = await openNeed(tx, pathway, read.data);
					return `/personnes/${id}/besoins?fait=note${placeOf({ id: need, quiet: isQuiet(read.data.code, concealed) })}`;
				})
			);
		} catch (problem) {
			if (!(problem instanceof StaleError)) throw problem;
			return fail<Again>(409, { issues: [], typed: read.typed, stored: problem.stored.need as Need });
		}
		redirect(303, path);
	}
};
