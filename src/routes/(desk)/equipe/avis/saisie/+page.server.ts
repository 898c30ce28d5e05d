import { fail, redirect } from '@sveltejs/kit';
import { SheetsForm } from '#lib/opinion/rules.ts';
import { typeSheets } from '#lib/opinion/waiting.server.ts';
import { as } from '#lib/server/db.ts';
import { actorWho } from '#lib/web/actor.ts';
import { readForm, readTyped, type Issue, type Typed } from '#lib/web/form.ts';
import { once } from '#lib/web/once.server.ts';

/** How many sheets the page offers at first, and at most. */
const USUAL = 5;
const MOST = 40;

/** Sheets of paper, typed in by anybody of the house, five at least at once. */
export function load({ locals }) {
	actorWho(locals, 'see-opinions');
	return { usual: USUAL, most: MOST, formKey: crypto.randomUUID() };
}

interface Again {
	issues: Issue[];
	typed: Typed;
	/** How many sheets the page offers now. */
	more?: number;
}

export const actions = {
	/** Nothing is written: the page comes back with what was typed, and room for five sheets more. */
	plus: async ({ request, locals }) => {
		actorWho(locals, 'see-opinions');
		const { typed } = await readTyped(request);
		const there = Object.keys(typed['sheets'] ?? {}).length;
		return { issues: [], typed, more: Math.min(Math.max(there, USUAL) + 5, MOST) } satisfies Again as Again;
	},

	ajouter: async ({ request, locals }) => {
		const actor = actorWho(locals, 'see-opinions');
		const read = await readForm(request, SheetsForm);
		if (!read.ok) return fail<Again>(422, { issues: read.issues, typed: read.typed });
		const path = await as(actor, (tx) =>
			once(tx, read.formKey, async () => {
				await typeSheets(tx, read.data.sheets);
				return '/equipe/avis?fait=feuilles';
			})
		);
		redirect(303, path);
	}
};
