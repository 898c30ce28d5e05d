import { redirect } from '@sveltejs/kit';
import { SheetsForm } from '#lib/opinion/rules.ts';
import { typeSheets } from '#lib/opinion/waiting.server.ts';
import { as } from '#lib/server/db.ts';
import { actorWho } from '#lib/web/actor.ts';
import { readForm } from '#lib/web/form.ts';
import { once, refused } from '#lib/web/once.server.ts';

/** How many lines the page offers, and how many it may be asked for. */
const USUAL = 5;
const MOST = 40;

/** Sheets of paper, typed in by anybody of the house, five at least at once. */
export function load({ locals, url }) {
	actorWho(locals, 'see-opinions');
	const asked = Number(url.searchParams.get('lignes'));
	return { lines: Number.isInteger(asked) ? Math.min(Math.max(asked, USUAL), MOST) : USUAL, most: MOST, formKey: crypto.randomUUID() };
}

export const actions = {
	default: async ({ request, locals }) => {
		const actor = actorWho(locals, 'see-opinions');
		const read = await readForm(request, SheetsForm);
		if (!read.ok) return refused(read);
		const path = await as(actor, (tx) =>
			once(tx, read.formKey, async () => {
				await typeSheets(tx, read.data.sheets);
				return '/equipe/avis?fait=feuilles';
			})
		);
		redirect(303, path);
	}
};
