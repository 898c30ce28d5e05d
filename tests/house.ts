import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import pg from 'pg';
import { v7 as newId } from 'uuid';
import type { Actor, Role } from '#lib/access/access.ts';
import { as, closeDatabase, openDatabase } from '#lib/server/db.ts';
import { beginAccompaniment } from '#lib/people/pathway.server.ts';
import { testDatabase } from './database.ts';

/** The key file that every test of one run shares. */
export const KEY_FILE = process.env['TEST_KEY_FILE'] ?? join(tmpdir(), `cheminer-test-${process.getuid?.() ?? 0}.key`);

/** A database of its own for one test file, opened for `as()`; `sql` acts as the loader, who sees every row. */
export interface House {
	ownerUrl: string;
	serverUrl: string;
	sql<R extends pg.QueryResultRow = Record<string, unknown>>(text: string, values?: unknown[]): Promise<R[]>;
	organization(name?: string): Promise<string>;
	member(organization: string, roles?: Role[], names?: { first?: string; last?: string; account?: string }): Promise<Actor>;
	/** A pathway opened by this practitioner, through the same door as the application. */
	pathway(lead: Actor, name?: string): Promise<{ id: string; person: string }>;
}

/** Clones the template, opens the pool, and closes both after the tests of this file. */
export async function house(t: TestContext | { after(work: () => unknown): void }): Promise<House> {
	// node:test runs what comes after in the order it was asked for: the database is dropped once its connections are closed.
	const last: (() => unknown)[] = [];
	const database = await testDatabase({ after: (work) => last.push(work) });
	await openDatabase(database.serverUrl, KEY_FILE);
	const loader = new pg.Client({ connectionString: database.ownerUrl });
	await loader.connect();
	await loader.query('set role cheminer_loader');
	t.after(async () => {
		await closeDatabase();
		await loader.end();
		for (const work of last) await work();
	});
	const territory = newId();
	await loader.query(`insert into territory (id, name, country, time_zone) values ($1, 'Bassin d’essai', 'BE', 'Europe/Brussels')`, [
		territory
	]);
	const query = async <R extends pg.QueryResultRow>(text: string, values: unknown[] = []) => (await loader.query<R>(text, values)).rows;
	return {
		...database,
		sql: query,
		async organization(name = 'Relance d’essai') {
			const id = newId();
			await query('insert into organization (id, territory_id, name) values ($1, $2, $3)', [id, territory, name]);
			return id;
		},
		async member(organization, roles = ['practitioner'], names = {}) {
			const member = newId();
			const account = names.account ?? newId();
			await query(`insert into auth.account (id, name, email) values ($1, $2, $3) on conflict do nothing`, [
				account,
				names.first ?? 'Aurore',
				`${account}@essai.example`
			]);
			await query('insert into member (id, account_id, organization_id, first_name, last_name, roles) values ($1, $2, $3, $4, $5, $6)', [
				member,
				account,
				organization,
				names.first ?? 'Aurore',
				names.last ?? 'N.',
				roles
			]);
			return { member, account, organization, roles, firstName: names.first ?? 'Aurore' };
		},
		async pathway(lead, name = 'Nadia B.') {
			const opened_on = new Date().toISOString().slice(0, 10);
			const { id, person } = await as(lead, (tx) => beginAccompaniment(tx, lead.member, { name_to_use: name, opened_on }));
			return { id, person };
		}
	};
}
