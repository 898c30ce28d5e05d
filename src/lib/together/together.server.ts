import { createHash } from 'node:crypto';
import { error, type RequestEvent } from '@sveltejs/kit';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import { accountsPool, answering, keyring, type Tx } from '../server/db.ts';
import type { HerSession } from '../server/person-session.ts';
import { once } from '../web/once.server.ts';
import { cookieName, cookieOptions, readSession, sessionToken, sign, signedToken } from '../server/session.ts';

type Visit = Pick<RequestEvent, 'cookies' | 'url'>;

/** The token of the shared screen of this browser, whether or not it still lives. */
export const togetherToken = ({ cookies, url }: Visit): string | undefined => signedToken(cookies.get(cookieName(url, 'together')));

export function clearTogetherCookie({ cookies, url }: Visit): void {
	cookies.delete(cookieName(url, 'together'), cookieOptions(url));
}

/** What binds a screen to the session that opened it, without telling which it is. */
const markOf = (token: string) => createHash('sha256').update(`together|${token}`).digest('base64url');

/** A screen that is ready: the cookie is given once the database has it. */
export interface Opened {
	token: string;
}

/**
 * Opens her space on this screen, for this appointment; one that was open ends.
 * @returns the screen; undefined for a session that has ended meanwhile
 * @throws HttpError 404 for a file out of reach, or closed
 */
export async function openTogether(tx: Tx, visit: Visit, file: string, formKey: string): Promise<Opened | undefined> {
	const session = sessionToken(visit);
	if (!session) return undefined;
	// The same form sent again is given the cookie that the first answer lost.
	const token = keyring().peppered('together', `${session}|${formKey}`);
	await once(tx, formKey, async () => {
		const { rows } = await sql<{ until: Date | null }>`
			select open_together(${newId()}::uuid, ${file}::uuid, ${token}, ${markOf(session)}) as until`.execute(tx);
		if (!rows[0]?.until) error(404);
		return '/moi';
	});
	return { token };
}

export function setTogetherCookie({ cookies, url }: Visit, { token }: Opened): void {
	cookies.set(cookieName(url, 'together'), sign(token), cookieOptions(url));
}

/** The screen that I have open on this file: until when; null when there is none. */
export async function readOpenTogether(tx: Tx, file: string): Promise<Date | null> {
	const { rows } = await sql<{ until: Date | null }>`select my_together(${file}::uuid) as until`.execute(tx);
	return rows[0]?.until ?? null;
}

/** Ends the screen that I have open, whichever browser it is in. */
export const endMyTogether = (tx: Tx) => sql`select end_together()`.execute(tx);

/** Ends the screen of this browser: said by either of them, with one button. */
export async function endTogether(visit: Visit): Promise<void> {
	const token = togetherToken(visit);
	clearTogetherCookie(visit);
	if (token)
		await answering(() => accountsPool().query('update together set ended_at = now() where token = $1 and ended_at is null', [token]));
}

/**
 * What this browser shows of her space, turned to her by whoever is signed in here. Asked again at each request: his session, his membership,
 * his reach and the time count at once.
 * @returns null when no screen is open here
 * @throws HttpError 503 when the database is away
 */
export async function readTogether(visit: Visit): Promise<HerSession | null> {
	const token = togetherToken(visit);
	const session = token && sessionToken(visit);
	if (!token || !session) return null;
	const { actor, place } = await readSession(visit);
	if (!actor || !place) return null;
	const { rows } = await answering(() =>
		accountsPool().query<{ together_id: string; accompaniment_id: string; ends_at: Date }>({
			name: 'together',
			text: 'select * from session_together($1, $2, $3)',
			values: [token, actor.member, markOf(session)]
		})
	);
	const row = rows[0];
	if (!row) return null;
	return {
		session: row.together_id,
		carnet: '',
		person: '',
		cards: [],
		country: place.country,
		timeZone: place.timeZone,
		proof: 'pin',
		settles: null,
		together: { id: row.together_id, member: actor.member, file: row.accompaniment_id },
		screen: { by: actor.firstName, until: row.ends_at }
	};
}
