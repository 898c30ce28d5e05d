import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Tx } from '../server/db.ts';
import { hashPassword } from './password.ts';

/** An address as it is stored and looked up. */
export function plainAddress(email: string): string {
	return email.trim().toLowerCase();
}

/**
 * Makes an account that can sign in with a password; it acts nowhere until a member row names it.
 * @param tx under role auth (or the loader's, for a demo or a test)
 * @param account.id by default a new one
 * @returns the account's id
 * @throws a unique violation (23505) when the address has an account already
 */
export async function createAccount(tx: Tx, account: { email: string; password: string; name: string; id?: string }): Promise<string> {
	const { id = newId(), name } = account;
	const password = await hashPassword(account.password);
	await tx
		.insertInto('auth.account')
		.values({ id, name, email: plainAddress(account.email) })
		.execute();
	await tx
		.insertInto('auth.credential')
		.values({ id: newId(), account_id: id, provider_id: 'credential', provider_account: id, password })
		.execute();
	return id;
}

/** What proves an account by password. */
export interface Provable {
	id: string;
	name: string;
	email: string;
	password: string | null;
}

/** The living account of an address, or of an id; undefined when there is none. */
export async function accountOf(tx: Tx, by: { email: string } | { id: string }): Promise<Provable | undefined> {
	return tx
		.selectFrom('auth.account as a')
		.leftJoin('auth.credential as c', (join) => join.onRef('c.account_id', '=', 'a.id').on('c.provider_id', '=', 'credential'))
		.select(['a.id', 'a.name', 'a.email', 'c.password'])
		.where((where) => ('id' in by ? where('a.id', '=', by.id) : where('a.email', '=', plainAddress(by.email))))
		.where((where) => where.or([where('a.ended_at', 'is', null), where('a.ended_at', '>', sql<Date>`now()`)]))
		.executeTakeFirst();
}

/**
 * Takes another password and ends the account's sessions, in the caller's transaction.
 * @param hashed by `hashPassword`, before the transaction begins
 * @param exceptToken of the session that stays
 */
export async function setPassword(tx: Tx, account: string, hashed: string, exceptToken?: string): Promise<void> {
	await tx
		.updateTable('auth.credential')
		.set({ password: hashed, updated_at: sql`now()` })
		.where('account_id', '=', account)
		.where('provider_id', '=', 'credential')
		.execute();
	await endSessions(tx, account, exceptToken);
}

/** Ends every session of an account, or every other one. Rows stay a week: a post sent too late is kept for its account. */
export async function endSessions(tx: Tx, account: string, exceptToken?: string): Promise<void> {
	await sql`update auth.session set ended_at = now(), expires_at = least(expires_at, now())
		where account_id = ${account} and ended_at is null and token is distinct from ${exceptToken ?? null}`.execute(tx);
}
