import { fileOfMessage } from '#lib/correspondence/messages.server.ts';
import { readKeptFile } from '#lib/files/files.server.ts';
import { fileAnswer } from '#lib/files/serve.server.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';

/** What goes with a message that I may read: a voice that is played, a paper that is opened. */
export async function GET({ locals, params, request }) {
	const actor = actorOf(locals);
	const person = idFrom(params.person);
	const id = idFrom(params.file);
	const { key, file } = await asIn(actor, person, async (tx) => {
		const pathway = found(await readPathway(tx, person));
		found(await fileOfMessage(tx, person, id));
		return { key: pathway.key, file: found(await readKeptFile(tx, pathway, id)) };
	});
	return fileAnswer((work) => asIn(actor, person, work), key, file, request);
}
