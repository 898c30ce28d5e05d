import { error, json } from '@sveltejs/kit';
import { keepDraft } from '#lib/space/drafts.server.ts';
import { herOf } from '#lib/space/her.server.ts';
import { herPath } from '#lib/space/paths.ts';
import { formOf, isKey } from '#lib/web/form.ts';
import { found } from '#lib/web/found.ts';
import { holdsSecrets } from '#lib/web/unsent.ts';

/**
 * What she is typing, kept while she types. Answers `{ kept: true }`, or 409 when this form was sent already or too much is kept: the words
 * typed since are in no draft, and the page says so.
 */
export async function POST(event) {
	const her = herOf(event.locals);
	const { searchParams } = event.url;
	const path = found(herPath(searchParams.get('vers')) ?? null);
	if (holdsSecrets(path.split('?', 1)[0]!)) error(404);
	const form = await formOf(event.request);
	const key = String(form.get('form_key'));
	if (!isKey(key)) error(400);
	const fields = [...form].filter((field): field is [string, string] => typeof field[1] === 'string');
	const kept = await keepDraft(event, her, { path, words: searchParams.getAll('mots').slice(0, 20), fields, key });
	return json({ kept }, { status: kept ? 200 : 409 });
}
