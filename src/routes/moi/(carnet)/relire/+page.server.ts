import { fail, redirect } from '@sveltejs/kit';
import { asHer } from '#lib/server/db.ts';
import { HerReadBackForm } from '#lib/space/doing.ts';
import { herOf, readParts } from '#lib/space/her.server.ts';
import { answerText, inOrder, readHerTexts } from '#lib/space/texts.server.ts';
import { readForm, type Issue, type Typed } from '#lib/web/form.ts';
import { once, StaleError } from '#lib/web/once.server.ts';

/** "C’est bien ça ?": one text in large type, the latest that was not answered yet; the others below. */
export async function load({ locals, url }) {
	const her = herOf(locals);
	return asHer(her, async (tx) => {
		const parts = await readParts(tx);
		const each = await Promise.all(
			parts.map(async (part) =>
				(await readHerTexts(tx, part)).map((text) => ({ ...text, first: part.first, closed: part.accompaniment.ended_on !== null }))
			)
		);
		const texts = inOrder(each.flat());
		const wanted = url.searchParams.get('texte');
		const text = texts.find(({ id }) => id === wanted) ?? texts.at(0) ?? null;
		return {
			text,
			others: texts
				.filter((one) => one !== text)
				.map(({ id, author_first_name, held_on, answered }) => ({ id, by: author_first_name, held_on, answered })),
			done: url.searchParams.has('fait'),
			formKey: crypto.randomUUID()
		};
	});
}

interface Again {
	issues: Issue[];
	typed: Typed;
	/** Corrected meanwhile: her answer was to another text. */
	changed?: boolean;
}

export const actions = {
	default: async ({ request, locals }) => {
		const her = herOf(locals);
		const read = await readForm(request, HerReadBackForm);
		if (!read.ok) return fail<Again>(422, { issues: read.issues, typed: read.typed });
		try {
			const path = await asHer(her, (tx) =>
				once(tx, read.formKey, async () => {
					await answerText(tx, await readParts(tx), read.data);
					return '/moi/relire?fait=1';
				})
			);
			redirect(303, path);
		} catch (problem) {
			if (!(problem instanceof StaleError)) throw problem;
			return fail<Again>(409, { issues: [], typed: read.typed, changed: true });
		}
	}
};
