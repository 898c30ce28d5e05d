import { countryProfile } from '#lib/frame/country/country.ts';
import { readHouse } from '#lib/people/sheet.server.ts';
import { as } from '#lib/server/db.ts';
import { actorWho } from '#lib/web/actor.ts';
import { hereOf } from '#lib/web/here.ts';

/** The easy-to-read information page, for anybody: printed at opening. */
export async function load({ locals }) {
	const actor = actorWho(locals, 'open-pathway');
	const { country, today } = hereOf(locals);
	return { house: await as(actor, (tx) => readHouse(tx, actor)), complaint: countryProfile(country).complaint, today };
}
