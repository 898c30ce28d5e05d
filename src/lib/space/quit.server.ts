import type { RequestEvent } from '@sveltejs/kit';
import { forgetDevice } from '../carnet/devices.server.ts';
import { signHerOut } from '../carnet/sign-in.server.ts';
import { endHelperSession } from '../helper/session.server.ts';
import { PAGE } from '../server/person-session.ts';
import { cookieOptions } from '../server/session.ts';
import { endTogether } from '../together/together.server.ts';
import { speakNoMore } from './language.server.ts';
import { emptyBrowser } from './offline/device.server.ts';

type Visit = Pick<RequestEvent, 'cookies' | 'url' | 'setHeaders'>;

/**
 * Ends whatever of her space this browser opens: a shared screen, a helper's session, hers, the device that stands for her card.
 * @throws HttpError 503 when the database is away
 */
export async function endHere(visit: Visit): Promise<void> {
	await endTogether(visit);
	await endHelperSession(visit);
	await signHerOut(visit);
	await forgetDevice(visit);
}

/** Nothing in this browser says what was read here. */
export function forgetHere(visit: Visit): void {
	speakNoMore(visit);
	emptyBrowser(visit, visit.setHeaders);
}

/**
 * She left quickly and no answer came, for want of a line: everything that leaving ends is ended now, before anything of hers is looked for.
 * @param turnedAway this request goes on to the door: a redirection carries no header that empties a browser, so that the door does it
 * @returns whether she had: nobody is there any more
 * @throws HttpError 503 when the database is away: it is still to be ended
 */
export async function leftBefore(visit: Visit, turnedAway: boolean): Promise<boolean> {
	if (visit.cookies.get(PAGE.name) !== PAGE.left) return false;
	await endHere(visit);
	if (turnedAway) return true;
	forgetHere(visit);
	visit.cookies.delete(PAGE.name, { ...cookieOptions(visit.url), path: PAGE.path });
	return true;
}
