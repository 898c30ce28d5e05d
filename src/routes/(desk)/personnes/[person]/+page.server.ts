import { dayBounds } from '#lib/appointments/rules.ts';
import { gainsOf } from '#lib/goals/gained.ts';
import { doingsOf } from '#lib/goals/doings.ts';
import { readGoals } from '#lib/goals/goals.server.ts';
import { readNeeds } from '#lib/needs/needs.server.ts';
import { glanceOf } from '#lib/needs/rules.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { asIn } from '#lib/server/db.ts';
import { readNotesToBring } from '#lib/space/notes.server.ts';
import { readThread } from '#lib/thread/thread.server.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';
import { forThePageAlone } from '#lib/web/page-alone.ts';

/** The pathway: the red thread, what counts, the needs that are open, where she is heading, what comes next, who walks along. */
export async function load({ locals, params, url }) {
	const id = idFrom(params.person);
	const { today, timeZone } = hereOf(locals);
	const { from } = dayBounds(today, timeZone);
	const page = await asIn(actorOf(locals), id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		const [thread, needs, goals, shown] = await Promise.all([
			readThread(tx, pathway, from),
			readNeeds(tx, pathway.key, id),
			readGoals(tx, pathway.key, id),
			readNotesToBring(tx, pathway)
		]);
		return { thread, needs: glanceOf(needs), goals, shown, gains: gainsOf(doingsOf(thread.everyAction, goals)) };
	});
	const noted = url.searchParams.get('entretien');
	return {
		page: forThePageAlone(page),
		/** The interview that was just recorded, when it stands on the thread. */
		noted: page.thread.stitches.some(({ kind, id }) => kind === 'interview' && id === noted) ? noted : null
	};
}
