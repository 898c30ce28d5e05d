import { asHer } from '#lib/server/db.ts';
import { herOf, readParts } from '#lib/space/her.server.ts';
import { readHerThread } from '#lib/thread/hers.server.ts';

/** "Mon chemin": her thread across the organisations that her cards open, page by page. */
export async function load({ locals, url }) {
	const her = herOf(locals);
	const steps = url.searchParams.has('pas');
	const after = url.searchParams.get('avant');
	return asHer(her, async (tx) => {
		const parts = await readParts(tx);
		return {
			first: parts[0]?.first ?? null,
			several: parts.length > 1,
			steps,
			after,
			...(await readHerThread(tx, parts, { steps, after }, her.timeZone))
		};
	});
}
