import { keptHere } from '#lib/space/offline/device.server.ts';

/** What somebody kept in this browser, if her card still lives: nobody is signed in yet. */
export async function load({ locals, cookies, url, setHeaders }) {
	return { kept: locals.away ? null : await keptHere({ cookies, url, setHeaders }, null) };
}
