import { join } from 'node:path';
import pg from 'pg';
import { bootstrap } from '../database/bootstrap.ts';
import { migrate } from '../database/migrate.ts';
import { log } from '../src/lib/server/log.ts';
import { startPostgres } from '../src/lib/server/postgres.ts';
import { StartRefused } from '../src/lib/server/refusal.ts';
import { hasSecret, secret } from '../src/lib/server/secrets.ts';
import type { Settings } from '../src/lib/server/settings.ts';
import { asking, inspect, withLogin } from './external.ts';

/** A database that is there, with its roles: who migrates it and who serves from it. */
export interface Opened {
	ownerUrl: string;
	serverUrl: string;
	stop(): Promise<void>;
}

/** The name of the database in the embedded server. */
export const DATABASE = 'cheminer';

/** The operator's own PostgreSQL when the settings name one, else the embedded one under `data`. */
export function openDatabase(settings: Pick<Settings, 'databaseUrl' | 'ownerUrl'>, data: string): Promise<Opened> {
	return settings.databaseUrl ? openExternal(settings.databaseUrl, settings.ownerUrl, data) : openEmbedded(data);
}

/**
 * Starts the embedded server, makes the roles and the database on the first start, and closes the superuser for good.
 * @param options.durable false only for tests that may lose their data
 * @throws StartRefused in one sentence
 */
export async function openEmbedded(data: string, options: { durable?: boolean } = {}): Promise<Opened> {
	const postgres = await startPostgres({ ...options, data, onRestart: (pid) => log('the database came back', { pid }) });
	try {
		const passwords = { owner: secret(data, 'owner'), server: secret(data, 'server') };
		const superuser = postgres.superuser();
		if (superuser) {
			await closeSuperuser(postgres.url(superuser.login, superuser.password, 'postgres'), passwords.owner);
			postgres.closeSuperuser();
		}
		const maintenance = postgres.url('cheminer_migrator', passwords.owner, 'postgres');
		await bootstrap(maintenance, passwords);
		await asking(maintenance, async (client) => {
			const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
			if (!rowCount) await client.query(`create database ${DATABASE}`);
		});
		return {
			ownerUrl: postgres.url('cheminer_migrator', passwords.owner, DATABASE),
			serverUrl: postgres.url('cheminer_server', passwords.server, DATABASE),
			stop: postgres.stop
		};
	} catch (problem) {
		await postgres.stop();
		throw problem;
	}
}

/**
 * The one thing done as superuser: making the login that makes everything else. Then nobody can log in as superuser any more
 * (an operator who needs it uses PostgreSQL's single-user mode, with the server stopped).
 */
async function closeSuperuser(superUrl: string, ownerPassword: string): Promise<void> {
	const client = new pg.Client({ connectionString: superUrl });
	try {
		await client.connect();
		const { rowCount } = await client.query(`select from pg_roles where rolname = 'cheminer_migrator'`);
		const password = client.escapeLiteral(ownerPassword);
		await client.query(`${rowCount ? 'alter' : 'create'} role cheminer_migrator login createdb createrole password ${password}`);
		await client.query('alter role current_user nologin');
	} catch (problem) {
		// A first start cut short between closing the superuser and forgetting his password.
		if (!(problem instanceof pg.DatabaseError && problem.code === '28000')) throw problem;
	} finally {
		await client.end().catch(() => undefined);
	}
}

/**
 * Opens the operator's PostgreSQL (docs/how-to/run-on-your-own-postgresql.md).
 * One address whose login may create roles: Cheminer makes its two logins, keeps their passwords, and serves with the lesser one.
 * Two addresses: the first serves, the second (DATABASE_OWNER_URL) migrates; nothing is kept.
 * @throws StartRefused in one sentence: no answer, wrong password, too old, too few rights, too many
 */
export async function openExternal(databaseUrl: string, ownerUrl: string | undefined, data: string): Promise<Opened> {
	const stop = () => Promise.resolve();
	if (!ownerUrl) {
		const admin = await inspect(databaseUrl, 'DATABASE_URL');
		if (!admin.mayCreateRoles) {
			throw new StartRefused(
				`The login "${admin.login}" of DATABASE_URL may not create roles: give DATABASE_OWNER_URL too, for the login that migrates.`
			);
		}
		if (admin.hasServer && !hasSecret(data, 'external-server')) {
			throw new StartRefused(
				`This PostgreSQL server already holds the logins of Cheminer, whose passwords are not in ${join(data, 'secrets')}: give DATABASE_URL for cheminer_server and DATABASE_OWNER_URL for cheminer_migrator.`
			);
		}
		const passwords = { owner: secret(data, 'external-owner'), server: secret(data, 'external-server') };
		await allowed('DATABASE_URL', () => bootstrap(databaseUrl, passwords));
		await allowed('DATABASE_URL', () => asking(databaseUrl, letMigrate));
		return {
			ownerUrl: withLogin(databaseUrl, 'cheminer_migrator', passwords.owner),
			serverUrl: withLogin(databaseUrl, 'cheminer_server', passwords.server),
			stop
		};
	}
	const owner = await inspect(ownerUrl, 'DATABASE_OWNER_URL');
	const server = new URL(databaseUrl);
	const makes = !owner.hasServer && owner.mayCreateRoles && decodeURIComponent(server.username) === 'cheminer_server';
	const passwords = { owner: decodeURIComponent(new URL(ownerUrl).password), server: decodeURIComponent(server.password) };
	await allowed('DATABASE_OWNER_URL', () => bootstrap(ownerUrl, makes ? passwords : null));
	const serving = await inspect(databaseUrl, 'DATABASE_URL');
	if (serving.unwalled)
		throw new StartRefused(
			`The login "${serving.login}" of DATABASE_URL passes every policy (superuser or bypassrls): serve as cheminer_server.`
		);
	if (!serving.mayServe)
		throw new StartRefused(
			`The login "${serving.login}" of DATABASE_URL may not act as cheminer_app: serve as cheminer_server, or grant it the same roles.`
		);
	if (!(await inspect(ownerUrl, 'DATABASE_OWNER_URL')).mayMigrate) {
		throw new StartRefused(`The login "${owner.login}" of DATABASE_OWNER_URL may not act as cheminer_owner: grant it that role.`);
	}
	return { ownerUrl, serverUrl: databaseUrl, stop };
}

/** The database is the operator's: the login that migrates is let in, and may pass that on to the roles it makes. */
async function letMigrate(client: pg.Client): Promise<void> {
	const database = client.escapeIdentifier(client.database ?? '');
	const { rows } = await client.query<{ held: boolean }>(
		`select has_database_privilege('cheminer_migrator', current_database(), 'create with grant option')
			and has_schema_privilege('cheminer_migrator', 'public', 'create with grant option') as held`
	);
	if (rows[0]?.held) return;
	await client.query(`grant connect, create, temporary on database ${database} to cheminer_migrator with grant option`);
	await client.query('grant usage, create on schema public to cheminer_migrator with grant option');
}

/** A right that is missing is said in a sentence. */
async function allowed<T>(setting: string, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (problem) {
		if (!(problem instanceof pg.DatabaseError && problem.code === '42501')) throw problem;
		throw new StartRefused(`The login of ${setting} lacks a right on its PostgreSQL server: ${problem.message}.`);
	}
}

/**
 * Brings the database up to date.
 * @returns the names of what was applied
 */
export function bringUpToDate(database: Opened): Promise<string[]> {
	return allowed('DATABASE_OWNER_URL', () => migrate(database.ownerUrl));
}
