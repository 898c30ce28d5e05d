import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac, randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { FRUGAL } from '../scripts/node.js';
import type { Opened } from '../bin/database.ts';
import { newCode } from '../src/lib/carnet/code.ts';
import { openKeyring, type Keyring } from '../src/lib/server/keyring.ts';
import { idOf, organizationOf, type Size } from './sizes.ts';

export const ROOT = fileURLToPath(new URL('../', import.meta.url));

export interface Running {
	port: number;
	stop(): Promise<void>;
}

export function addressOf(url: string, name: string): string {
	const address = new URL(url);
	address.pathname = `/${name}`;
	return address.href;
}

/** A port of this machine that nobody uses now. */
export async function freePort(): Promise<number> {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const { port } = probe.address() as AddressInfo;
	probe.close();
	await once(probe, 'close');
	return port;
}

/** Starts a process of the house and waits until it says that it listens. */
async function start(words: string[], environment: Record<string, string>): Promise<ChildProcess> {
	const child = spawn(process.execPath, words, {
		cwd: ROOT,
		env: { ...process.env, ...environment },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	for await (const said of child.stdout) if (String(said).includes('Listening')) break;
	child.stdout.resume();
	if (child.exitCode !== null) throw new Error(`${words.join(' ')} ended`);
	return child;
}

function running(child: ChildProcess, port: number): Running {
	return {
		port,
		async stop() {
			if (child.exitCode !== null) return;
			child.kill('SIGTERM');
			await once(child, 'exit');
		}
	};
}

/** One practitioner asks here in a minute what a limit on reading lets through in an hour. */
export const UNHURRIED = { CHEMINER_SEARCHES_AN_HOUR: '999999', CHEMINER_FILES_AN_HOUR: '999999', CHEMINER_FILES_A_DAY: '999999' };

export async function startFloor(database: Opened, size: Size, data: string): Promise<Running> {
	const port = await freePort();
	const environment = {
		FLOOR_URL: addressOf(database.ownerUrl, size.database),
		FLOOR_PORT: String(port),
		FLOOR_KEYS: `${data}/keys/installation.json`
	};
	return running(await start(['bench/floor.ts'], environment), port);
}

/** The built application, as an operator serves it. Its log goes to a file, as in the demo. */
export async function startCheminer(database: Opened, size: Size, data: string, node: string[] = []): Promise<Running> {
	const port = await freePort();
	const environment = {
		DATABASE_URL: addressOf(database.serverUrl, size.database),
		CHEMINER_KEY_FILE: `${data}/keys/installation.json`,
		CHEMINER_LOG_FILE: `${data}/logs/bench.log`,
		...UNHURRIED,
		NODE_ENV: 'production'
	};
	return running(await start([...FRUGAL, ...node, 'bin/serve.ts', '--port', String(port)], environment), port);
}

/** A session for each of these practitioners, as signing in would make it. @returns their cookies */
export async function signIn(database: Opened, size: Size, data: string, practitioners: readonly number[]): Promise<string[]> {
	const keyring = openKeyring(`${data}/keys/installation.json`, { create: false });
	const tokens = practitioners.map((p) => `bench-session-${p}`);
	const client = new pg.Client({ connectionString: addressOf(database.ownerUrl, size.database) });
	await client.connect();
	try {
		await client.query('set role cheminer_loader');
		await client.query('delete from auth.session where token = any ($1)', [tokens]);
		await client.query(
			`insert into auth.session (id, account_id, token, member_id, expires_at) select gen_random_uuid(), a, t, m, now() + interval '30 minutes'
			from unnest($1::uuid[], $2::text[], $3::uuid[]) s (a, t, m)`,
			[
				practitioners.map((p) => idOf('account', organizationOf(size, p), p)),
				tokens,
				practitioners.map((p) => idOf('member', organizationOf(size, p), p))
			]
		);
	} finally {
		await client.end();
	}
	return tokens.map((token) => cookieOf(keyring, 'session', token));
}

const cookieOf = ({ accountSecret }: Pick<Keyring, 'accountSecret'>, name: string, token: string) =>
	`${name}=${encodeURIComponent(`${token}.${createHmac('sha256', accountSecret).update(token).digest('base64')}`)}`;

/** A card for the first person of each of these practitioners, and a session with it, as the door would make them. @returns their cookies */
export async function enterHer(database: Opened, size: Size, data: string, practitioners: readonly number[]): Promise<string[]> {
	const keyring = openKeyring(`${data}/keys/installation.json`, { create: false });
	const tokens = practitioners.map((p) => `bench-carnet-${p}`);
	const client = new pg.Client({ connectionString: addressOf(database.ownerUrl, size.database) });
	await client.connect();
	try {
		await client.query('set role cheminer_loader');
		await client.query('delete from auth.person_session where token = any ($1)', [tokens]);
		const files = practitioners.map((p) => idOf('accompaniment', organizationOf(size, p), p));
		const { rows } = await client.query<{ id: string; person_id: string; wrapped: string }>(
			`select a.id, a.person_id, k.wrapped from accompaniment a join keys.person_key k on k.person_id = a.person_id where a.id = any ($1::uuid[])`,
			[files]
		);
		const cards = new Map(rows.map((row) => [row.id, { ...row, card: randomUUID() }]));
		const each = files.map((id) => cards.get(id)!);
		const sealed = each.map(({ card, person_id, wrapped }) =>
			keyring.unwrap(person_id, wrapped).seal('carnet', card, { code: newCode(randomInt) })
		);
		// A new card ends the former, as at the desk: a measurement that is done again makes its own.
		await client.query(
			`insert into carnet (id, accompaniment_id, organization_id, person_id, code_index, pin, sealed)
			select g.id, a.id, a.organization_id, a.person_id, g.id::text, 'bench', g.sealed
			from unnest($1::uuid[], $2::uuid[], $3::text[]) g (id, file, sealed) join accompaniment a on a.id = g.file`,
			[each.map(({ card }) => card), files, sealed]
		);
		await client.query(
			`insert into auth.person_session (id, carnet_id, token, expires_at)
			select gen_random_uuid(), g.id, g.token, now() + interval '30 minutes' from unnest($1::uuid[], $2::text[]) g (id, token)`,
			[each.map(({ card }) => card), tokens]
		);
	} finally {
		await client.end();
	}
	return tokens.map((token) => cookieOf(keyring, 'carnet', token));
}
