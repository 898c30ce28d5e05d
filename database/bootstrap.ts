import pg from 'pg';

/**
 * Roles that hold rights, never a password. Each is one of the hands that touch the database:
 * owner (migrations), app (serves pages of the staff), person (serves her own space),
 * together (the screen that both look at: the grants of person and none of what her policies show), helper (whom she lets read a little), auth (accounts of staff), wall (owns what policies call),
 * statistics (counts, never a text), backup (reads every row, never a key),
 * export (reads what one organisation takes along, never a memo),
 * jobs (clears, seals the journal, sends), loader (fills a demo, a measurement or a restored archive; the operator's login only).
 */
export const ROLES = [
	'owner',
	'app',
	'person',
	'together',
	'helper',
	'auth',
	'wall',
	'statistics',
	'backup',
	'export',
	'jobs',
	'loader'
] as const;

/** The two logins, and the roles that each may take. */
const LOGINS = {
	cheminer_migrator: { attributes: 'createdb createrole', roles: ['owner', 'backup', 'export', 'loader'] },
	cheminer_server: { attributes: 'noinherit', roles: ['app', 'person', 'together', 'helper', 'auth', 'jobs', 'statistics'] }
};

/**
 * Makes the cluster-wide roles, again and again without harm. Roles are cluster-wide, so no migration can make them.
 * @param superUrl a login that may create roles and databases (`cheminer_migrator` itself, once it is there)
 * @param passwords of the two logins: the one that migrates and the one that serves; null leaves a login as it is
 */
export async function bootstrap(superUrl: string, passwords: { owner: string; server: string } | null): Promise<void> {
	const client = new pg.Client({ connectionString: superUrl });
	await client.connect();
	try {
		await client.query('begin');
		await client.query(`select pg_advisory_xact_lock(hashtext('cheminer bootstrap'))`);
		const { rows } = await client.query<{ rolname: string }>(`select rolname from pg_roles where rolname like 'cheminer_%'`);
		const there = new Set(rows.map((row) => row.rolname));
		for (const role of ROLES) if (!there.has(`cheminer_${role}`)) await client.query(`create role cheminer_${role} nologin`);
		// So that a migration, run as owner, may hand policy functions over to wall.
		await grant(client, ['wall', 'auth'], 'cheminer_owner');
		await grant(client, ['person'], 'cheminer_together');
		for (const [login, { attributes, roles }] of Object.entries(LOGINS)) {
			if (passwords) {
				const made = there.has(login) ? `alter role ${login}` : `create role ${login} login ${attributes}`;
				const password = login === 'cheminer_server' ? passwords.server : passwords.owner;
				await client.query(`${made} password ${client.escapeLiteral(password)}`);
			}
			if (passwords || there.has(login)) await grant(client, roles, login);
		}
		await client.query('commit');
	} finally {
		await client.end();
	}
}

/** Only what is missing: since PostgreSQL 16 a login may not grant again what somebody else made and granted. */
async function grant(client: pg.Client, roles: string[], to: string): Promise<void> {
	for (const role of roles) {
		const { rows } = await client.query<{ held: boolean }>(
			// Who makes a role is its member since 16, but may not act as it until told so.
			`select pg_has_role($1, $2, case when current_setting('server_version_num')::int < 160000 then 'member' else 'set' end) as held`,
			[to, `cheminer_${role}`]
		);
		if (!rows[0]?.held) await client.query(`grant cheminer_${role} to ${to}`);
	}
}
