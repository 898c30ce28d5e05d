import { readLetter } from '#lib/documents/letters.server.ts';
import { fileAnswer } from '#lib/files/serve.server.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';

/** The picture of a paper that she sent to me: a reading of its own, which she sees. */
export async function GET({ locals, params, request }) {
	const actor = actorOf(locals);
	const [id, letter] = [idFrom(params.person), idFrom(params.letter)];
	const { key, file } = await asIn(actor, id, async (tx) => {
		const pathway = found(await readPathway(tx, id, 'document'));
		return { key: pathway.key, file: found(found(await readLetter(tx, pathway, letter)).file) };
	});
	return fileAnswer((work) => asIn(actor, id, work), key, file, request);
}
