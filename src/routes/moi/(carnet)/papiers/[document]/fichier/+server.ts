import { readPaper } from '#lib/documents/documents.server.ts';
import { fileAnswer } from '#lib/files/serve.server.ts';
import { asHer } from '#lib/server/db.ts';
import { herOf } from '#lib/space/her.server.ts';
import { inHerParts } from '#lib/space/writing.server.ts';
import { idFrom } from '#lib/web/found.ts';

/** The file of one of her papers. Reading what is hers leaves no line in the journal. */
export async function GET({ locals, params, request }) {
	const her = herOf(locals);
	const id = idFrom(params.document);
	const { part, one } = await asHer(her, (tx) => inHerParts(tx, (part) => readPaper(tx, part, id)));
	return fileAnswer((work) => asHer(her, work), part.key, one.file, request);
}
