import { isHttpError, redirect } from '@sveltejs/kit';
import { clearDevice, forgetDevice } from '#lib/carnet/devices.server.ts';
import { signHerOut } from '#lib/carnet/sign-in.server.ts';
import { endTogether } from '#lib/together/together.server.ts';
import { clearHelperCookie, endHelperSession } from '#lib/helper/session.server.ts';
import { clearHerCookie } from '#lib/server/person-session.ts';
import { speakNoMore } from '#lib/space/language.server.ts';
import { emptyBrowser } from '#lib/space/offline/device.server.ts';

/** "Quitter vite": her session ends, this browser is forgotten, a page of nothing takes the place of hers, then somewhere else. Works with no session too. */
export async function POST(event) {
	try {
		await endTogether(event);
		await endHelperSession(event);
		await signHerOut(event);
		await forgetDevice(event);
	} catch (problem) {
		// Nobody can end it while the database is away; it ends by itself, and she is gone from this screen all the same.
		if (!isHttpError(problem, 503)) throw problem;
		clearHerCookie(event);
		clearHelperCookie(event);
		clearDevice(event);
	}
	speakNoMore(event);
	emptyBrowser(event, event.setHeaders);
	redirect(303, '/moi/ailleurs');
}
