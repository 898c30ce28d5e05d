import { fail, redirect } from '@sveltejs/kit';
import { writable } from '../people/head.ts';
import { readPathway, type Pathway } from '../people/pathway.server.ts';
import { as, type Tx } from '../server/db.ts';
import { actorOf } from '../web/actor.ts';
import { readForm, type Issue, type Typed } from '../web/form.ts';
import { found, idFrom } from '../web/found.ts';
import { once } from '../web/once.server.ts';
import { readInterview } from './interviews.server.ts';
import type { ReadInterview, ReadNote } from './notes.server.ts';
import { ReaderForm } from './rules.ts';

/** What names or unnames: `nameReader` or `unnameReader`. */
type Change = (tx: Tx, pathway: Pathway, note: string, member: string) => Promise<boolean>;

/** One meeting below a pathway, or 404. */
export async function readOne(
	tx: Tx,
	params: { person: string; interview: string }
): Promise<{ pathway: Pathway; interview: ReadInterview }> {
	const pathway = found(await readPathway(tx, idFrom(params.person)));
	return { pathway, interview: found(await readInterview(tx, pathway, idFrom(params.interview))) };
}

/**
 * Names somebody with a text of mine, or no longer, once, and comes back to its page.
 * @param which the text of this meeting that the page is about; 404 unless it is mine
 */
export async function changeReaders(
	{ request, locals, params }: { request: Request; locals: App.Locals; params: { person: string; interview: string } },
	page: { which: (interview: ReadInterview) => ReadNote | null | undefined; below: string; said: string },
	change: Change
) {
	const read = await readForm(request, ReaderForm);
	if (!read.ok) return fail(422, { form: 'text' as const, issues: read.issues satisfies Issue[], typed: read.typed satisfies Typed });
	const path = await as(actorOf(locals), (tx) =>
		once(tx, read.formKey, async () => {
			const { pathway, interview } = await readOne(tx, params);
			const note = found(page.which(interview));
			found(note.mine || null);
			found((await change(tx, writable(pathway), note.id, read.data.member)) || null);
			return `/personnes/${pathway.accompaniment.id}/entretiens/${interview.id}${page.below}?fait=${page.said}`;
		})
	);
	redirect(303, path);
}
