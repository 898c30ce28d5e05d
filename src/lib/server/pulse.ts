import type { Socket } from 'node:net';
import pg from 'pg';
import { log } from './log.ts';

/** How often lines in use are looked at. */
const LOOK_MS = 250;
/** A line in use without a byte for this long makes one ask whether anybody is there. */
const SILENT_MS = 1500;
/** Who does not even greet within this time is away. */
const GREETING_MS = 1500;

/** Whether the database answers at all. */
export interface Pulse {
	/** True from the moment it was found silent until it answers again: nobody needs to wait for it meanwhile. */
	silent(): boolean;
	stop(): void;
}

interface Line {
	bytes: number;
	since: number;
}

/**
 * Notices a database that has stopped answering without closing its lines: frozen, swapped out, behind a network that was cut. A slow
 * statement is another thing: then the database still greets a new line, and `statement_timeout` decides. Once it is found silent, every
 * line in use is cut, so that who waits is answered, and it is asked again and again until it answers.
 * @param pools whose lines are looked at
 */
export function watchPulse(pools: readonly pg.Pool[], url: string): Pulse {
	const held = new Map<pg.PoolClient, Line>();
	let silent = false;
	let asking = false;
	for (const pool of pools) {
		pool.on('acquire', (client) => held.set(client, { bytes: socketOf(client).bytesRead, since: performance.now() }));
		pool.on('release', (_, client) => held.delete(client));
		pool.on('remove', (client) => held.delete(client));
	}

	async function ask(): Promise<void> {
		asking = true;
		const answers = await greets(url);
		asking = false;
		if (answers === silent) log(answers ? 'the database answers again' : 'the database is silent');
		silent = !answers;
		if (answers) return;
		for (const client of held.keys()) socketOf(client).destroy(Object.assign(new Error('the database is silent'), { code: 'ETIMEDOUT' }));
	}

	function look(): void {
		const now = performance.now();
		let worry = silent;
		for (const [client, line] of held) {
			const { bytesRead } = socketOf(client);
			if (bytesRead !== line.bytes) held.set(client, { bytes: bytesRead, since: now });
			else if (now - line.since > SILENT_MS) worry = true;
		}
		if (worry && !asking) void ask();
	}

	const timer = setInterval(look, LOOK_MS).unref();
	return {
		silent: () => silent,
		stop: () => clearInterval(timer)
	};
}

/** Its socket: node-postgres has no other way to a line that says nothing. */
export function socketOf(client: pg.ClientBase): Socket {
	return (client as unknown as { connection: { stream: Socket } }).connection.stream;
}

/** Whether a database greets a new line. One that refuses it, or is not there at all, is not silent: it says so by itself. */
async function greets(url: string): Promise<boolean> {
	const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: GREETING_MS, query_timeout: GREETING_MS });
	client.on('error', () => undefined);
	try {
		await client.connect();
		await client.query('select 1');
		return true;
	} catch (problem) {
		return problem instanceof pg.DatabaseError || (problem instanceof Error && 'code' in problem);
	} finally {
		socketOf(client).destroy();
	}
}
