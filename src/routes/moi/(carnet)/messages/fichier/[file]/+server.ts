import { fileOfMessage } from '#lib/correspondence/messages.server.ts';
import { readKeptFile } from '#lib/files/files.server.ts';
import { fileAnswer } from '#lib/files/serve.server.ts';
import { asHer } from '#lib/server/db.ts';
import { herOf } from '#lib/space/her.server.ts';
import { inHerParts } from '#lib/space/writing.server.ts';
import { found, idFrom } from '#lib/web/found.ts';

/** What goes with one of her messages: a voice that is played, a paper that is opened. */
export async function GET({ locals, params, request }) {
	const her = herOf(locals);
	const id = idFrom(params.file);
	const { key, file } = await asHer(her, async (tx) => {
		const { part } = await inHerParts(tx, ({ accompaniment }) => fileOfMessage(tx, accompaniment.id, id));
		return { key: part.key, file: found(await readKeptFile(tx, part, id)) };
	});
	return fileAnswer((work) => asHer(her, work), key, file, request);
}
