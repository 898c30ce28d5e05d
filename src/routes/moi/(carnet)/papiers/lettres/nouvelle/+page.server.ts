import { redirect } from '@sveltejs/kit';
import { sendLetter } from '#lib/documents/letters.server.ts';
import { LetterForm } from '#lib/documents/rules.ts';
import { UnfitFile } from '#lib/files/rules.ts';
import { readFileForm, withIssue } from '#lib/files/sent.server.ts';
import { asHer } from '#lib/server/db.ts';
import { herOf } from '#lib/space/her.server.ts';
import { partToWrite, readOpenParts } from '#lib/space/writing.server.ts';
import { once, refused } from '#lib/web/once.server.ts';

/** To whom she may send a letter. */
export async function load({ locals, url }) {
	const parts = await asHer(herOf(locals), readOpenParts);
	return { parts, asked: url.searchParams.get('partie'), formKey: crypto.randomUUID() };
}

export const actions = {
	default: async ({ request, locals }) => {
		const her = herOf(locals);
		const read = await readFileForm(request, LetterForm, { kinds: ['picture', 'pdf'], required: true });
		if (!read.ok) return refused(read);
		const { part, to, question } = read.data;
		let path: string;
		try {
			path = await asHer(her, (tx) =>
				once(tx, read.formKey, async () => {
					await sendLetter(tx, await partToWrite(tx, part), read.file!, { to: to!, question });
					return '/moi/papiers/lettres?fait=envoye';
				})
			);
		} catch (problem) {
			if (!(problem instanceof UnfitFile)) throw problem;
			return refused(withIssue(read, 'file', problem.code));
		}
		redirect(303, path);
	}
};
