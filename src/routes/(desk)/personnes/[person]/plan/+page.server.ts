import { readPlanSource } from '#lib/paper/plan.server.ts';
import { linesOf, usualKeys } from '#lib/paper/rules.ts';
import { headOf } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { readProfile } from '#lib/people/profile.server.ts';
import { asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';

/** What her plan may hold, line by line; the choice itself is kept nowhere. */
export async function load({ locals, params }) {
	const actor = actorOf(locals);
	const id = idFrom(params.person);
	return asIn(actor, id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		const [source, { languages }] = await Promise.all([readPlanSource(tx, pathway), readProfile(tx, pathway)]);
		return { person: headOf(pathway), source, lines: linesOf(source), usual: usualKeys(source), languages };
	});
}
