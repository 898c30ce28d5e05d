import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';
import { accountsPool, answering, keyring, type Her } from './db.ts';
import { cookieName, cookieOptions, keepFields, keepFor, sign, signedToken, type KeptFields, type LatePost } from './session.ts';

type Visit = Pick<RequestEvent, 'cookies' | 'url'>;

/** Her session, as pages of her space know it. */
export interface HerSession extends Her {
	session: string;
	carnet: string;
	country: 'BE' | 'FR';
	timeZone: string;
	/** On a screen turned to her: who turned it, and until when. */
	screen?: { by: string; until: Date };
	/** A PIN, or a one-time code, which opens the part of her own card alone. */
	proof: 'pin' | 'code';
	/** Until when a new card opens only what whoever gave it reads himself; null once it is settled. */
	settles: Date | null;
}

/** Somebody who came in with her second PIN: where, and with which card, whose language is spoken all the same. */
export interface Decoy {
	carnet: string;
	country: 'BE' | 'FR';
	timeZone: string;
}

const HALF = 16;

/**
 * A new token of a session. The second half of one that a second PIN opened is a keyed hash of the first: whoever holds the database, or the
 * cookie, sees two that are alike.
 */
export function newHerToken(decoy: boolean): string {
	const token = randomBytes(2 * HALF);
	const second = secondHalf(token);
	if (decoy) second.copy(token, HALF);
	return token.toString('base64url');
}

function isDecoy(token: string): boolean {
	const bytes = Buffer.from(token, 'base64url');
	return bytes.length === 2 * HALF && timingSafeEqual(bytes.subarray(HALF), secondHalf(bytes));
}

const secondHalf = (token: Buffer) =>
	createHmac('sha256', keyring().accountSecret).update('second|').update(token.subarray(0, HALF)).digest().subarray(0, HALF);

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

/** Ends a session of hers that still lives: what follows says which. */
export const END = 'update person_session set ended_at = now(), expires_at = least(expires_at, now()) where ended_at is null and';

/** Ends her session in the database, so that its cookie opens nothing any more wherever it was copied. */
export async function endHerSession(token: string): Promise<void> {
	await answering(() => accountsPool().query(`${END} token = $1`, [token]));
}

/**
 * A cookie of her own pages, laid down by their scripts: half of the key to what stays on her telephone, which is never of use here; or that she
 * left quickly and no answer came, so that all of it is still to be ended (space/quit.server.ts).
 */
export const PAGE = { name: 'page', path: '/moi', left: 'left' };

/** Her, in her space, or nobody. */
export async function readHerSession(visit: Visit): Promise<HerSession | null> {
	return (await readHerVisit(visit)).her;
}

/**
 * Who is there, in her space: asked again at each request, so that a card that was replaced counts at once.
 * @throws HttpError 503 when the database is away
 */
export async function readHerVisit(visit: Visit): Promise<{ her: HerSession | null; decoy: Decoy | null }> {
	const token = herToken(visit);
	if (!token) return { her: null, decoy: null };
	const { rows } = await answering(() =>
		accountsPool().query<{
			session_id: string;
			carnet_id: string;
			person_id: string;
			cards: string[];
			country: 'BE' | 'FR';
			time_zone: string;
			proof: 'pin' | 'code';
			settles: Date | null;
		}>({ name: 'her-session', text: 'select * from session_person($1)', values: [token] })
	);
	const row = rows[0];
	if (!row) return { her: null, decoy: null };
	const { session_id, carnet_id, person_id, cards, country, time_zone, proof, settles } = row;
	if (isDecoy(token)) return { her: null, decoy: { carnet: carnet_id, country, timeZone: time_zone } };
	return {
		decoy: null,
		her: { session: session_id, carnet: carnet_id, person: person_id, cards, country, timeZone: time_zone, proof, settles }
	};
}

/**
 * A form of hers that came after her session ended is not lost: it is sealed for her, and offered again once the same card has signed in.
 * @returns the page of her space to go to after sign-in
 */
export async function keepHerPost(event: LatePost): Promise<string> {
	const token = herToken(event);
	// What is typed behind a second PIN goes nowhere.
	const kept = await keepFor(token !== undefined && isDecoy(token) ? undefined : token, KEEP_HERS, event);
	return kept ? `/moi/reprise/${kept}` : event.url.pathname;
}

/**
 * What she is writing, kept as a post that came too late is: hers alone, offered again on her pages, gone once its form is recorded or after a
 * week.
 * @returns false when it is too long, or too much is kept already
 */
export async function keepHerDraft(visit: Visit, draft: { path: string; fields: KeptFields; key: string }): Promise<boolean> {
	return (await keepFields(herToken(visit) ?? '', KEEP_HERS, draft)) !== undefined;
}

/** The same form sent again takes the place of its former copy. Nothing is kept for a card that ended: nobody comes in with it any more. */
const KEEP_HERS = `with mine as (
	select c.person_id, c.id from person_session s join carnet c on c.id = s.carnet_id and c.ended_at is null
	where s.token = $2 and s.created_at > now() - interval '8 days'
), former as (
	delete from kept_post k using mine where k.account_id = mine.person_id and k.form_key = $5::uuid returning k.id
)
insert into kept_post (id, account_id, carnet_id, path, sealed, form_key)
select $1, person_id, mine.id, $3, $4, $5::uuid from mine
where (select count(*) from kept_post k where k.account_id = mine.person_id and k.form_key is distinct from $5::uuid) < $6`;
