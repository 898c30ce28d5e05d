import { TRACKS } from '#lib/caseload/rules.ts';
import { headOf } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { asIn } from '#lib/server/db.ts';
import { readFullThread } from '#lib/thread/full.server.ts';
import { readThreadQuery } from '#lib/thread/full.ts';
import { readTracks } from '#lib/thread/milestones.server.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';

/** The whole thread, page by page; what is read apart stands in the address. */
export async function load({ locals, params, url }) {
	const id = idFrom(params.person);
	const { timeZone } = hereOf(locals);
	return asIn(actorOf(locals), id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		const tracks = await readTracks(tx, pathway);
		const walked = Object.entries(TRACKS).filter(([, code]) => [...tracks.values()].includes(code));
		const query = readThreadQuery(url.searchParams, Object.fromEntries(walked));
		return {
			person: headOf(pathway),
			lead_id: pathway.accompaniment.lead_id,
			tracks: walked.map(([value, code]) => ({ value, code })),
			query,
			...(await readFullThread(tx, pathway, query, tracks, timeZone))
		};
	});
}
