import { countryProfile } from '#lib/frame/country/country.ts';
import { as } from '#lib/server/db.ts';
import { readAtHand } from '#lib/worry/worry.server.ts';
import { actorOf } from '#lib/web/actor.ts';
import { hereOf } from '#lib/web/here.ts';

/** "Je suis inquiet·e", about nobody in particular: open to every role, reads nobody's file, writes nothing at all. */
export async function load({ locals }) {
	return {
		worry: countryProfile(hereOf(locals).country).worry,
		atHand: await as(actorOf(locals), (tx) => readAtHand(tx))
	};
}
