import { fail, redirect } from '@sveltejs/kit';
import { eraseLetterFile, readLetter, readLetters, takeLetterBack } from '#lib/documents/letters.server.ts';
import { OneLetterForm } from '#lib/documents/rules.ts';
import { asHer } from '#lib/server/db.ts';
import { herOf, openParts, readParts } from '#lib/space/her.server.ts';
import { inHerParts } from '#lib/space/writing.server.ts';
import { readForm, type Issue } from '#lib/web/form.ts';
import { once, refused, StaleError } from '#lib/web/once.server.ts';

/** The letters that she did not understand, and what they say. */
export async function load({ locals, url }) {
	return asHer(herOf(locals), async (tx) => {
		const parts = await readParts(tx);
		const each = await Promise.all(parts.map((part) => readLetters(tx, part)));
		return {
			letters: each
				.flat()
				.sort((a, b) => b.at.getTime() - a.at.getTime())
				.map(({ file, ...letter }) => ({ ...letter, file: file !== null })),
			open: openParts(parts).length > 0,
			none: parts.length === 0,
			done: url.searchParams.get('fait')
		};
	});
}

export const actions = {
	/** Taken back before it was answered: nothing is left of it. */
	reprendre: async ({ request, locals }) => {
		const read = await readForm(request, OneLetterForm);
		if (!read.ok) return refused(read);
		let path: string;
		try {
			path = await asHer(herOf(locals), (tx) =>
				once(tx, read.formKey, async () => {
					// A second click in another window: it is gone already, and that is what she wanted.
					for (const part of await readParts(tx)) await takeLetterBack(tx, part, read.data.letter);
					return '/moi/papiers/lettres?fait=repris';
				})
			);
		} catch (problem) {
			if (!(problem instanceof StaleError)) throw problem;
			return fail(409, { issues: [] as Issue[], typed: read.typed });
		}
		redirect(303, path);
	},

	/** The picture goes, what it says stays. */
	photo: async ({ request, locals }) => {
		const read = await readForm(request, OneLetterForm);
		if (!read.ok) return refused(read);
		const path = await asHer(herOf(locals), (tx) =>
			once(tx, read.formKey, async () => {
				const { part } = await inHerParts(tx, (part) => readLetter(tx, part, read.data.letter));
				await eraseLetterFile(tx, part, read.data.letter);
				return '/moi/papiers/lettres?fait=photo';
			})
		);
		redirect(303, path);
	}
};
