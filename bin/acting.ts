import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Actor, Role } from '../src/lib/access/access.ts';
import { closeDatabase, openDatabase } from '../src/lib/server/db.ts';
import { StartRefused } from '../src/lib/server/refusal.ts';
import { inputDate } from '../src/lib/ui/dates.ts';
import { reachDatabase } from './reach.ts';
import type { Asked } from './verb.ts';

/** A member in whose name the operator does something, with what she sees of the day and the ground. */
export interface Acting {
	actor: Actor;
	mail: string;
	/** The territory's plain day. */
	today: string;
	country: 'BE' | 'FR';
}

/**
 * The files that follow the first word of a verb.
 * @throws StartRefused when there is none, or one that is not there
 */
export function filesOf([, ...files]: string[], most: number): string[] {
	if (files.length === 0 || files.length > most) throw new StartRefused('The name of the file comes next.');
	for (const file of files) if (!existsSync(file)) throw new StartRefused(`There is no file ${file}.`);
	return files;
}

/**
 * Runs `work` as the member who signs in with `--as MAIL` (and works at `--organization NAME`, when there are several), with the database open.
 * @throws StartRefused in one sentence
 */
export async function actingAt({ options, settings, data }: Asked, role: Role, work: (who: Acting) => Promise<void>): Promise<void> {
	const { as: mail, organization } = options;
	if (typeof mail !== 'string') throw new StartRefused('--as takes the mail address of whoever does it, as she signs in.');
	const database = await reachDatabase(settings, data);
	try {
		const who = await memberBy(database.ownerUrl, mail, role, typeof organization === 'string' ? organization : undefined);
		await openDatabase(database.serverUrl, settings.keyFile ?? join(data, 'keys', 'installation.json'));
		try {
			await work(who);
		} finally {
			await closeDatabase();
		}
	} finally {
		await database.stop();
	}
}

const DOES: Partial<Record<Role, string>> = { practitioner: 'accompanies people', administrator: 'keeps the settings' };

async function memberBy(ownerUrl: string, mail: string, role: Role, organization: string | undefined): Promise<Acting> {
	const client = new pg.Client({ connectionString: ownerUrl });
	await client.connect();
	try {
		await client.query('set role cheminer_loader');
		const { rows } = await client.query<Row>(
			`select m.id as member, a.id as account, o.id as organization, o.name, m.roles, m.first_name, a.email, t.time_zone, t.country
			from auth.account a join member m on m.account_id = a.id join organization o on o.id = m.organization_id join territory t on t.id = o.territory_id
			where lower(a.email) = lower($1) and (m.ended_at is null or m.ended_at > now()) and $2 = any (m.roles) order by o.name`,
			[mail.trim(), role]
		);
		const fitting = rows.filter(({ name }) => organization === undefined || name === organization);
		const [row] = fitting;
		if (!row) throw new StartRefused(`Nobody who ${DOES[role]}${organization ? ` at ${organization}` : ''} signs in as ${mail}.`);
		if (fitting.length > 1)
			throw new StartRefused(
				`${mail} ${DOES[role]} at ${rows.map(({ name }) => `"${name}"`).join(' and ')}: say which with --organization.`
			);
		const { member, account, organization: at, roles, first_name: firstName, country } = row;
		return {
			actor: { member, account, organization: at, roles, firstName },
			mail: row.email,
			today: inputDate(new Date(), row.time_zone),
			country
		};
	} finally {
		await client.end();
	}
}

interface Row {
	member: string;
	account: string;
	organization: string;
	name: string;
	roles: Role[];
	first_name: string;
	email: string;
	time_zone: string;
	country: 'BE' | 'FR';
}
