import { readCompanions } from '#lib/companions/companions.server.ts';
import { countryProfile } from '#lib/frame/country/country.ts';
import { headOf } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { referenceOf } from '#lib/people/reference.ts';
import { readHouse } from '#lib/people/sheet.server.ts';
import { asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';

/** The information page with her first name and those who accompany her, on one A4. */
export async function load({ locals, params }) {
	const actor = actorOf(locals);
	const id = idFrom(params.person);
	const { country, today } = hereOf(locals);
	return asIn(actor, id, async (tx) => {
		const pathway = found(await readPathway(tx, id, 'print'));
		const companions = await readCompanions(tx, id);
		return {
			first: headOf(pathway).first,
			companions: [...new Set(companions.map((one) => one.first_name))],
			reference: referenceOf(id),
			house: await readHouse(tx, actor),
			complaint: countryProfile(country).complaint,
			today
		};
	});
}
