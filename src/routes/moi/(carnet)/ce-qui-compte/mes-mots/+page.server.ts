import { fail, redirect } from '@sveltejs/kit';
import { readFormer, readProfile, sayWhatMatters, type FormerProfile } from '#lib/people/profile.server.ts';
import { asHer } from '#lib/server/db.ts';
import { herOf, openParts, readParts } from '#lib/space/her.server.ts';
import { partHead } from '#lib/space/parts.ts';
import { MattersForm } from '#lib/space/matters.ts';
import { partToWrite } from '#lib/space/writing.server.ts';
import { readForm, type Issue, type Typed } from '#lib/web/form.ts';
import { onceAsTyped, StaleError } from '#lib/web/once.server.ts';

/** What matters to her, in each part where she may write, with what stood there before. */
export async function load({ locals, url }) {
	return asHer(herOf(locals), async (tx) => ({
		parts: await Promise.all(
			openParts(await readParts(tx)).map(async (part) => {
				const [{ matters, version }, former] = await Promise.all([readProfile(tx, part), readFormer<FormerProfile>(tx, part, 'profile')]);
				return { ...partHead(part), matters, version, former: wordsBefore(matters, former) };
			})
		),
		asked: url.searchParams.get('partie'),
		formKey: crypto.randomUUID()
	}));
}

/** Her former words alone, the latest first: versions in which something else changed are not hers to go through here. */
function wordsBefore(now: string, former: readonly { id: string; at: Date; text: FormerProfile }[]) {
	const kept: { id: string; at: Date; words: string }[] = [];
	let after = now;
	for (const { id, at, text } of former) {
		if (text.matters && text.matters !== after) kept.push({ id, at, words: text.matters });
		after = text.matters;
	}
	return kept;
}

interface Again {
	issues: Issue[];
	typed: Typed;
	/** What was written meanwhile. */
	stored?: string;
}

export const actions = {
	default: async ({ request, locals }) => {
		const read = await readForm(request, MattersForm);
		if (!read.ok) return fail<Again>(422, { issues: read.issues, typed: read.typed });
		let path: string;
		try {
			path = await asHer(herOf(locals), (tx) =>
				onceAsTyped(tx, read, async () => {
					await sayWhatMatters(tx, await partToWrite(tx, read.data.part), read.data);
					return '/moi/ce-qui-compte?fait=note';
				})
			);
		} catch (problem) {
			if (!(problem instanceof StaleError)) throw problem;
			return fail<Again>(409, { issues: [], typed: read.typed, stored: String(problem.stored['matters']) });
		}
		redirect(303, path);
	}
};
