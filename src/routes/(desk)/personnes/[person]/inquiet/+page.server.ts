import { readCompanions } from '#lib/companions/companions.server.ts';
import { countryProfile } from '#lib/frame/country/country.ts';
import { headOf } from '#lib/people/head.ts';
import { readContacts } from '#lib/people/contact.server.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { asIn } from '#lib/server/db.ts';
import { readAtHand } from '#lib/worry/worry.server.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';

/**
 * "Je suis inquiet·e", about her: the same page, with who walks with her and how to reach her. It writes nothing but the line of a reading
 * of her pathway, the same as for any page below it: nothing tells that it was this one (decision record 29).
 */
export async function load({ locals, params }) {
	const actor = actorOf(locals);
	const id = idFrom(params.person);
	return asIn(actor, id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		const companions = await readCompanions(tx, id);
		const contacts = await readContacts(tx, id, pathway.key);
		return {
			person: headOf(pathway),
			worry: countryProfile(hereOf(locals).country).worry,
			atHand: await readAtHand(tx),
			companions: companions.filter(({ member_id }) => member_id !== actor.member),
			phones: contacts.filter(({ kind, safe }) => kind === 'phone' && (safe || !pathway.accompaniment.concealed))
		};
	});
}
