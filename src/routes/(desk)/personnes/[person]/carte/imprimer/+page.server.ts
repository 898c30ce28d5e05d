import QRCode from 'qrcode';
import { readCarnets } from '#lib/carnet/carnet.server.ts';
import { shownCode } from '#lib/carnet/code.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';

/** The card to print and fold: a code, a square that opens the door, no name, no logo, no service. */
export async function load({ locals, params, url }) {
	const id = idFrom(params.person);
	const card = await asIn(actorOf(locals), id, async (tx) => {
		const pathway = found(await readPathway(tx, id, 'print'));
		return found((await readCarnets(tx, pathway)).find(({ ended_at }) => !ended_at));
	});
	const code = shownCode(card.code);
	const door = `${url.origin}/moi/connexion?code=${code}`;
	return {
		code,
		address: `${url.host}/moi`,
		square: `data:image/svg+xml,${encodeURIComponent(await QRCode.toString(door, { type: 'svg', margin: 0 }))}`
	};
}
