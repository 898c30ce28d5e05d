import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';

const FOLDER = new URL('./migrations/', import.meta.url);

/** The names of all migrations of this version, in order. */
export function migrations(): string[] {
	return readdirSync(FOLDER)
		.filter((file) => file.endsWith('.sql'))
		.sort();
}

/**
 * Applies the migrations that this database has not seen yet, in order, each in a transaction of its own, forward only.
 * One advisory lock lets several processes start at once.
 * @param ownerUrl a login that may act as cheminer_owner
 * @param wanted only these, for an archive that was made before the others; all by default
 * @returns the names applied now
 */
export async function migrate(ownerUrl: string, wanted: readonly string[] = migrations()): Promise<string[]> {
	const client = new pg.Client({ connectionString: ownerUrl });
	await client.connect();
	try {
		await client.query(`select pg_advisory_lock(hashtext('cheminer migrate'))`);
		await client.query('create table if not exists migration (name text primary key, applied_at timestamptz not null default now())');
		const { rows } = await client.query<{ name: string }>('select name from migration');
		const seen = new Set(rows.map((row) => row.name));
		const applied: string[] = [];
		for (const name of migrations()) {
			if (seen.has(name) || !wanted.includes(name)) continue;
			await client.query('begin');
			await client.query(readFileSync(new URL(name, FOLDER), 'utf8'));
			await client.query('reset role');
			await client.query('insert into migration (name) values ($1)', [name]);
			await client.query('commit');
			applied.push(name);
		}
		return applied;
	} finally {
		await client.end();
	}
}
