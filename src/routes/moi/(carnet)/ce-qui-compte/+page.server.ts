import { readEveryAction } from '#lib/actions/changes.server.ts';
import { doingsOf } from '#lib/goals/doings.ts';
import { gainsOf } from '#lib/goals/gained.ts';
import { readGoals } from '#lib/goals/goals.server.ts';
import { readNeeds } from '#lib/needs/needs.server.ts';
import { readProfile } from '#lib/people/profile.server.ts';
import { asHer } from '#lib/server/db.ts';
import { herOf, readParts } from '#lib/space/her.server.ts';
import { partHead } from '#lib/space/parts.ts';

/** "Ce qui compte pour moi": what matters, needs and goals in her voice, with the practitioners' words beside. */
export async function load({ locals, url }) {
	return asHer(herOf(locals), async (tx) => {
		const parts = await Promise.all(
			(await readParts(tx)).map(async (part) => {
				const { accompaniment, key } = part;
				const [{ matters, side }, needs, goals, actions] = await Promise.all([
					readProfile(tx, part),
					readNeeds(tx, key, accompaniment.id),
					readGoals(tx, key, accompaniment.id),
					readEveryAction(tx, part)
				]);
				return { ...partHead(part), matters, side, needs, goals, gains: gainsOf(doingsOf(actions, goals)) };
			})
		);
		return { parts, said: url.searchParams.get('fait') };
	});
}
