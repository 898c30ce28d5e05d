import { createHash } from 'node:crypto';
import type { Writable } from 'node:stream';
import { error } from '@sveltejs/kit';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { DB } from '../../../database/types.ts';
import type { Actor } from '../access/access.ts';
import { openKeyring, SealError, type Keyring } from './keyring.ts';
import { logProblem } from './log.ts';
import { proofOf, proves } from './proof.ts';
import { socketOf, watchPulse, type Pulse } from './pulse.ts';

/** The one way to the database: a transaction that acts as somebody. */
export type Tx = Kysely<DB>;

pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));

let pool: pg.Pool | undefined;
let accounts: pg.Pool | undefined;
let pulse: Pulse | undefined;
let ring: Keyring | undefined;

/**
 * Opens the pool and the keyring, once a process. The login inherits no right: each transaction takes the role it acts in.
 * @throws SealError when the installation key is missing or is not the one this database was sealed with
 */
export async function openDatabase(url: string, keyFile: string, size = 10): Promise<void> {
	const common = {
		connectionString: url,
		connectionTimeoutMillis: 4000,
		idleTimeoutMillis: 30_000,
		statement_timeout: 20_000,
		// For a line on which nothing arrives any more although the database answers on others.
		query_timeout: 25_000,
		keepAlive: true,
		application_name: 'cheminer',
		pipeline: true
	};
	pool = new pg.Pool({ ...common, max: size });
	accounts = new pg.Pool({ ...common, max: Math.ceil(size / 2), options: '-c role=cheminer_auth -c search_path=auth,public' });
	// A server that stops closes idle connections: the pool makes new ones, nothing to do but not to die of it.
	for (const each of [pool, accounts]) each.on('error', () => undefined);
	pulse = watchPulse([pool, accounts], url);
	ring = await proveKeyring(pool, keyFile);
}

/** Ends the pool; requests under way finish first. */
export async function closeDatabase(): Promise<void> {
	const open = [pool, accounts];
	pool = accounts = undefined;
	pulse?.stop();
	await Promise.all(open.map((each) => each?.end()));
}

/** Connections that act as role auth from their first byte: for accounts and sessions, which have no actor yet, and for nothing else. */
export function accountsPool(): pg.Pool {
	if (!accounts) throw new Error('openDatabase() comes first');
	return accounts;
}

/** The installation's keys. */
export function keyring(): Keyring {
	if (!ring) throw new Error('openDatabase() comes first');
	return ring;
}

const WRONG_KEY =
	'The installation key file is not the one this database was sealed with. Put back the copy kept apart from the backups; with this one no text can be read.';

/** A database that has been sealed once refuses any other key; a new one takes (or makes) the key it finds. */
async function proveKeyring(through: pg.Pool, keyFile: string): Promise<Keyring> {
	return inRole(through, 'cheminer_app', {}, async (client) => {
		const { rows } = await client.query<{ key_id: string; proof: string }>('select key_id, proof from keys.installation');
		const found = openKeyring(keyFile, { create: rows.length === 0 });
		for (const row of rows) {
			if (!proves(found, row)) throw new SealError(WRONG_KEY);
		}
		if (!rows.some((row) => row.key_id === found.currentKeyId)) {
			await client.query('insert into keys.installation (key_id, proof) values ($1, $2)', [found.currentKeyId, proofOf(found)]);
		}
		return found;
	});
}

/** Statement names let PostgreSQL keep the parsed statement of each connection; our SQL has no literal in it, so they are few. */
const names = new Map<string, string>();
function nameOf(sql: string): string {
	let name = names.get(sql);
	if (!name) {
		name = createHash('sha1').update(sql).digest('base64url').slice(0, 20);
		names.set(sql, name);
	}
	return name;
}

type RoleName =
	'cheminer_app' | 'cheminer_person' | 'cheminer_together' | 'cheminer_helper' | 'cheminer_auth' | 'cheminer_jobs' | 'cheminer_statistics';

/** Who acts in a transaction: a member, on one file or on all of them, alone or on a shared screen; she; or whom she lets help. */
interface Acting {
	member?: string;
	file?: string;
	together?: string;
	her?: Her;
	helper?: string;
}

/** The statement that says so to the wall; each shape has its name, so that its parsed form is kept. */
function actAs(role: RoleName, { member = '', file = '', together, her, helper }: Acting): pg.QueryConfig {
	if (her)
		return {
			name: 'act-as-her',
			text: `select set_config('role', $1, true), set_config('app.person', $2, true), set_config('app.cards', $3, true)`,
			values: [role, her.person, `{${her.cards.join(',')}}`]
		};
	if (helper)
		return {
			name: 'act-as-helper',
			text: `select set_config('role', $1, true), set_config('app.helper', $2, true)`,
			values: [role, helper]
		};
	const act = `select set_config('role', $1, true), set_config('app.member', $2, true), set_config('app.file', $3, true)`;
	if (together)
		return { name: 'act-together', text: `${act}, set_config('app.together', $4, true)`, values: [role, member, file, together] };
	return { name: 'act', text: act, values: [role, member, file] };
}

/** Begin, role and actor travel together with the first statement (decisions 10); commit is awaited: an answer means it is stored. */
async function inRole<T>(from: pg.Pool, role: RoleName, who: Acting, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
	const client = await from.connect();
	let broken: Error | undefined;
	// The pool listens to idle connections only: one that is cut between two statements would end the process, and everybody's work with it.
	const cut = (failure: Error) => void (broken = failure);
	client.on('error', cut);
	try {
		sendTogether(client);
		const opened = Promise.all([client.query('begin'), client.query(actAs(role, who))]);
		// A failure is reported by whichever is awaited first; the other must not become an unhandled rejection.
		opened.catch(() => undefined);
		const result = await work(client);
		await opened;
		// A commit after a statement that failed, and whose error was swallowed, is answered "rollback", without an error.
		const { command } = await client.query('commit');
		if (command !== 'COMMIT') throw new Error('nothing was stored: a statement had failed');
		return result;
	} catch (problem) {
		await client.query('rollback').catch((failure: Error) => (broken = failure));
		throw problem;
	} finally {
		client.off('error', cut);
		client.release(broken);
	}
}

const corked = new WeakSet<Writable>();

/**
 * What is asked within one turn of the event loop leaves in one packet: a write to the socket costs more than a statement, on both sides.
 * Called before each statement; the packet leaves when the turn has nothing more to say.
 */
function sendTogether(client: pg.PoolClient): void {
	const stream: Writable = socketOf(client);
	if (corked.has(stream)) return;
	corked.add(stream);
	stream.cork();
	process.nextTick(() => {
		corked.delete(stream);
		stream.uncork();
	});
}

/** One connection seen through Kysely; every statement is named. */
function kyselyOn(client: pg.PoolClient): Tx {
	const named = {
		query(sql: string, values: unknown[]) {
			sendTogether(client);
			return client.query({ name: nameOf(sql), text: sql, values });
		},
		release: () => undefined
	};
	return new Kysely<DB>({
		dialect: new PostgresDialect({ pool: { connect: async () => named, end: async () => undefined } as unknown as pg.Pool })
	});
}

function currentPool(): pg.Pool {
	if (!pool) throw new Error('openDatabase() comes first');
	return pool;
}

/**
 * The only way to a `tx`: opens a transaction, takes the role and the actor, runs `work`, commits.
 * What the wall refuses (42501) is answered as a thing that never existed, with a log line; a database that is away is 503.
 * An account that opened too much is stopped (429), and the journal keeps it.
 * @param actor who acts: a member of an organisation; the policies do the rest
 * @throws HttpError 404, 429 or 503; anything else is a bug and is let through
 */
export async function as<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
	return acting({ member: actor.member }, work);
}

/**
 * `as`, for a page about one file: nothing of any other file is there, and the wall asks once whether this one is mine (docs/decisions/0032).
 * @param file an accompaniment's id; out of reach, nothing at all is there
 */
export async function asIn<T>(actor: Actor, file: string, work: (tx: Tx) => Promise<T>): Promise<T> {
	return acting({ member: actor.member, file }, work);
}

function acting<T>(who: { member: string; file?: string }, work: (tx: Tx) => Promise<T>): Promise<T> {
	return answering(async () => {
		try {
			return await inRole(currentPool(), 'cheminer_app', who, (client) => work(kyselyOn(client)));
		} catch (problem) {
			const wait = secondsToWait(problem);
			if (wait === undefined) throw problem;
			await inRole(currentPool(), 'cheminer_app', { member: who.member }, (client) => client.query('select note_stop()'));
			error(429, { message: 'Too much was opened in a short time', wait });
		}
	});
}

/** What the journal says when an account opened too much (migration 0012): seconds until it may go on; undefined for anything else. */
function secondsToWait(problem: unknown): number | undefined {
	if (sqlState(problem) !== 'CH429' || !(problem instanceof pg.DatabaseError)) return undefined;
	return Number(problem.detail) || 1;
}

/** The accompanied person, in her own space: who she is, and the cards that open what is hers. */
export interface Her {
	person: string;
	cards: readonly string[];
	/** On a screen that a practitioner turned to her: then nobody is she, and what both may read is there (docs/decisions/0046). */
	together?: { id: string; member: string; file: string };
}

/**
 * `as`, for the accompanied person: what is hers, through policies of its own, and nothing else of the house (docs/decisions/0042).
 * @throws HttpError 404 or 503; anything else is a bug and is let through
 */
export async function asHer<T>(her: Her, work: (tx: Tx) => Promise<T>): Promise<T> {
	const { together } = her;
	return answering(() =>
		together
			? inRole(currentPool(), 'cheminer_together', { ...together, together: together.id }, (client) => work(kyselyOn(client)))
			: inRole(currentPool(), 'cheminer_person', { her }, (client) => work(kyselyOn(client)))
	);
}

/**
 * `as`, for somebody whom she lets help: what she ticked, and nothing else.
 * @throws HttpError 404 or 503; anything else is a bug and is let through
 */
export async function asHelper<T>(helper: string, work: (tx: Tx) => Promise<T>): Promise<T> {
	return answering(() => inRole(currentPool(), 'cheminer_helper', { helper }, (client) => work(kyselyOn(client))));
}

/** Machine hands: the role of jobs, accounts or statistics, never a person's page. */
export async function asRole<T>(
	role: Exclude<RoleName, 'cheminer_app' | 'cheminer_person' | 'cheminer_together' | 'cheminer_helper'>,
	work: (tx: Tx) => Promise<T>
): Promise<T> {
	return answering(() => inRole(currentPool(), role, {}, (client) => work(kyselyOn(client))));
}

/** What the health check says: everything works; there is no room left and nothing can be written; or nobody answers. */
export type Health = 'ok' | 'full' | 'unavailable';

/** A health check waits no longer than this for anything. */
const PATIENCE_MS = 2000;
/** When a write was last refused for lack of room, and none has been proved possible since. */
let full = false;

/** How the database is, asked of the database itself: one statement, and after a write was refused for lack of room, whether there is room again. */
export async function databaseHealth(): Promise<Health> {
	if (pulse?.silent()) return 'unavailable';
	try {
		await currentPool().query({ text: 'select 1', query_timeout: PATIENCE_MS } as pg.QueryConfig);
	} catch {
		return 'unavailable';
	}
	if (full && (await hasRoom())) full = false;
	return full ? 'full' : 'ok';
}

/** Writes what needs new room, and takes it back. */
async function hasRoom(): Promise<boolean> {
	try {
		await inRole(currentPool(), 'cheminer_jobs', {}, async (client) => {
			await client.query({
				text: 'insert into room (filler) select repeat($1, 7000) from generate_series(1, 8)',
				values: ['x'],
				query_timeout: PATIENCE_MS
			} as pg.QueryConfig);
			throw new TakenBack();
		});
		return false;
	} catch (problem) {
		return problem instanceof TakenBack;
	}
}

class TakenBack extends Error {}

/** Runs `work`; what the wall refuses is 404, a database that is away is 503. */
export async function answering<T>(work: () => Promise<T>): Promise<T> {
	if (pulse?.silent()) error(503);
	try {
		return await work();
	} catch (problem) {
		const code = sqlState(problem);
		if (isFull(code)) {
			full = true;
			logProblem('there is no room left', problem);
			error(503, { message: 'No room left', full });
		}
		if (keptNoJournal(problem)) {
			logProblem('a reading could not be noted', problem);
			error(503);
		}
		if (code === '42501') {
			logProblem('refused by the wall', problem);
			error(404);
		}
		if (isAway(problem, code)) {
			logProblem('the database is away', problem);
			error(503);
		}
		throw problem;
	}
}

/** No journal, no file (decisions 12): whatever kept a reading from being written, nothing is shown, and it is no answer about the person. */
function keptNoJournal(problem: unknown): boolean {
	return problem instanceof Error && 'where' in problem && typeof problem.where === 'string' && /\bnote_reading\(/.test(problem.where);
}

/** The SQLSTATE of a database error, or undefined. */
export function sqlState(problem: unknown): string | undefined {
	return problem instanceof Error && 'code' in problem && typeof problem.code === 'string' ? problem.code : undefined;
}

/** Nothing more can be written: the disk is full (53100) or fails (58030), or this server only reads (25006). */
function isFull(code: string | undefined): boolean {
	return code === '53100' || code === '58030' || code === '25006';
}

/**
 * Connection lost (08), out of resources (53), stopped or starting (57P), system error (58), too slow (57014: our own limit; 55P03), a
 * transaction that the server ended because nothing came (25P03), or no connection at all.
 */
function isAway(problem: unknown, code: string | undefined): boolean {
	if (code && /^(08|53|57P|58|57014|55P03|25P03)/.test(code)) return true;
	if (code && /^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|EHOSTUNREACH|ENETUNREACH)$/.test(code)) return true;
	return (
		problem instanceof Error &&
		/^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Query read timeout)/.test(
			problem.message
		)
	);
}
