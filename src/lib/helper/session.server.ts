import { randomBytes } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';
import { v7 as newId } from 'uuid';
import { accountsPool, answering } from '../server/db.ts';
import { cookieName, cookieOptions, sign, signedToken } from '../server/session.ts';

type Visit = Pick<RequestEvent, 'cookies' | 'url'>;

/** A helper's session: which helper, and where dates are read. */
export interface HelperSession {
	session: string;
	helper: string;
	country: 'BE' | 'FR';
	timeZone: string;
}

const helperToken = ({ cookies, url }: Visit) => signedToken(cookies.get(cookieName(url, 'helper')));

export function clearHelperCookie({ cookies, url }: Visit): void {
	cookies.delete(cookieName(url, 'helper'), cookieOptions(url));
}

/** Opens a session for a helper whose code and PIN were proved; what was open for another one in this browser ends. */
export async function openHelperSession(visit: Visit, helper: string): Promise<void> {
	await endHelperSession(visit);
	const token = randomBytes(32).toString('base64url');
	await answering(() =>
		accountsPool().query(
			`insert into helper_session (id, helper_id, token, expires_at) values ($1, $2, $3, now() + interval '30 minutes')`,
			[...[newId(), helper, token]]
		)
	);
	visit.cookies.set(cookieName(visit.url, 'helper'), sign(token), cookieOptions(visit.url));
}

/** Ends it in the database first, so that its cookie opens nothing any more wherever it was copied. */
export async function endHelperSession(visit: Visit): Promise<void> {
	const token = helperToken(visit);
	if (!token) return;
	clearHelperCookie(visit);
	await answering(() =>
		accountsPool().query(
			'update helper_session set ended_at = now(), expires_at = least(expires_at, now()) where token = $1 and ended_at is null',
			[token]
		)
	);
}

/**
 * Which helper is there: asked again at each request, so that an access that was taken back, or whose day has passed, counts at once.
 * @throws HttpError 503 when the database is away
 */
export async function readHelperSession(visit: Visit): Promise<HelperSession | null> {
	const token = helperToken(visit);
	if (!token) return null;
	const { rows } = await answering(() =>
		accountsPool().query<{ session_id: string; helper_id: string; country: 'BE' | 'FR'; time_zone: string }>({
			name: 'helper-session',
			text: 'select * from session_helper($1)',
			values: [token]
		})
	);
	const row = rows[0];
	return row ? { session: row.session_id, helper: row.helper_id, country: row.country, timeZone: row.time_zone } : null;
}
