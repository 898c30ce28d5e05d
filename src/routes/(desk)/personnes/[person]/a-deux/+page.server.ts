import { dayBounds } from '#lib/appointments/rules.ts';
import { doingsOf } from '#lib/goals/doings.ts';
import { gainsOf } from '#lib/goals/gained.ts';
import { readGoals } from '#lib/goals/goals.server.ts';
import { readNeeds } from '#lib/needs/needs.server.ts';
import { glanceOf } from '#lib/needs/rules.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { asIn } from '#lib/server/db.ts';
import { readThread } from '#lib/thread/thread.server.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';
import { forThePageAlone } from '#lib/web/page-alone.ts';

/** "Lire à deux": the pathway on a turned screen, to be read by both; nothing of anybody else, nothing of a memo. */
export async function load({ locals, params }) {
	const id = idFrom(params.person);
	const { today, timeZone } = hereOf(locals);
	const { from } = dayBounds(today, timeZone);
	return asIn(actorOf(locals), id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		const [thread, needs, goals] = await Promise.all([
			readThread(tx, pathway, from),
			readNeeds(tx, pathway.key, id),
			readGoals(tx, pathway.key, id)
		]);
		return {
			zone: timeZone,
			page: forThePageAlone({ thread, needs: glanceOf(needs), goals, gains: gainsOf(doingsOf(thread.everyAction, goals)) })
		};
	});
}
