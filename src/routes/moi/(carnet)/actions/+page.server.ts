import { fail, redirect } from '@sveltejs/kit';
import type { FullAction } from '#lib/actions/changes.server.ts';
import { asHer } from '#lib/server/db.ts';
import { addHerAction, answerHerAction, readHerActions } from '#lib/space/actions.server.ts';
import { HerActionForm, HerAnswerForm } from '#lib/space/doing.ts';
import { herOf, openParts, partChoices, partOf, readParts } from '#lib/space/her.server.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { readForm, type Issue, type Typed } from '#lib/web/form.ts';
import { once, StaleError } from '#lib/web/once.server.ts';

/** As many answers as one looks back on. */
const ANSWERED = 20;

/** "Mes actions": what I do, one of my own, and what became of it. */
export async function load({ locals, url }) {
	const her = herOf(locals);
	return asHer(her, async (tx) => {
		const parts = await readParts(tx);
		const each = await Promise.all(
			parts.map(async (part) =>
				(await readHerActions(tx, part)).map(({ id, text, owner, due_on, state, help, answered_on, version }) => ({
					...{ id, text, owner, due_on, state, help, answered_on, version },
					organization: part.organization.name,
					closed: part.accompaniment.ended_on !== null
				}))
			)
		);
		const actions = each.flat();
		return {
			parts: partChoices(parts),
			several: openParts(parts).length > 1,
			open: actions.filter(({ state, closed }) => state === 'open' && !closed),
			answered: actions
				.filter(({ state }) => state !== 'open')
				.sort((a, b) => ((a.answered_on ?? '') < (b.answered_on ?? '') ? 1 : -1))
				.slice(0, ANSWERED),
			done: url.searchParams.get('fait'),
			formKey: crypto.randomUUID()
		};
	});
}

interface Again {
	issues: Issue[];
	typed: Typed;
	/** The action as it stands now: somebody answered or changed it meanwhile. */
	stored?: Pick<FullAction, 'id' | 'state' | 'help' | 'version'>;
}

export const actions = {
	ajouter: async ({ request, locals }) => {
		const her = herOf(locals);
		const read = await readForm(request, HerActionForm);
		if (!read.ok) return fail<Again>(422, { issues: read.issues, typed: read.typed });
		const path = await asHer(her, (tx) =>
			once(tx, read.formKey, async () => {
				await addHerAction(tx, partOf(await readParts(tx), read.data.part), read.data);
				return '/moi/actions?fait=ajoute';
			})
		);
		redirect(303, path);
	},

	repondre: async ({ request, locals }) => {
		const her = herOf(locals);
		const read = await readForm(request, HerAnswerForm);
		if (!read.ok) return fail<Again>(422, { issues: read.issues, typed: read.typed });
		try {
			const path = await asHer(her, (tx) =>
				once(tx, read.formKey, async () => {
					await answerHerAction(tx, await readParts(tx), read.data, inputDate(new Date(), her.timeZone));
					return '/moi/actions?fait=repondu';
				})
			);
			redirect(303, path);
		} catch (problem) {
			if (!(problem instanceof StaleError)) throw problem;
			return fail<Again>(409, { issues: [], typed: read.typed, stored: problem.stored['action'] as FullAction });
		}
	}
};
