import { readLetter } from '#lib/documents/letters.server.ts';
import { fileAnswer } from '#lib/files/serve.server.ts';
import { asHer } from '#lib/server/db.ts';
import { herOf } from '#lib/space/her.server.ts';
import { inHerParts } from '#lib/space/writing.server.ts';
import { found, idFrom } from '#lib/web/found.ts';

/** The picture of a letter that she sent. */
export async function GET({ locals, params, request }) {
	const her = herOf(locals);
	const id = idFrom(params.letter);
	const { part, one } = await asHer(her, (tx) => inHerParts(tx, (part) => readLetter(tx, part, id)));
	return fileAnswer((work) => asHer(her, work), part.key, found(one.file), request);
}
