import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';
import { v7 as newId } from 'uuid';
import type { Role } from '../access/access.ts';
import { formOf } from '../web/form.ts';
import { holdsSecrets } from '../web/unsent.ts';
import { accountsPool, answering, keyring } from './db.ts';
import { settings } from './settings.ts';

/** Half an hour without a sign of life, or ten hours in all, end a session (trust.md, "stolen laptop"); written in session_actor() too. */
export const IDLE_SECONDS = 30 * 60;

type Visit = Pick<RequestEvent, 'cookies' | 'url'>;
type Known = Pick<App.Locals, 'actor' | 'account' | 'place'>;

const NOBODY: Known = { actor: null, account: null, place: null };

/**
 * A cookie's name: `__Host-` binds it to this host over https; a browser refuses that prefix on plain http (localhost).
 * @param url of the request, as seen from outside
 */
export function cookieName(
	url: URL,
	name: 'session' | 'second' | 'known' | 'carnet' | 'together' | 'helper' | 'kept' | 'asked' | 'device'
): string {
	return url.protocol === 'https:' ? `__Host-${name}` : name;
}

/** What every cookie of ours says: for this host alone, unread by scripts, not sent along from another site's form. */
export function cookieOptions(url: URL) {
	return { path: '/', httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' } as const;
}

/** `token.signature`, as better-auth signs its cookies, so that a token read in a database opens nothing. */
export function sign(token: string): string {
	return `${token}.${signatureOf(token).toString('base64')}`;
}

function signatureOf(token: string): Buffer {
	return createHmac('sha256', keyring().accountSecret).update(token).digest();
}

/** The token of a cookie that we signed ourselves, or undefined. */
export function signedToken(value: string | undefined): string | undefined {
	const dot = value?.lastIndexOf('.') ?? -1;
	if (!value || dot < 1) return undefined;
	const token = value.slice(0, dot);
	const given = Buffer.from(value.slice(dot + 1), 'base64');
	const right = signatureOf(token);
	return given.length === right.length && timingSafeEqual(given, right) ? token : undefined;
}

/** The token of this visit's session, whether or not it still lives. */
export function sessionToken({ cookies, url }: Visit): string | undefined {
	return signedToken(cookies.get(cookieName(url, 'session')));
}

/** Opens a session in the browser: until it is closed, since the limits are the database's. */
export function setSessionCookie({ cookies, url }: Visit, token: string): void {
	cookies.set(cookieName(url, 'session'), sign(token), cookieOptions(url));
}

export function clearSessionCookie({ cookies, url }: Visit): void {
	cookies.delete(cookieName(url, 'session'), cookieOptions(url));
}

interface SessionRow {
	account_id: string;
	account_name: string;
	email: string;
	second_factor: boolean;
	member_id: string | null;
	organization_id: string;
	roles: Role[];
	first_name: string;
	organization_name: string;
	country: 'BE' | 'FR';
	time_zone: string;
}

/**
 * Who is there: one statement, asked again at each request, so that a role taken away or an account ended counts at once.
 * @returns nobody; an account that has yet to choose its organisation or to set up its second step; or a member who acts
 * @throws HttpError 503 when the database is away
 */
export async function readSession(visit: Visit): Promise<Known> {
	const token = sessionToken(visit);
	if (!token) return NOBODY;
	const { rows } = await answering(() =>
		accountsPool().query<SessionRow>({ name: 'session', text: 'select * from session_actor($1)', values: [token] })
	);
	const row = rows[0];
	if (!row) return NOBODY;
	const account = { id: row.account_id, name: row.account_name, email: row.email };
	if (!row.member_id || mustSetUpSecondStep(row.roles, row.second_factor)) return { actor: null, account, place: null };
	return {
		account,
		actor: {
			member: row.member_id,
			account: row.account_id,
			organization: row.organization_id,
			roles: row.roles,
			firstName: row.first_name
		},
		place: { organization: row.organization_name, country: row.country, timeZone: row.time_zone }
	};
}

/** Administrators prove themselves in two steps, except among the invented people of the demo. */
export function mustSetUpSecondStep(roles: readonly Role[], secondStep: boolean): boolean {
	return roles.includes('administrator') && !secondStep && !settings().demo;
}

/** What is kept of one post: its fields in the order they were sent. */
export type KeptFields = [name: string, value: string][];

const LARGEST_KEPT = 256 * 1024;
const MOST_KEPT = 20;
/** Forms about what is kept: never kept themselves. */
const ABOUT_KEPT = /^\/(moi\/)?reprise(\/|$)/;

/**
 * A form sent after its session ended is not lost: it is sealed for the account of that session and offered again after sign-in.
 * Nothing is kept for a session we never opened, for a script that can say it itself, or beyond 256 kB.
 * @returns our own path to go to after sign-in
 */
export async function keepPost(event: LatePost): Promise<string> {
	const kept = await keepFor(sessionToken(event), KEEP, event);
	return kept ? `/reprise/${kept}` : event.url.pathname;
}

export type LatePost = Visit & Pick<RequestEvent, 'request'>;

/**
 * Keeps one post for whoever had this session.
 * @param statement that writes it: says whose session it was
 * @returns the id it is kept under; undefined when it is not kept
 */
export async function keepFor(token: string | undefined, statement: string, { request, url }: LatePost): Promise<string | undefined> {
	const page = url.pathname;
	const isPage = request.headers.get('accept')?.includes('text/html');
	if (!token || !isPage || holdsSecrets(page) || ABOUT_KEPT.test(page)) return undefined;
	// Files are not kept: a long voice must not take the words beside it along. How much a page takes was bounded before it was read.
	const holdsFiles = /^multipart\/form-data\b/i.test(request.headers.get('content-type') ?? '');
	if (!holdsFiles && Number(request.headers.get('content-length') ?? 0) > LARGEST_KEPT) return undefined;
	const form = await formOf(request);
	const fields: KeptFields = [...form].filter((field): field is [string, string] => typeof field[1] === 'string');
	// A page of several forms says which of its lines is sent, and each line has its own key.
	const key = form.get('form_key') ?? form.get(`lines.${form.get('line')}.form_key`);
	return keepFields(token, statement, { path: page + url.search, fields, key });
}

/** Keeps what a form holds, sealed by the installation for whoever has this session, in place of what the same form held before. */
export async function keepFields(
	token: string,
	statement: string,
	{ path, fields, key }: { path: string; fields: KeptFields; key: unknown }
): Promise<string | undefined> {
	if (fields.reduce((size, [name, value]) => size + name.length + value.length, 0) > LARGEST_KEPT) return undefined;
	const id = newId();
	const { rowCount } = await answering(() =>
		accountsPool().query(statement, [
			id,
			token,
			path,
			keyring().seal(`kept_post|${id}`, fields),
			typeof key === 'string' && /^[0-9a-f-]{36}$/.test(key) ? key : null,
			MOST_KEPT
		])
	);
	return rowCount ? id : undefined;
}

/** The same form sent again takes the place of its former copy. */
const KEEP = `with mine as (
	select account_id from session where token = $2 and created_at > now() - interval '8 days'
), former as (
	delete from kept_post k using mine where k.account_id = mine.account_id and k.form_key = $5::uuid returning k.id
)
insert into kept_post (id, account_id, path, sealed, form_key)
select $1, account_id, $3, $4, $5::uuid from mine
where (select count(*) from kept_post k where k.account_id = mine.account_id and k.form_key is distinct from $5::uuid) < $6`;
