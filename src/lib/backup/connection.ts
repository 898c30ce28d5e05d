import pg from 'pg';
import { StartRefused } from '../server/refusal.ts';

/** The two logins of an installation's database. */
export interface Logins {
	/** The login that migrates: it may read as role backup and fill as role loader. */
	ownerUrl: string;
	/** The login that serves. */
	serverUrl: string;
}

/** Runs some work on one connection that no time limit cuts, then closes it. */
export async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
	const client = new pg.Client({
		connectionString: url,
		connectionTimeoutMillis: 10_000,
		keepAlive: true,
		application_name: 'cheminer copies'
	});
	// A line that is cut is told by the statement under way, or by the next.
	client.on('error', () => undefined);
	await client.connect();
	try {
		return await work(client);
	} finally {
		await client.end().catch(() => undefined);
	}
}

/** Runs some work in one transaction. */
export async function within<T>(client: pg.Client, kind: string, work: () => Promise<T>): Promise<T> {
	await client.query(`begin ${kind}`);
	try {
		await client.query(`set local idle_in_transaction_session_timeout = 0; set local statement_timeout = 0`);
		const result = await work();
		await client.query('commit');
		return result;
	} catch (problem) {
		await client.query('rollback').catch(() => undefined);
		throw problem;
	}
}

/**
 * One at a time, whatever process or machine it comes from, until the connection ends.
 * @throws StartRefused when another one is under way
 */
export async function alone(client: pg.Client, what: 'backup' | 'rotation'): Promise<void> {
	const { rows } = await client.query<{ mine: boolean }>(`select pg_try_advisory_lock(hashtext($1)) as mine`, [`cheminer ${what}`]);
	if (!rows[0]?.mine) throw new StartRefused(`Another ${what} is under way on this database: let it end.`);
}
