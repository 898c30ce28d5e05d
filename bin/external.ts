import pg from 'pg';
import { StartRefused } from '../src/lib/server/refusal.ts';

const OLDEST = 15;

/** What a login of the operator's server is and may do. */
export interface Inspected {
	login: string;
	mayCreateRoles: boolean;
	/** Superuser, or let past row-level security. */
	unwalled: boolean;
	/** May act as the role that serves pages. */
	mayServe: boolean;
	/** May act as the role that owns the tables. */
	mayMigrate: boolean;
	/** The login `cheminer_server` exists already. */
	hasServer: boolean;
}

/**
 * Connects with an address of the settings and looks at what it gives.
 * @param setting name of the setting, for the sentence
 * @throws StartRefused when nobody answers there, the login is refused or the server is too old
 */
export async function inspect(url: string, setting: string): Promise<Inspected> {
	try {
		return await asking(url, async (client) => {
			const { rows } = await client.query<Inspected & { version: number }>(
				`with me as (select rolname, rolsuper, rolcreaterole, rolbypassrls from pg_roles where rolname = current_user),
					act (role, able) as (
						select rolname, pg_has_role(current_user, oid, case when current_setting('server_version_num')::int < 160000 then 'member' else 'set' end)
						from pg_roles where rolname in ('cheminer_app', 'cheminer_owner'))
				select current_setting('server_version_num')::int / 10000 as version, rolname as login,
					rolsuper or rolcreaterole as "mayCreateRoles", rolsuper or rolbypassrls as unwalled,
					coalesce((select able from act where role = 'cheminer_app'), false) as "mayServe",
					coalesce((select able from act where role = 'cheminer_owner'), false) as "mayMigrate",
					exists (select from pg_roles where rolname = 'cheminer_server') as "hasServer"
				from me`
			);
			const [found] = rows;
			if (!found || found.version < OLDEST) {
				throw new StartRefused(
					`The server of ${setting} is PostgreSQL ${found?.version ?? 'of an unknown version'}; Cheminer needs ${OLDEST} or newer.`
				);
			}
			return found;
		});
	} catch (problem) {
		throw explained(problem, url, setting);
	}
}

/** Runs some work on one connection, then closes it. */
export async function asking<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
	const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
	// A line cut while idle is reported by the next statement.
	client.on('error', () => undefined);
	try {
		await client.connect();
		return await work(client);
	} finally {
		await client.end().catch(() => undefined);
	}
}

/** The same address for another login, on the same or another database. */
export function withLogin(url: string, login: string, password: string, database?: string): string {
	const other = new URL(url);
	other.username = login;
	other.password = encodeURIComponent(password);
	if (database !== undefined) other.pathname = `/${database}`;
	return other.href;
}

function explained(problem: unknown, url: string, setting: string): unknown {
	if (!(problem instanceof Error) || problem instanceof StartRefused) return problem;
	const { hostname, port, pathname, username, searchParams } = new URL(url);
	const place = searchParams.get('host') ?? `${hostname}:${port || 5432}`;
	const code = 'code' in problem && typeof problem.code === 'string' ? problem.code : '';
	const login = decodeURIComponent(username);
	if (code === '28P01') return new StartRefused(`The password of "${login}" in ${setting} is refused by ${place}.`);
	if (code === '28000')
		return new StartRefused(`The login "${login}" of ${setting} is not let in by ${place} (it may not log in, or pg_hba.conf refuses it).`);
	if (code === '3D000')
		return new StartRefused(`There is no database "${pathname.slice(1)}" on ${place}: create it, or correct ${setting}.`);
	if (code === '42501')
		return new StartRefused(`The login "${login}" of ${setting} may not connect to the database "${pathname.slice(1)}".`);
	if (code === '53300') return new StartRefused(`${place} takes no more connections.`);
	if (/SSL|TLS|certificate/i.test(problem.message))
		return new StartRefused(`${place} and ${setting} do not agree on encryption: ${problem.message}.`);
	return new StartRefused(`No PostgreSQL server answers at ${place} (${code || problem.message}): correct ${setting}, or start it.`);
}
