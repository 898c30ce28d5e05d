import { isHttpError, redirect } from '@sveltejs/kit';
import { clearDevice } from '#lib/carnet/devices.server.ts';
import { clearHelperCookie } from '#lib/helper/session.server.ts';
import { clearHerCookie } from '#lib/server/person-session.ts';
import { endHere, forgetHere } from '#lib/space/quit.server.ts';

/** "Quitter vite": her session ends, this browser is forgotten, a page of nothing takes the place of hers, then somewhere else. Works with no session too. */
export async function POST(event) {
	try {
		await endHere(event);
	} catch (problem) {
		// Nobody can end it while the database is away; it ends by itself, and she is gone from this screen all the same.
		if (!isHttpError(problem, 503)) throw problem;
		clearHerCookie(event);
		clearHelperCookie(event);
		clearDevice(event);
	}
	forgetHere(event);
	redirect(303, '/moi/ailleurs');
}
