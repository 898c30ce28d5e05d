import { sql } from 'kysely';
import { m } from '#lib/paraglide/messages.js';
import type { Actor } from '../access/access.ts';
import { ownAddress } from '../accounts/own-address.server.ts';
import { asRole, type Tx } from '../server/db.ts';
import { queueMail } from '../server/mail.ts';
import type { Change } from './changes.server.ts';
import { changeWords } from './words.ts';

/** Somebody who is written to when an administrator changes an account. */
export interface Told {
	email: string;
	name: string;
}

/**
 * Who else must know of a change: the colleague it is about and every other administrator, so that nobody changes accounts unseen.
 * Read before the change: ended, she would not be among them.
 * @param about a member of the actor's organisation, if it is about one
 */
export async function whoIsTold(actor: Actor, about: string | null): Promise<Told[]> {
	return asRole('cheminer_auth', (tx) =>
		tx
			.selectFrom('member as m')
			.innerJoin('auth.account as a', 'a.id', 'm.account_id')
			.select(['a.email', 'm.first_name as name'])
			.where('m.organization_id', '=', actor.organization)
			.where('m.id', '<>', actor.member)
			.where((where) => where.or([where('m.ended_at', 'is', null), where('m.ended_at', '>', sql<Date>`now()`)]))
			.where((where) => where.or([where('a.ended_at', 'is', null), where('a.ended_at', '>', sql<Date>`now()`)]))
			.where((where) => where.or([sql<boolean>`'administrator' = any (m.roles)`, ...(about ? [where('m.id', '=', about)] : [])]))
			.execute()
	);
}

/** Writes to them in the transaction of the change: who, what kind of thing, about whom; never what stood or stands there. */
export async function tell(
	tx: Tx,
	told: readonly Told[],
	change: Pick<Change, 'act' | 'subject' | 'by' | 'about' | 'columns'>
): Promise<void> {
	const said = changeWords({ id: '', at: new Date(), ...change });
	for (const { email, name } of told) {
		await queueMail(tx, {
			to: email,
			subject: m.organization_told_subject(),
			text: m.organization_told_text({ name, change: said, link: `${ownAddress()}/compte/organisation` })
		});
	}
}
