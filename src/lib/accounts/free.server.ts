import { sql } from 'kysely';
import { m } from '#lib/paraglide/messages.js';
import { changeWords } from '../organization/words.ts';
import { asRole, keyring, type Tx } from '../server/db.ts';
import { queueMail } from '../server/mail.ts';
import { accountOf, endSessions } from './accounts.server.ts';
import { ownAddress } from './own-address.server.ts';

/** An account as the operator recognises it, before its second step is taken away. */
export interface Locked {
	id: string;
	name: string;
	email: string;
	hasSecondStep: boolean;
	/** Where she works today. */
	organizations: string[];
	/** The word that confirms it today: whoever gives it has read whose account it is. */
	code: string;
}

/** The account that signs in with this address. @param today such as 2026-05-01 */
export async function lookAtAccount(email: string, today: string): Promise<Locked | undefined> {
	return asRole('cheminer_auth', async (tx) => {
		const account = await accountOf(tx, { email });
		if (!account) return undefined;
		const { two_factor_enabled: hasSecondStep } = await tx
			.selectFrom('auth.account')
			.select('two_factor_enabled')
			.where('id', '=', account.id)
			.executeTakeFirstOrThrow();
		const places = await livingMembers(tx)
			.innerJoin('organization as o', 'o.id', 'm.organization_id')
			.select('o.name')
			.where('m.account_id', '=', account.id)
			.orderBy('o.name')
			.execute();
		const code = keyring()
			.peppered('free', `${account.id}|${today}`)
			.replace(/[^a-zA-Z0-9]/g, '')
			.slice(0, 6)
			.toLowerCase();
		return { id: account.id, name: account.name, email: account.email, hasSecondStep, organizations: places.map(({ name }) => name), code };
	});
}

/**
 * Takes the second step away, all or nothing: her password is left as it is and still asked for, every session ends, she and the
 * administrators of each place where she works are written to, and everybody there reads it.
 * @returns to how many people a mail was written, herself included
 */
export async function freeAccount({ id, name, email }: Pick<Locked, 'id' | 'name' | 'email'>): Promise<number> {
	return asRole('cheminer_auth', async (tx) => {
		await tx.deleteFrom('auth.two_factor').where('account_id', '=', id).execute();
		await tx
			.updateTable('auth.account')
			.set({ two_factor_enabled: false, updated_at: sql`now()` })
			.where('id', '=', id)
			.execute();
		await endSessions(tx, id);
		await sql`select note_freed(${id}::uuid)`.execute(tx);
		const page = `${ownAddress()}/compte/organisation`;
		await queueMail(tx, {
			to: email,
			subject: m.accounts_freed_mail_subject(),
			text: m.accounts_freed_mail_text({ name, link: `${ownAddress()}/mot-de-passe` }),
			organization: null
		});
		const told = await administratorsBeside(tx, id);
		const change = changeWords({ id: '', at: new Date(), act: 'free', subject: 'member', by: '', about: name, columns: [] });
		for (const other of told)
			await queueMail(tx, {
				to: other.email,
				subject: m.organization_told_subject(),
				text: m.organization_told_text({ name: other.name, change, link: page }),
				organization: other.organization
			});
		return told.length + 1;
	});
}

const livingMembers = (tx: Tx) =>
	tx.selectFrom('member as m').where((where) => where.or([where('m.ended_at', 'is', null), where('m.ended_at', '>', sql<Date>`now()`)]));

/** Every other administrator of each place where this account works, once a person. */
async function administratorsBeside(tx: Tx, account: string): Promise<{ email: string; name: string; organization: string }[]> {
	return livingMembers(tx)
		.innerJoin('auth.account as a', 'a.id', 'm.account_id')
		.distinctOn('a.id')
		.select(['a.email', 'm.first_name as name', 'm.organization_id as organization'])
		.where('m.account_id', '<>', account)
		.where(sql<boolean>`'administrator' = any (m.roles)`)
		.where('m.organization_id', 'in', (eb) =>
			eb
				.selectFrom('member as mine')
				.select('mine.organization_id')
				.where('mine.account_id', '=', account)
				.where((where) => where.or([where('mine.ended_at', 'is', null), where('mine.ended_at', '>', sql<Date>`now()`)]))
		)
		.where((where) => where.or([where('a.ended_at', 'is', null), where('a.ended_at', '>', sql<Date>`now()`)]))
		.orderBy('a.id')
		.execute();
}
