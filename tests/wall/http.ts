import { randomBytes, randomInt } from 'node:crypto';
import { v7 as newId } from 'uuid';
import type { Actor } from '#lib/access/access.ts';
import { newCode } from '#lib/carnet/code.ts';
import { codeIndex, pinOf } from '#lib/carnet/secrets.ts';
import { keyring } from '#lib/server/db.ts';
import { sign } from '#lib/server/session.ts';
import type { House } from '../house.ts';

/** What came back, with what differs at every answer taken out. */
export interface Answered {
	status: number;
	location: string | null;
	headers: Record<string, string>;
	body: string;
}

/** A session of this member, opened without the sign-in page; an administrator's second step is behind her. Gives the cookie. */
export async function enter(home: Pick<House, 'sql'>, actor: Actor): Promise<string> {
	const token = randomBytes(24).toString('hex');
	await home.sql('update auth.account set two_factor_enabled = true where id = $1', [actor.account]);
	await home.sql(
		`insert into auth.session (id, account_id, token, member_id, expires_at) values ($1, $2, $3, $4, now() + interval '30 minutes')`,
		[newId(), actor.account, token, actor.member]
	);
	return `session=${encodeURIComponent(sign(token))}`;
}

/**
 * Gives her a card of this organisation without asking anybody, and opens a session with it: the cookie, the card, and what is typed at the door.
 */
export async function enterHer(
	home: Pick<House, 'sql'>,
	{ person, file, organization, lead }: { person: string; file: string; organization: string; lead: { member: string } }
): Promise<{ cookie: string; carnet: string; code: string; pin: string; token: string }> {
	const [carnet, code, pin] = [newId(), newCode(randomInt), '258147'];
	const [{ wrapped } = { wrapped: '' }] = await home.sql<{ wrapped: string }>('select wrapped from keys.person_key where person_id = $1', [
		person
	]);
	await home.sql(
		`insert into carnet (id, accompaniment_id, organization_id, person_id, code_index, pin, sealed, given_by, trusted_at) values ($1, $2, $3, $4, $5, $6, $7, $8, now())`,
		[
			...[carnet, file, organization, person, codeIndex(keyring(), code)],
			await (await import('#lib/accounts/password.ts')).hashPassword(pinOf(keyring(), code, pin)),
			keyring().unwrap(person, wrapped).seal('carnet', carnet, { code }),
			lead.member
		]
	);
	const token = randomBytes(32).toString('base64url');
	await home.sql(`insert into auth.person_session (id, carnet_id, token, expires_at) values ($1, $2, $3, now() + interval '30 minutes')`, [
		newId(),
		carnet,
		token
	]);
	return { cookie: `carnet=${encodeURIComponent(sign(token))}`, carnet, code, pin, token };
}

/** Lets somebody help her without asking anybody, with every right that she can tick, and opens a session for him. */
export async function enterHelper(
	home: Pick<House, 'sql'>,
	{ person, file, organization }: { person: string; file: string; organization: string },
	may: { path?: boolean; plan?: boolean; acts?: boolean } = { path: true, plan: true, acts: true }
): Promise<{ cookie: string; id: string; code: string; pin: string }> {
	const [id, code, pin] = [newId(), newCode(randomInt), '369258'];
	const [{ wrapped } = { wrapped: '' }] = await home.sql<{ wrapped: string }>('select wrapped from keys.person_key where person_id = $1', [
		person
	]);
	await home.sql(
		`insert into helper (id, accompaniment_id, organization_id, code_index, pin, sealed, path, plan, acts, until) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + interval '1 month')`,
		[
			...[id, file, organization, codeIndex(keyring(), code)],
			await (await import('#lib/accounts/password.ts')).hashPassword(pinOf(keyring(), code, pin)),
			keyring().unwrap(person, wrapped).seal('helper', id, { name: 'Samia' }),
			...[may.path ?? false, may.plan ?? false, may.acts ?? false]
		]
	);
	const token = randomBytes(32).toString('base64url');
	await home.sql(`insert into auth.helper_session (id, helper_id, token, expires_at) values ($1, $2, $3, now() + interval '30 minutes')`, [
		newId(),
		id,
		token
	]);
	return { cookie: `helper=${encodeURIComponent(sign(token))}`, id, code, pin };
}

/** Headers that say when and how long, not what. */
const PASSING = new Set(['date', 'content-length', 'etag', 'keep-alive', 'connection', 'transfer-encoding', 'x-request-id']);

/**
 * Asks as a browser without script would; `fields` makes it a post of a form.
 * @param options.asked words of the address that an error page may say again: they are not compared
 */
export async function ask(
	url: string,
	path: string,
	options: { cookie?: string; fields?: [string, string][]; headers?: Record<string, string>; asked?: string[] } = {}
): Promise<Answered> {
	const { fields, asked = [] } = options;
	const answer = await fetch(url + path, {
		method: fields ? 'POST' : 'GET',
		body: fields ? new URLSearchParams(fields) : undefined,
		redirect: 'manual',
		headers: {
			accept: 'text/html',
			...(fields ? { origin: url } : {}),
			...(options.cookie ? { cookie: options.cookie } : {}),
			...options.headers
		}
	});
	const plain = (text: string) => {
		let said = text
			.replace(/nonce[-=]"?[A-Za-z0-9+/=]+"?/g, 'nonce')
			.replace(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, ':once');
		for (const word of asked) said = said.replaceAll(word, ':asked').replaceAll(encodeURIComponent(word), ':asked');
		return said;
	};
	return {
		status: answer.status,
		location: answer.headers.get('location') && plain(answer.headers.get('location')!),
		headers: Object.fromEntries([...answer.headers].filter(([name]) => !PASSING.has(name)).map(([name, value]) => [name, plain(value)])),
		body: plain(await answer.text())
	};
}

/** A memo whose day is past goes when the job comes by, whatever is asked meanwhile. */
const passing = (table: string) => (table === 'memo' ? ' where expires_at > now()' : '');

/** A fingerprint of every row of every table about people, organisations and accounts: table → hash. The jobs that close the chain and look at the clock work meanwhile, and searches are counted. */
export async function fingerprints(home: Pick<House, 'sql'>, except: string[] = []): Promise<Record<string, string>> {
	const tables = await home.sql<{
		name: string;
	}>(`select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where n.nspname in ('public', 'keys', 'auth') and c.relkind = 'r' and c.relname not in ('migration', 'chain', 'reading_pace', 'house_clock') order by 1`);
	const wanted = tables.map(({ name }) => name).filter((name) => !except.includes(name));
	const rows = await home.sql<{ name: string; hash: string }>(
		wanted
			.map(
				(name) =>
					`select '${name}' as name, count(*) || ':' || coalesce(md5(string_agg(md5(line), '' order by line)), '') as hash from (select (to_jsonb(t) - 'chain_id')::text as line from ${name} t${passing(name)}) rows`
			)
			.join(' union all ')
	);
	return Object.fromEntries(rows.map(({ name, hash }) => [name, hash]));
}
