import { readNeeds } from '#lib/needs/needs.server.ts';
import { headOf } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { readProfile } from '#lib/people/profile.server.ts';
import { asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';

/** The shared diagnosis: what counts for her, and the needs in two voices, family by family. */
export async function load({ locals, params, url }) {
	return asIn(actorOf(locals), idFrom(params.person), async (tx) => {
		const pathway = found(await readPathway(tx, idFrom(params.person)));
		const { accompaniment, key } = pathway;
		const [{ matters, side }, needs] = await Promise.all([readProfile(tx, pathway), readNeeds(tx, key, accompaniment.id)]);
		return { person: headOf(pathway), matters, side, needs, said: url.searchParams.get('fait') };
	});
}
