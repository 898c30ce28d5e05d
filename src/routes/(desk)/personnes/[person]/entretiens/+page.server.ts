import { readInterviews } from '#lib/interviews/interviews.server.ts';
import { headOf } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';

/** All meetings, the latest first; those whose text is not mine to read show their day and way. */
export async function load({ locals, params, url }) {
	const id = idFrom(params.person);
	const after = url.searchParams.get('apres');
	return asIn(actorOf(locals), id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		return { person: headOf(pathway), after, ...(await readInterviews(tx, pathway, { after })) };
	});
}
