import { fail, redirect } from '@sveltejs/kit';
import { allowed, whyNotMapped } from '#lib/bring-in/columns.ts';
import { chooseColumns, firstPeople, readFile, readProgress, throwFileAway } from '#lib/bring-in/files.server.ts';
import { ColumnsForm, mappingFrom } from '#lib/bring-in/rules.ts';
import { isUnderWay } from '#lib/bring-in/run.server.ts';
import { as } from '#lib/server/db.ts';
import { actorWho } from '#lib/web/actor.ts';
import { readForm } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';
import { once, StaleError } from '#lib/web/once.server.ts';

/** A file of mine: what each of its columns becomes, and its first lines as they will look. */
export async function load({ locals, params }) {
	const actor = actorWho(locals, 'bring-people-in');
	const id = idFrom(params.file);
	const { today } = hereOf(locals);
	const { file, first, underWay } = await as(actor, async (tx) => {
		const file = found(await readFile(tx, id));
		const underWay = isUnderWay(await readProgress(tx, id));
		return { file, underWay, first: file.state === 'done' ? [] : await firstPeople(tx, file, today) };
	});
	if (file.state === 'done' || underWay) redirect(303, `/reglages/import/${id}/essai`);
	const { name, rows, encoding, separator, columns, mapping, version } = file;
	return { id, name, rows, encoding, separator, columns, mapping, version, first, formKey: crypto.randomUUID() };
}

export const actions = {
	colonnes: async ({ request, locals, params }) => {
		const actor = actorWho(locals, 'bring-people-in');
		const id = idFrom(params.file);
		const { today } = hereOf(locals);
		const read = await readForm(request, ColumnsForm);
		if (!read.ok) return fail(422, { code: 'no_name' as const, columns: [], typed: read.typed });
		const { column, version, next } = read.data;
		try {
			const wrong = await as(actor, async (tx) => {
				const file = found(await readFile(tx, id));
				return whyNotMapped(allowed(file.columns, mappingFrom(column, file.columns.length)));
			});
			if (wrong) return fail(422, { ...wrong, typed: read.typed });
			const path = await as(actor, (tx) =>
				once(tx, read.formKey, async () => {
					const file = found(await readFile(tx, id));
					const check = next === 'check' ? { mail: locals.account?.email ?? '', today } : undefined;
					const chosen = mappingFrom(column, file.columns.length);
					const underWay = isUnderWay(await readProgress(tx, id));
					if (file.version !== version || underWay || !(await chooseColumns(tx, actor, file, chosen, check))) throw new StaleError({});
					return `/reglages/import/${id}${check ? '/essai' : ''}`;
				})
			);
			redirect(303, path);
		} catch (problem) {
			if (!(problem instanceof StaleError)) throw problem;
			return fail(409, { code: 'changed' as const, columns: [], typed: read.typed });
		}
	},
	jeter: async ({ locals, params }) => {
		const actor = actorWho(locals, 'bring-people-in');
		const id = idFrom(params.file);
		await as(actor, async (tx) => {
			found(await readFile(tx, id));
			await throwFileAway(tx, id);
		});
		redirect(303, '/reglages/import?fait=jete');
	}
};
