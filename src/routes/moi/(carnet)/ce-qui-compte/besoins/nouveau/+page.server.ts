import { fail, redirect } from '@sveltejs/kit';
import { isQuiet } from '#lib/needs/codes.ts';
import { openHerNeed } from '#lib/needs/hers.server.ts';
import { readTwin, type Need } from '#lib/needs/needs.server.ts';
import { HerOpeningForm, HerTopicForm, placeOf } from '#lib/needs/rules.ts';
import { asHer } from '#lib/server/db.ts';
import { herOf } from '#lib/space/her.server.ts';
import { partToWrite, readOpenParts } from '#lib/space/writing.server.ts';
import { readForm, type Issue, type Typed } from '#lib/web/form.ts';
import { onceAsTyped, StaleError } from '#lib/web/once.server.ts';

/** Where she may open a need, and who would read it. Which one was chosen comes with the form, never with the address. */
export async function load({ locals, url }) {
	const parts = await asHer(herOf(locals), readOpenParts);
	return { parts, asked: url.searchParams.get('partie'), formKey: crypto.randomUUID() };
}

interface Again {
	issues: Issue[];
	/** Which need is being opened; nothing else while it was only chosen. */
	typed: Typed;
	chosen?: true;
	/** The same need, opened meanwhile: what was typed goes on there. */
	stored?: Need;
}

export const actions = {
	/** Nothing is written yet; a need that is there already is gone to. */
	choisir: async ({ request, locals }) => {
		const read = await readForm(request, HerTopicForm);
		if (!read.ok) return fail<Again>(422, { issues: read.issues, typed: {} });
		const { part, code } = read.data;
		const twin = await asHer(herOf(locals), async (tx) => readTwin(tx, await partToWrite(tx, part), code));
		if (twin) redirect(303, `/moi/ce-qui-compte/besoins/${twin.id}`);
		return { issues: [], typed: { part, code }, chosen: true } satisfies Again as Again;
	},

	noter: async ({ request, locals }) => {
		const read = await readForm(request, HerOpeningForm);
		if (!read.ok) return fail<Again>(422, { issues: read.issues, typed: read.typed });
		let path: string;
		try {
			path = await asHer(herOf(locals), (tx) =>
				onceAsTyped(tx, read, async () => {
					const part = await partToWrite(tx, read.data.part);
					const id = await openHerNeed(tx, part, read.data);
					return `/moi/ce-qui-compte?fait=note${placeOf({ id, quiet: isQuiet(read.data.code, part.accompaniment.concealed) })}`;
				})
			);
		} catch (problem) {
			if (!(problem instanceof StaleError)) throw problem;
			return fail<Again>(409, { issues: [], typed: read.typed, stored: problem.stored.need as Need });
		}
		redirect(303, path);
	}
};
