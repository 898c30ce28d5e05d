import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import { m } from '../paraglide/messages.js';
import { baseLocale, isLocale } from '../paraglide/runtime.js';
import { readContacts, contactIndex } from '../people/contact.server.ts';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { isAddress, queueMail } from '../server/mail.ts';
import type { NoticeForm } from './rules.ts';

/** A neutral word that something waits: where she wants it, and when not. */
export interface NoticeChoice {
	contact: string;
	from: number;
	until: number;
	days: number[];
	/** The address is what it was when she chose it, and still safe; otherwise nothing leaves until she chooses again. */
	stands: boolean;
}

/** An address of hers that nobody else at home sees, and at which she can be told. */
export interface SafeAddress {
	id: string;
	kind: 'mail' | 'phone';
	value: string;
}

/** Her safe addresses in this part, in the order in which they were given. */
export async function readSafeAddresses(tx: Tx, { accompaniment, key }: Pathway): Promise<SafeAddress[]> {
	const contacts = await readContacts(tx, accompaniment.id, key);
	return contacts.flatMap(({ id, kind, safe, value }) => (safe && kind === 'mail' && isAddress(value) ? [{ id, kind, value }] : []));
}

/** What she chose in this part; null when she wants no word, which is so unless she says otherwise. */
export async function readNoticeChoice(tx: Tx, { accompaniment }: Pathway): Promise<NoticeChoice | null> {
	const row = await tx.selectFrom('notice_choice').selectAll().where('accompaniment_id', '=', accompaniment.id).executeTakeFirst();
	if (!row) return null;
	const contact = await tx
		.selectFrom('contact')
		.select('id')
		.where('id', '=', row.contact_id)
		.where('safe', '=', true)
		.where('value_index', '=', row.value_index)
		.executeTakeFirst();
	return { contact: row.contact_id, from: row.quiet_from, until: row.quiet_until, days: row.quiet_days, stands: contact !== undefined };
}

/**
 * Keeps her choice, in place of the former; no address is no word at all.
 * @param language in which she chose: the word comes in it
 * @returns false when the address is none of her safe ones
 */
export async function keepNoticeChoice(
	tx: Tx,
	pathway: Pathway,
	{ contact, from, until, saturday, sunday }: NoticeForm,
	language: string
): Promise<boolean> {
	const { accompaniment } = pathway;
	if (contact === null) {
		await tx.deleteFrom('notice_choice').where('accompaniment_id', '=', accompaniment.id).execute();
		return true;
	}
	const address = (await readSafeAddresses(tx, pathway)).find(({ id }) => id === contact);
	const value_index = address && contactIndex(accompaniment.organization_id, address);
	if (!value_index) return false;
	const chosen = {
		contact_id: contact,
		value_index,
		language,
		quiet_from: from,
		quiet_until: until,
		quiet_days: [...(saturday ? [6] : []), ...(sunday ? [7] : [])]
	};
	await tx
		.insertInto('notice_choice')
		.values({ accompaniment_id: accompaniment.id, ...chosen })
		.onConflict((conflict) => conflict.column('accompaniment_id').doUpdateSet(chosen))
		.execute();
	return true;
}

/**
 * Queues the neutral word for a message that was just written to her, if she asked for one and none left within a day. It says that there is
 * something to read: no service, no name, no reason, no link. The database says when; it is looked at again before it leaves.
 */
export async function queueNotice(tx: Tx, { accompaniment, key }: Pathway): Promise<void> {
	const { rows } = await sql<{
		contact_id: string;
		language: string;
		leaves_at: Date;
	}>`select * from notice_due(${accompaniment.id})`.execute(tx);
	const due = rows[0];
	if (!due) return;
	const contact = (await readContacts(tx, accompaniment.id, key)).find(({ id, safe }) => id === due.contact_id && safe);
	if (contact?.kind !== 'mail' || !isAddress(contact.value)) return;
	const notice = newId();
	await tx.insertInto('notice').values({ id: notice, accompaniment_id: accompaniment.id, leaves_at: due.leaves_at }).execute();
	const locale = isLocale(due.language) ? due.language : baseLocale;
	const text = m.space_messages_notice({}, { locale });
	await queueMail(tx, {
		to: contact.value,
		subject: m.space_messages_notice_subject({}, { locale }),
		text,
		notice: { id: notice, leaves_at: due.leaves_at }
	});
}
