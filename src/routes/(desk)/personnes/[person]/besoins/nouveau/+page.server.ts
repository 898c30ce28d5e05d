import { fail, redirect } from '@sveltejs/kit';
import { calledNames, namedToday } from '#lib/interviews/audience.server.ts';
import { isQuiet } from '#lib/needs/codes.ts';
import { openNeed, readTwin, type Need } from '#lib/needs/needs.server.ts';
import { OpeningForm, placeOf, TopicForm } from '#lib/needs/rules.ts';
import { readPersonForm, type Numbers } from '#lib/people/form.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as, asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { readForm, type Issue, type Typed } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { onceAsTyped, StaleError } from '#lib/web/once.server.ts';

/** Who would read a need opened now. Which one was chosen comes with the form, never with the address. */
export async function load({ locals, params }) {
	return asIn(actorOf(locals), idFrom(params.person), async (tx) => {
		const pathway = found(await readPathway(tx, idFrom(params.person)));
		const named = await namedToday(tx, pathway);
		const names = calledNames(named);
		return {
			person: headOf(pathway),
			named: named.map(({ id, first_name, me }) => ({ id, name: names.get(id) ?? first_name, me })),
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
	/** The same need, opened meanwhile: what was typed goes on there. */
	stored?: Need;
}

export const actions = {
	/** One gesture from its family. Nothing is written yet; one that is open already is gone to. */
	choisir: async ({ request, locals, params }) => {
		const read = await readForm(request, TopicForm);
		if (!read.ok) return fail<Again>(422, { issues: read.issues, typed: {} });
		const there = await as(actorOf(locals), async (tx) => {
			const pathway = writable(found(await readPathway(tx, idFrom(params.person))));
			const twin = await readTwin(tx, pathway, read.data.code);
			return twin && `/personnes/${pathway.accompaniment.id}/besoins/${twin.id}`;
		});
		if (there) redirect(303, there);
		return { issues: [], typed: { code: read.data.code }, chosen: true } satisfies Again;
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
