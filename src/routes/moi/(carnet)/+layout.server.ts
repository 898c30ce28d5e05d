import { herOf } from '#lib/space/her.server.ts';
import { unsentOn } from '#lib/space/drafts.server.ts';
import { keptHere } from '#lib/space/offline/device.server.ts';

/** Her first page lists everything that waits, and that which waits stands on its own; a form that came back holds its words itself. */
const tellsWhatWaits = (page: string, { method }: Request) => method === 'GET' && page !== '/moi' && !page.startsWith('/moi/reprise/');

/** Where dates are read, who turned this screen to her and until when, what of hers stays in this browser, what she wrote on this page and has not sent. */
export async function load({ locals, cookies, url, setHeaders, request }) {
	const her = herOf(locals);
	if (her.screen) return { zone: her.timeZone, screen: her.screen, kept: null, unsent: [] };
	const [kept, unsent] = await Promise.all([
		keptHere({ cookies, url, setHeaders }, her),
		tellsWhatWaits(url.pathname, request) ? unsentOn(her, url.pathname) : []
	]);
	return { zone: her.timeZone, screen: undefined, kept, unsent };
}
