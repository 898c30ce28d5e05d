import { isHttpError, redirect } from '@sveltejs/kit';
import { clearTogetherCookie, endTogether } from '#lib/together/together.server.ts';

/** The screen that both looked at ends, for both: whoever opened it is back on the desk, and nothing of hers is on it any more. */
export async function POST(event) {
	const file = event.locals.her?.together?.file;
	try {
		await endTogether(event);
	} catch (problem) {
		// It ends by itself, and is closed in this browser all the same.
		if (!isHttpError(problem, 503)) throw problem;
		clearTogetherCookie(event);
	}
	redirect(303, file ? `/personnes/${file}/ecran?fini` : '/moi/connexion');
}
