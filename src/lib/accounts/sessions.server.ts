import type { RequestEvent } from '@sveltejs/kit';
import { accountsPool, answering } from '../server/db.ts';
import { sessionToken } from '../server/session.ts';

/** One of my sessions that still live, as its owner may recognise it. */
export interface OpenSession {
	id: string;
	userAgent: string;
	openedAt: Date;
	seenAt: Date;
	here: boolean;
}

/** The account's living sessions, this one first. */
export async function openSessions(visit: Pick<RequestEvent, 'cookies' | 'url'>, account: string): Promise<OpenSession[]> {
	const { rows } = await answering(() =>
		accountsPool().query<OpenSession>(
			`select id, coalesce(user_agent, '') as "userAgent", created_at as "openedAt", updated_at as "seenAt", token = $2 as here
			from session where account_id = $1 and ended_at is null and expires_at > now() and created_at > now() - interval '10 hours'
			order by token = $2 desc, updated_at desc limit 50`,
			[account, sessionToken(visit) ?? '']
		)
	);
	return rows;
}

/** Ends one of the account's own sessions; anybody else's is a thing that does not exist. */
export async function endSession(account: string, id: string): Promise<boolean> {
	const { rowCount } = await answering(() =>
		accountsPool().query(
			'update session set ended_at = now(), expires_at = least(expires_at, now()) where id = $1 and account_id = $2 and ended_at is null',
			[id, account]
		)
	);
	return rowCount === 1;
}

const BROWSERS: [RegExp, string][] = [
	[/Edg\//, 'Edge'],
	[/OPR\//, 'Opera'],
	[/Firefox\/|FxiOS/, 'Firefox'],
	[/Chrome\/|CriOS/, 'Chrome'],
	[/Safari\//, 'Safari']
];
const SYSTEMS: [RegExp, string][] = [
	[/Windows/, 'Windows'],
	[/iPhone/, 'iPhone'],
	[/iPad/, 'iPad'],
	[/Android/, 'Android'],
	[/Mac OS X/, 'Mac'],
	[/Linux|CrOS/, 'Linux']
];

/** Browser and system in everyday names, as far as they can be told. */
export function deviceOf(userAgent: string): { browser: string; system: string } | undefined {
	const browser = BROWSERS.find(([pattern]) => pattern.test(userAgent))?.[1];
	const system = SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1];
	return browser && system ? { browser, system } : undefined;
}
