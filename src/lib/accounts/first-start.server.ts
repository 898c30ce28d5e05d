import { createHash, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import { asRole } from '../server/db.ts';
import { createAccount } from './accounts.server.ts';

/** What the set-up page asks. */
export interface FirstStart {
	territory: string;
	country: 'BE' | 'FR';
	timeZone: string;
	organization: string;
	kind: string;
	firstName: string;
	lastName: string;
	email: string;
	password: string;
}

/** Whether nothing has been opened here yet: there is no organisation at all. */
export async function needsFirstStart(): Promise<boolean> {
	const one = await asRole('cheminer_auth', (tx) => tx.selectFrom('organization').select('id').limit(1).executeTakeFirst());
	return one === undefined;
}

/** The token that the launcher printed for whoever runs this installation; without one the page does not exist. */
export function isSetUpToken(given: unknown): given is string {
	const right = process.env['CHEMINER_SETUP_TOKEN'];
	const digest = (words: string) => createHash('sha256').update(words).digest();
	return typeof given === 'string' && !!right && timingSafeEqual(digest(given), digest(right));
}

/**
 * Makes the territory, the first organisation, and the account of its administrator, all or nothing and once: twenty at once make one.
 * @returns false when somebody was faster, or the token is not the one printed
 */
export async function firstStart(said: FirstStart, token: string): Promise<boolean> {
	if (!isSetUpToken(token)) return false;
	return asRole('cheminer_auth', async (tx) => {
		await sql`select pg_advisory_xact_lock(hashtext('cheminer first start'))`.execute(tx);
		if (await tx.selectFrom('organization').select('id').limit(1).executeTakeFirst()) return false;
		const name = `${said.firstName} ${said.lastName}`.trim();
		const account = await createAccount(tx, { email: said.email, password: said.password, name });
		const { rows } = await sql<{
			member: string | null;
		}>`select first_start(${newId()}::uuid, ${said.territory}, ${said.country}, ${said.timeZone},
			${newId()}::uuid, ${said.organization}, ${said.kind}, ${newId()}::uuid, ${account}::uuid, ${said.firstName}, ${said.lastName}) as member`.execute(
			tx
		);
		return rows[0]?.member != null;
	});
}
