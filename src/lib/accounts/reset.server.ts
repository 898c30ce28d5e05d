import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { m } from '#lib/paraglide/messages.js';
import { asRole, keyring } from '../server/db.ts';
import { queueMail } from '../server/mail.ts';
import { accountOf, setPassword } from './accounts.server.ts';
import { beginAttempt } from './attempts.server.ts';
import { ownAddress } from './own-address.server.ts';
import { hashPassword, isObvious } from './password.ts';
import type { Visit } from './sign-in.server.ts';

/** Every answer takes this long at least, so that a known address does not show by its work. Milliseconds. */
const SAME_TIME = 400;

const indexOf = (token: string) => keyring().peppered('reset', token);

/**
 * Somebody asks to choose a new password for an address. Known or not, the answer is the same after the same time.
 * A link asked before dies with this one.
 * @returns seconds to wait after too many of these; 0 when it was taken in
 */
export async function askReset(visit: Visit, email: string): Promise<number> {
	const attempt = await beginAttempt(visit, 'reset', email.toLowerCase());
	if (attempt.wait > 0) return attempt.wait;
	const token = randomBytes(32).toString('base64url');
	const work = asRole('cheminer_auth', async (tx) => {
		const account = await accountOf(tx, { email });
		if (!account?.password) return;
		await sql`insert into auth.reset (account_id, token_index, expires_at) values (${account.id}, ${indexOf(token)}, now() + interval '1 hour')
			on conflict (account_id) do update set token_index = excluded.token_index, expires_at = excluded.expires_at`.execute(tx);
		const link = `${ownAddress()}/mot-de-passe/${token}`;
		await queueMail(tx, {
			to: account.email,
			subject: m.accounts_reset_mail_subject(),
			text: m.accounts_reset_mail_text({ name: account.name, link }),
			organization: null
		});
	});
	await Promise.all([work, pause(SAME_TIME)]);
	return 0;
}

/** Whether a link still opens; asking uses nothing up. */
export async function resetIsOpen(token: string): Promise<boolean> {
	const row = await asRole('cheminer_auth', (tx) =>
		tx
			.selectFrom('auth.reset')
			.select('account_id')
			.where('token_index', '=', indexOf(token))
			.where('expires_at', '>', sql<Date>`now()`)
			.executeTakeFirst()
	);
	return row !== undefined;
}

/**
 * Uses the link up, takes the new password and ends every session of the account, all or nothing.
 * @returns `stale` when the link does not open any more; `obvious` leaves it as it was
 */
export async function resetPassword(token: string, password: string): Promise<'done' | 'stale' | 'obvious'> {
	// Looked at first: a made-up link costs no hashing.
	if (!(await resetIsOpen(token))) return 'stale';
	const hashed = await hashPassword(password);
	return asRole('cheminer_auth', async (tx) => {
		const row = await tx
			.selectFrom('auth.reset as r')
			.innerJoin('auth.account as a', 'a.id', 'r.account_id')
			.select(['a.id', 'a.email', 'a.name'])
			.where('r.token_index', '=', indexOf(token))
			.where('r.expires_at', '>', sql<Date>`now()`)
			.forUpdate('r')
			.executeTakeFirst();
		if (!row) return 'stale';
		if (isObvious(password, [row.email, row.name])) return 'obvious';
		const used = await tx.deleteFrom('auth.reset').where('token_index', '=', indexOf(token)).returning('account_id').executeTakeFirst();
		if (!used) return 'stale';
		await setPassword(tx, row.id, hashed);
		return 'done';
	});
}
