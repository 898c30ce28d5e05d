import { herOf } from '#lib/space/her.server.ts';
import { unsentOn } from '#lib/space/drafts.server.ts';
import { keptHere } from '#lib/space/offline/device.server.ts';

/** Her first page lists everything that waits, and that which waits stands on its own; a form that came back holds its words itself. */
const tellsWhatWaits = (page: string, { method }: Request) => method === 'GET' && page !== '/moi' && !page.startsWith('/moi/reprise/');

/** What a page of hers is told when nothing more is to be said. */
const plain = { useful: null, young: null, byCode: false, screen: undefined, kept: null, unsent: [] };

/**
 * Where dates are read, who turned this screen to her and until when, what a session does not open yet, what of hers stays in this browser, what
 * she wrote on this page and has not sent. Behind a second PIN: the country of everyday numbers, and nothing else.
 */
export async function load({ locals, cookies, url, setHeaders, request }) {
	if (locals.decoy) return { ...plain, zone: locals.decoy.timeZone, useful: locals.decoy.country };
	const her = herOf(locals);
	if (her.screen) return { ...plain, zone: her.timeZone, screen: her.screen };
	const [kept, unsent] = await Promise.all([
		keptHere({ cookies, url, setHeaders }, her),
		tellsWhatWaits(url.pathname, request) ? unsentOn(her, url.pathname) : []
	]);
	return { ...plain, zone: her.timeZone, young: her.settles, byCode: her.proof === 'code', kept, unsent };
}
