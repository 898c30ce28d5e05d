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
	await tx.insertInto('auth.account').values({ id, name, email: plainAddress(account.email) }).execute();
	await tx
		.insertInto('auth.credential')
		.values({ id: newId(), account_id: id, provider_id: 'credential', provider_account: id, password })
		.execute();
	return id;
}

/** The account of an address, living or not; undefined when there is none. */
export async function accountOf(tx: Tx, email: string): Promise<{ id: string; name: string; password: string | null } | undefined> {
	return tx
		.selectFrom('auth.account as a')
		.leftJoin('auth.credential as c', (join) => join.onRef('c.account_id', '=', 'a.id').on('c.provider_id', '=', 'credential'))
		.select(['a.id', 'a.name', 'c.password'])
		.where('a.email', '=', plainAddress(email))
		.executeTakeFirst();
}

/** Chooses another password, and ends every session of the account. */
export async function setPassword(tx: Tx, account: string, password: string): Promise<void> {
	const hashed = await hashPassword(password);
	await tx
		.updateTable('auth.credential')
		.set({ password: hashed, updated_at: new Date() })
		.where('account_id', '=', account)
		.where('provider_id', '=', 'credential')
		.execute();
}
