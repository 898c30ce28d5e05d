import { redirect } from '@sveltejs/kit';
import { keepPaper } from '#lib/documents/documents.server.ts';
import { HerDocumentForm } from '#lib/documents/rules.ts';
import { PAPERS, UnfitFile } from '#lib/files/rules.ts';
import { readFileForm, withIssue } from '#lib/files/sent.server.ts';
import { asHer } from '#lib/server/db.ts';
import { herOf } from '#lib/space/her.server.ts';
import { partToWrite, readOpenParts } from '#lib/space/writing.server.ts';
import { once, refused } from '#lib/web/once.server.ts';

/** Where she may keep a paper, and who could read it. */
export async function load({ locals, url }) {
	const parts = await asHer(herOf(locals), readOpenParts);
	return { parts, asked: url.searchParams.get('partie'), formKey: crypto.randomUUID() };
}

export const actions = {
	default: async ({ request, locals }) => {
		const her = herOf(locals);
		const read = await readFileForm(request, HerDocumentForm, { kinds: PAPERS, required: true });
		if (!read.ok) return refused(read);
		let path: string;
		try {
			path = await asHer(her, (tx) =>
				once(tx, read.formKey, async () => {
					const part = await partToWrite(tx, read.data.part);
					return `/moi/papiers/${await keepPaper(tx, part, read.file!, read.data)}?fait=garde`;
				})
			);
		} catch (problem) {
			if (!(problem instanceof UnfitFile)) throw problem;
			return refused(withIssue(read, 'file', problem.code));
		}
		redirect(303, path);
	}
};
