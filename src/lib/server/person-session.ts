import type { RequestEvent } from '@sveltejs/kit';
import { accountsPool, answering, type Her } from './db.ts';
import { cookieName, cookieOptions, sign, signedToken } from './session.ts';

type Visit = Pick<RequestEvent, 'cookies' | 'url'>;

/** Her session, as pages of her space know it. */
export interface HerSession extends Her {
	session: string;
	carnet: string;
	country: 'BE' | 'FR';
	timeZone: string;
}

/** The token of her session in this browser, whether or not it still lives. */
export function herToken({ cookies, url }: Visit): string | undefined {
	return signedToken(cookies.get(cookieName(url, 'carnet')));
}

/** Opens her session in this browser until it is closed: the limits are the database's. */
export function setHerCookie({ cookies, url }: Visit, token: string): void {
	cookies.set(cookieName(url, 'carnet'), sign(token), cookieOptions(url));
}

export function clearHerCookie({ cookies, url }: Visit): void {
	cookies.delete(cookieName(url, 'carnet'), cookieOptions(url));
}

/**
 * Who is there, in her space: asked again at each request, so that a card that was replaced counts at once.
 * @throws HttpError 503 when the database is away
 */
export async function readHerSession(visit: Visit): Promise<HerSession | null> {
	const token = herToken(visit);
	if (!token) return null;
	const { rows } = await answering(() =>
		accountsPool().query<{
			session_id: string;
			carnet_id: string;
			person_id: string;
			cards: string[];
			country: 'BE' | 'FR';
			time_zone: string;
		}>({ name: 'her-session', text: 'select * from session_person($1)', values: [token] })
	);
	const row = rows[0];
	if (!row) return null;
	const { session_id, carnet_id, person_id, cards, country, time_zone } = row;
	return { session: session_id, carnet: carnet_id, person: person_id, cards, country, timeZone: time_zone };
}
