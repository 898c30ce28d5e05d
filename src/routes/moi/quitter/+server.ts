import { isHttpError, redirect } from '@sveltejs/kit';
import { clearDevice, forgetDevice } from '#lib/carnet/devices.server.ts';
import { signHerOut } from '#lib/carnet/sign-in.server.ts';
import { clearHerCookie } from '#lib/server/person-session.ts';

/** "Quitter vite": her session ends, this browser is forgotten, a page of nothing takes the place of hers, then somewhere else. Works with no session too. */
export async function POST(event) {
	try {
		await signHerOut(event);
		await forgetDevice(event);
	} catch (problem) {
		// Nobody can end it while the database is away; it ends by itself, and she is gone from this screen all the same.
		if (!isHttpError(problem, 503)) throw problem;
		clearHerCookie(event);
		clearDevice(event);
	}
	redirect(303, '/moi/ailleurs');
}
