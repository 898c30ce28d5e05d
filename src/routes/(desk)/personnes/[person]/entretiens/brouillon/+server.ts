import { json } from '@sveltejs/kit';
import { keepDraft } from '#lib/interviews/drafts.server.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { readTyped } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';

/**
 * What is being typed, kept while one types. Answers `{ kept: true }`, or 409 when this form was recorded already: the words
 * typed since then are in no draft, and the page says so.
 */
export async function POST({ request, locals, params }) {
	const id = idFrom(params.person);
	const { typed, formKey } = await readTyped(request);
	const kept = await as(actorOf(locals), async (tx) => keepDraft(tx, found(await readPathway(tx, id)), formKey, typed));
	return json({ kept }, { status: kept ? 200 : 409 });
}
