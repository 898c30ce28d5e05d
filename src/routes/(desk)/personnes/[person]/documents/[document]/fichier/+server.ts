import { readPaper } from '#lib/documents/documents.server.ts';
import { fileAnswer } from '#lib/files/serve.server.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';

/** The file of a paper that I read: a reading of its own, which she sees. */
export async function GET({ locals, params, request }) {
	const actor = actorOf(locals);
	const [id, document] = [idFrom(params.person), idFrom(params.document)];
	const { key, file } = await asIn(actor, id, async (tx) => {
		const pathway = found(await readPathway(tx, id, 'document'));
		return { key: pathway.key, file: found(await readPaper(tx, pathway, document)).file };
	});
	return fileAnswer((work) => asIn(actor, id, work), key, file, request);
}
