import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

export interface TestDatabase {
	/** As the login that migrates: it may act as the roles that own and load. */
	ownerUrl: string;
	/** As the login that serves. */
	serverUrl: string;
	name: string;
}

/**
 * A database of its own, copied from the migrated template and dropped afterwards.
 * @param t the test, or `{ after }` of node:test for a whole file
 */
export async function testDatabase(t: { after(work: () => unknown): void }): Promise<TestDatabase> {
	const maintenance = fromRunner('TEST_DATABASE_OWNER_URL');
	const name = `t_${randomBytes(6).toString('hex')}`;
	await asOwner(maintenance, (client) => patiently(() => client.query(`create database ${name} template cheminer_template`)));
	// By force: an application started on it may be stopped later. What stays goes with the whole server at the end of the run.
	t.after(() =>
		asOwner(maintenance, (client) => patiently(() => client.query(`drop database ${name} with (force)`)).catch(() => undefined))
	);
	return { name, ownerUrl: on(maintenance, name), serverUrl: on(fromRunner('TEST_DATABASE_URL'), name) };
}

function fromRunner(name: string): string {
	const url = process.env[name];
	if (!url) throw new Error('Database tests run through "npm test", which starts the server: npm test -- <part of a file name>');
	return url;
}

function on(url: string, name: string): string {
	const other = new URL(url);
	other.pathname = `/${name}`;
	return other.href;
}

async function asOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		return await work(client);
	} finally {
		await client.end();
	}
}

const IN_USE = '55006';

/** Somebody else may be copying the template, or a connection of the test may still be closing. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
	for (let left = 40; ; left--) {
		try {
			return await work();
		} catch (problem) {
			if (left === 0 || !(problem instanceof pg.DatabaseError) || problem.code !== IN_USE) throw problem;
			await pause(50);
		}
	}
}
