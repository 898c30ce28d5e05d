import type { RequestEvent } from '@sveltejs/kit';
import { accountsPool, answering, asHer } from '../../server/db.ts';
import { PAGE, type HerSession } from '../../server/person-session.ts';
import { cookieName, cookieOptions, sign, signedToken } from '../../server/session.ts';

type Visit = Pick<RequestEvent, 'cookies' | 'url'>;

/** Whether something of hers may stay in this browser: she asked for it; it must go; she never asked. */
export type Kept = 'kept' | 'gone' | null;

const WEEK = 7 * 24 * 3600;
const MARK = 'kept ';

/** The card for which this browser keeps something. */
function cardKeptFor({ cookies, url }: Visit): string | undefined {
	const token = signedToken(cookies.get(cookieName(url, 'kept')));
	return token?.startsWith(MARK) ? token.slice(MARK.length) : undefined;
}

/** This browser keeps something for her card from now on, a week at a time. */
export function markKept({ cookies, url }: Visit, { carnet }: HerSession): void {
	cookies.set(cookieName(url, 'kept'), sign(MARK + carnet), { ...cookieOptions(url), maxAge: WEEK });
}

/**
 * Nothing of hers stays in this browser: it empties what this house stored, and without the half of a key what a browser forgets to empty is
 * closed for good. Said by headers: no script is needed.
 */
export function emptyBrowser({ cookies, url }: Visit, setHeaders: RequestEvent['setHeaders']): void {
	if (cookies.get(cookieName(url, 'kept')) === undefined && [undefined, PAGE.left].includes(cookies.get(PAGE.name))) return;
	cookies.delete(cookieName(url, 'kept'), cookieOptions(url));
	cookies.delete(PAGE.name, { ...cookieOptions(url), path: PAGE.path });
	setHeaders({ 'clear-site-data': '"storage"' });
}

/** Whether anything of hers may be kept outside the house at all: not while a file of hers is concealed. */
export async function mayKeep(her: HerSession): Promise<boolean> {
	return asHer(
		her,
		async (tx) => !(await tx.selectFrom('accompaniment').select('id').where('concealed', '=', true).limit(1).executeTakeFirst())
	);
}

/** Whether something may stay for this card while nobody is signed in: it lives, and she hides in none of the parts that it opens. */
async function lives(card: string): Promise<boolean> {
	const { rowCount } = await answering(() =>
		accountsPool().query(
			`select from carnet c where c.id = $1 and c.ended_at is null and not public.is_concealed(c.person_id)
			and not exists (select from carnet j where j.id = any (c.also) and j.ended_at is null and public.is_concealed(j.person_id))`,
			[card]
		)
	);
	return rowCount === 1;
}

/**
 * What this browser keeps, looked at on every page of hers: for somebody else's card, a card that ended or a file that became concealed, it is
 * emptied with this very answer.
 * @param her who is signed in; nobody, at the door
 */
export async function keptHere(visit: Visit & Pick<RequestEvent, 'setHeaders'>, her: HerSession | null): Promise<Kept> {
	const card = cardKeptFor(visit);
	if (card === undefined) {
		emptyBrowser(visit, visit.setHeaders);
		return null;
	}
	const stays = her ? her.cards.includes(card) && (await mayKeep(her)) : await lives(card);
	if (!stays) emptyBrowser(visit, visit.setHeaders);
	return stays ? 'kept' : 'gone';
}
