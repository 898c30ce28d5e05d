import pg from 'pg';

/**
 * Roles that hold rights, never a password. Each is one of the hands that touch the database:
 * owner (migrations), app (serves pages), auth (accounts of staff), wall (owns what policies call),
 * statistics (counts, never a text), backup (reads every row, never a key),
 * jobs (clears, seals the journal, sends), loader (fills a demo, a measurement or a restored archive; the operator's login only).
 */
export const ROLES = ['owner', 'app', 'auth', 'wall', 'statistics', 'backup', 'jobs', 'loader'] as const;

/**
 * Makes the cluster-wide roles, again and again without harm. Roles are cluster-wide, so no migration can make them.
 * @param superUrl a login that may create roles and databases; it is not needed afterwards
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
		await grant(client, ['cheminer_wall', 'cheminer_auth'], 'cheminer_owner');
		if (passwords) {
			const login = async (name: string, attributes: string, password: string) => {
				const made = there.has(name) ? `alter role ${name}` : `create role ${name} login ${attributes}`;
				await client.query(`${made} password ${client.escapeLiteral(password)}`);
			};
			await login('cheminer_migrator', 'createdb createrole', passwords.owner);
			await login('cheminer_server', 'noinherit', passwords.server);
			await grant(client, ['cheminer_owner', 'cheminer_backup', 'cheminer_loader'], 'cheminer_migrator');
			await grant(client, ['cheminer_app', 'cheminer_auth', 'cheminer_jobs', 'cheminer_statistics'], 'cheminer_server');
		}
		await client.query('commit');
	} finally {
		await client.end();
	}
}

/** Only what is missing: since PostgreSQL 16 a login may not grant again what somebody else made and granted. */
async function grant(client: pg.Client, roles: string[], to: string): Promise<void> {
	for (const role of roles) {
		const { rows } = await client.query<{ held: boolean }>(`select pg_has_role($1, $2, 'member') as held`, [to, role]);
		if (!rows[0]?.held) await client.query(`grant ${role} to ${to}`);
	}
}
