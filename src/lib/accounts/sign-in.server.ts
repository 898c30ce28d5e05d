import type { RequestEvent } from '@sveltejs/kit';
import { accountsPool, answering, keyring } from '../server/db.ts';
import { clearSessionCookie, cookieName, cookieOptions, sessionToken, setSessionCookie, sign, signedToken } from '../server/session.ts';
import { plainAddress } from './accounts.server.ts';
import { beginAttempt, rememberDevice } from './attempts.server.ts';
import { auth } from './auth.server.ts';

export type Visit = Pick<RequestEvent, 'cookies' | 'url' | 'getClientAddress' | 'request'>;

/** `in`: a session is open. `second`: a code is asked. `refused`: not these. `over`: the first step is too old, or was tried too often. */
export type SignIn = { step: 'in' | 'second' | 'refused' | 'over' } | { step: 'wait'; seconds: number };

const SESSION_COOKIE = 'cheminer.session_token';
const SECOND_COOKIE = 'cheminer.two_factor';
const SECOND_SECONDS = 10 * 60;
const CODE_LIVES = '5 minutes';

/**
 * First step: address and password. An unknown address costs the same work and gets the same answer as a wrong password.
 * A right one opens a new session (never one that the browser brought), or asks for the second step.
 */
export async function signIn(visit: Visit, typed: { email: string; password: string }): Promise<SignIn> {
	const email = plainAddress(typed.email);
	const attempt = await beginAttempt(visit, 'password', email);
	if (attempt.wait > 0) return { step: 'wait', seconds: attempt.wait };
	const answer = await answering(() =>
		accepted(() => auth().api.signInEmail({ body: { email, password: typed.password }, headers: device(visit), returnHeaders: true }))
	);
	if (!answer) return { step: 'refused' };
	const challenge = cookieIn(answer.headers, SECOND_COOKIE);
	if ('twoFactorRedirect' in answer.response || !answer.response.token) {
		if (!challenge) return { step: 'refused' };
		await attempt.succeeded();
		visit.cookies.set(cookieName(visit.url, 'second'), challenge, { ...cookieOptions(visit.url), maxAge: SECOND_SECONDS });
		return { step: 'second' };
	}
	if (!(await beginSession(visit, answer.response.token))) return { step: 'refused' };
	await attempt.succeeded();
	rememberDevice(visit, email);
	return { step: 'in' };
}

/** Whether a first step waits for its code in this browser. */
export function secondStepWaits({ cookies, url }: Pick<Visit, 'cookies' | 'url'>): boolean {
	return cookies.get(cookieName(url, 'second')) !== undefined;
}

/**
 * Second step: the code of the moment, or one of the backup codes. Each serves once: it is claimed before it is checked.
 * @returns `refused` for a wrong or used code; `over` when it takes a new first step
 */
export async function confirmSignIn(visit: Visit, typed: { code: string }): Promise<SignIn> {
	const waiting = visit.cookies.get(cookieName(visit.url, 'second'));
	const account = waiting === undefined ? undefined : await accountWaiting(waiting);
	if (!waiting || !account) {
		visit.cookies.delete(cookieName(visit.url, 'second'), cookieOptions(visit.url));
		return { step: 'over' };
	}
	const attempt = await beginAttempt(visit, 'code', account.email);
	if (attempt.wait > 0) return { step: 'wait', seconds: attempt.wait };
	const code = typed.code.replace(/\s/g, '');
	if (!(await claimCode(account.id, code))) return { step: 'refused' };
	const headers = device(visit);
	headers.set('cookie', `${SECOND_COOKIE}=${encodeURIComponent(waiting)}`);
	const isOfTheMoment = /^\d{6}$/.test(code);
	const answer = await answering(() =>
		accepted<{ token: string | undefined }>(() =>
			isOfTheMoment ? auth().api.verifyTOTP({ body: { code }, headers }) : auth().api.verifyBackupCode({ body: { code }, headers })
		)
	);
	if (!answer?.token || !(await beginSession(visit, answer.token))) return { step: 'refused' };
	await attempt.succeeded();
	visit.cookies.delete(cookieName(visit.url, 'second'), cookieOptions(visit.url));
	rememberDevice(visit, account.email);
	return { step: 'in' };
}

/** Ends this session in the database first, so that its cookie opens nothing any more wherever it was copied. */
export async function signOut(visit: Visit): Promise<void> {
	const token = sessionToken(visit);
	if (token) await answering(() => accountsPool().query(`${END} token = $1`, [token]));
	clearSessionCookie(visit);
}

const END = 'update session set ended_at = now(), expires_at = least(expires_at, now()) where ended_at is null and';

/**
 * Takes over the session that better-auth opened in place of this one; it acts in the same organisation.
 * @param headers of better-auth's answer
 */
export async function adoptSession(visit: Visit, headers: Headers): Promise<void> {
	const token = signedToken(cookieIn(headers, SESSION_COOKIE));
	if (token) await beginSession(visit, token);
}

/** The headers that let better-auth see this session. */
export function sessionHeaders(visit: Visit): Headers {
	const headers = device(visit);
	const token = sessionToken(visit);
	if (token) headers.set('cookie', `${SESSION_COOKIE}=${encodeURIComponent(sign(token))}`);
	return headers;
}

/** The session acts in the only organisation there is, if there is one; whatever session the browser brought ends. */
async function beginSession(visit: Visit, token: string): Promise<boolean> {
	const brought = sessionToken(visit);
	const { rowCount } = await answering(() => accountsPool().query(BEGIN, [token]));
	if (!rowCount) return false;
	if (brought) await accountsPool().query(`${END} token = $1`, [brought]);
	setSessionCookie(visit, token);
	return true;
}

const BEGIN = `update session s set member_id = coalesce(s.member_id, (
	select (array_agg(m.id))[1] from member m where m.account_id = s.account_id and (m.ended_at is null or m.ended_at > now()) having count(*) = 1))
	from account a where s.token = $1 and a.id = s.account_id and (a.ended_at is null or a.ended_at > now())`;

/** Whose first step this is; better-auth signs the cookie and checks it again itself. */
async function accountWaiting(cookie: string): Promise<{ id: string; email: string } | undefined> {
	const identifier = cookie.slice(0, cookie.lastIndexOf('.'));
	const { rows } = await answering(() =>
		accountsPool().query<{ id: string; email: string }>(
			'select a.id, a.email from verification v join account a on a.id::text = v.value where v.identifier = $1 and v.expires_at > now()',
			[identifier]
		)
	);
	return rows[0];
}

/** A code is used up by being tried, right or wrong: nobody who looked over a shoulder can use it again. */
export async function claimCode(account: string, code: string): Promise<boolean> {
	const { rowCount } = await answering(() =>
		accountsPool().query(
			`with old as (delete from used_code where account_id = $1 and used_at < now() - interval '${CODE_LIVES}')
			insert into used_code (account_id, code_index) values ($1, $2) on conflict do nothing`,
			[account, keyring().peppered('code', `${account}|${code}`)]
		)
	);
	return rowCount === 1;
}

/** What better-auth may know of the browser: its name, for "my sessions"; never where it is. */
function device({ request }: Visit): Headers {
	return new Headers({ 'user-agent': (request.headers.get('user-agent') ?? '').slice(0, 200) });
}

/** better-auth refuses by throwing: a refusal is an answer here, anything else a bug or a database that is away. */
export async function accepted<T>(ask: () => Promise<T>): Promise<T | undefined> {
	try {
		return await ask();
	} catch (problem) {
		if (problem instanceof Error && problem.name === 'APIError' && 'statusCode' in problem && Number(problem.statusCode) < 500)
			return undefined;
		throw problem;
	}
}

function cookieIn(headers: Headers, name: string): string | undefined {
	const line = headers.getSetCookie().find((one) => one.startsWith(`${name}=`) && !one.startsWith(`${name}=;`));
	return line && decodeURIComponent(line.slice(name.length + 1).split(';')[0]!);
}
