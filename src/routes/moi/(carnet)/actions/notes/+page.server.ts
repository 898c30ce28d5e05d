import { fail, redirect } from '@sveltejs/kit';
import { asHer } from '#lib/server/db.ts';
import { HerNoteForm, OneNoteForm } from '#lib/space/doing.ts';
import { herOf, partChoices, partOf, readParts, type Part } from '#lib/space/her.server.ts';
import { changeNote, eraseNote, keepNote, readNotesToBring, type HerNote } from '#lib/space/notes.server.ts';
import type { Tx } from '#lib/server/db.ts';
import { readForm, type Issue, type Typed } from '#lib/web/form.ts';
import { found } from '#lib/web/found.ts';
import { once, refused, StaleError } from '#lib/web/once.server.ts';

/** Notes for the next time: hers alone, until she shows them. */
export async function load({ locals, url }) {
	const her = herOf(locals);
	return asHer(her, async (tx) => {
		const parts = await readParts(tx);
		const each = await Promise.all(
			parts.map(async (part) =>
				(await readNotesToBring(tx, part)).map((note) => ({
					...note,
					organization: part.organization.name,
					closed: part.accompaniment.ended_on !== null
				}))
			)
		);
		return {
			parts: partChoices(parts),
			notes: each.flat().sort((a, b) => b.at.getTime() - a.at.getTime()),
			done: url.searchParams.get('fait'),
			formKey: crypto.randomUUID()
		};
	});
}

interface Again {
	issues: Issue[];
	typed: Typed;
	/** The note as it stands now. */
	stored?: HerNote;
}

/** The part in which one of her notes stands. */
async function partOfNote(tx: Tx, parts: readonly Part[], note: string): Promise<Part> {
	const row = await tx.selectFrom('her_note').select('accompaniment_id').where('id', '=', note).executeTakeFirst();
	return found(parts.find(({ accompaniment }) => accompaniment.id === row?.accompaniment_id));
}

export const actions = {
	/** A new note, or other words for the one that the form names. */
	garder: async ({ request, locals }) => {
		const her = herOf(locals);
		const read = await readForm(request, HerNoteForm);
		if (!read.ok) return fail<Again>(422, { issues: read.issues, typed: read.typed });
		const { note, part, ...said } = read.data;
		try {
			const path = await asHer(her, (tx) =>
				once(tx, read.formKey, async () => {
					const parts = await readParts(tx);
					if (note) await changeNote(tx, await partOfNote(tx, parts, note), { id: note, ...said });
					else await keepNote(tx, partOf(parts, part), said);
					return '/moi/actions/notes?fait=garde';
				})
			);
			redirect(303, path);
		} catch (problem) {
			if (!(problem instanceof StaleError)) throw problem;
			return fail<Again>(409, { issues: [], typed: read.typed, stored: problem.stored['note'] as HerNote });
		}
	},

	effacer: async ({ request, locals }) => {
		const her = herOf(locals);
		const read = await readForm(request, OneNoteForm);
		if (!read.ok) return refused(read);
		const path = await asHer(her, (tx) =>
			once(tx, read.formKey, async () => {
				await eraseNote(tx, read.data.note);
				return '/moi/actions/notes?fait=efface';
			})
		);
		redirect(303, path);
	}
};
