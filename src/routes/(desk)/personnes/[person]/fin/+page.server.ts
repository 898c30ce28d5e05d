import { fail, redirect } from '@sveltejs/kit';
import { calledNames, namedToday } from '#lib/interviews/audience.server.ts';
import { countAhead, endAccompaniment, readEndings, reopenAccompaniment } from '#lib/people/ending.server.ts';
import { readPersonForm, refusedHere } from '#lib/people/form.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { EndingForm, ReopenForm } from '#lib/people/rules.ts';
import { as, asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { readForm } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';
import { once, refused, StaleError } from '#lib/web/once.server.ts';

/** Ending with a shared look back, or taking up the path again. */
export async function load({ locals, params }) {
	const id = idFrom(params.person);
	return asIn(actorOf(locals), id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		return {
			person: headOf(pathway),
			readers: [...calledNames(await namedToday(tx, pathway)).values()],
			ended: pathway.accompaniment.ended_on !== null,
			endings: await readEndings(tx, id, pathway.key),
			ahead: await countAhead(tx, id),
			formKey: crypto.randomUUID(),
			today: hereOf(locals).today
		};
	});
}

export const actions = {
	end: async ({ request, params, locals }) => {
		const actor = actorOf(locals);
		const id = idFrom(params.person);
		const { today } = hereOf(locals);
		const read = await readPersonForm(request, EndingForm(today));
		if (!read.ok) return refusedHere(read);
		let path: string;
		try {
			path = await as(actor, (tx) =>
				once(tx, read.formKey, async () => {
					const pathway = writable(found(await readPathway(tx, id)));
					await endAccompaniment(tx, pathway, { ...read.data, ended_on: read.data.ended_on ?? today });
					return `/personnes/${id}`;
				})
			);
		} catch (problem) {
			// What is stored now is read again by load: here, only that it changed.
			if (problem instanceof StaleError) return fail(409, { issues: [], typed: read.typed, numbers: [], changed: true });
			throw problem;
		}
		redirect(303, path);
	},
	/** Also how a death that was noted by mistake is taken back: the one thing that a closed file accepts. */
	reopen: async ({ request, params, locals }) => {
		const actor = actorOf(locals);
		const id = idFrom(params.person);
		const read = await readForm(request, ReopenForm);
		if (!read.ok) return refused(read);
		const path = await as(actor, (tx) =>
			once(tx, read.formKey, async () => {
				await reopenAccompaniment(tx, found(await readPathway(tx, id)), hereOf(locals).today);
				return `/personnes/${id}`;
			})
		);
		redirect(303, path);
	}
};
