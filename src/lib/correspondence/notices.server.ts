import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import { m } from '../paraglide/messages.js';
import { baseLocale, isLocale } from '../paraglide/runtime.js';
import { contactIndex, readContacts, type Contact } from '../people/contact.server.ts';
import type { Pathway } from '../people/pathway.server.ts';
import { queueNeutral } from '../people/reaching.server.ts';
import { safeWays, type SafeWay } from '../people/reaching.ts';
import type { Tx } from '../server/db.ts';
import { whatLeaves } from '../server/settings.ts';
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
	channel: 'mail' | 'sms';
	value: string;
}

/** How a machine may write to this one: never a call, never where a caution or hours are asked of people. */
const wayTo = (contact: Contact, country: 'BE' | 'FR'): SafeWay | undefined => safeWays([contact], { country, asked: false })[0];

/** Her safe addresses in this part, in the order in which they were given; a phone only where this installation sends short messages. */
export async function readSafeAddresses(tx: Tx, { accompaniment, key }: Pathway, country: 'BE' | 'FR'): Promise<SafeAddress[]> {
	const contacts = await readContacts(tx, accompaniment.id, key);
	return contacts.flatMap((contact): SafeAddress[] => {
		const channel = wayTo(contact, country)?.channel;
		const { id, value } = contact;
		if (channel === 'mail') return [{ id, channel, value }];
		return channel === 'sms' && whatLeaves().includes('sms') ? [{ id, channel, value }] : [];
	});
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
 * @param here.language in which she chose: the word comes in it
 * @returns false when the address is none of her safe ones: the caller takes the whole back
 */
export async function keepNoticeChoice(
	tx: Tx,
	pathway: Pathway,
	{ contact, from, until, saturday, sunday }: NoticeForm,
	{ language, country }: { language: string; country: 'BE' | 'FR' }
): Promise<boolean> {
	const { accompaniment } = pathway;
	await tx.deleteFrom('notice_choice').where('accompaniment_id', '=', accompaniment.id).execute();
	if (contact === null) return true;
	const address = (await readSafeAddresses(tx, pathway, country)).find(({ id }) => id === contact);
	const kind = address?.channel === 'mail' ? 'mail' : 'phone';
	const value_index = address && contactIndex(accompaniment.organization_id, { kind, value: address.value });
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
		.execute();
	return true;
}

interface Due {
	contact_id: string;
	language: string;
	leaves_at: Date;
}

/**
 * Queues the neutral word for a message that was just written to her, if she asked for one and none left within a day. It says that there is
 * something to read: no service, no name, no reason, no link. The database says when; it is looked at again before it leaves.
 */
export async function queueNotice(tx: Tx, { accompaniment, key }: Pathway, country: 'BE' | 'FR'): Promise<void> {
	const { rows } = await sql<Due>`select * from notice_due(${accompaniment.id})`.execute(tx);
	const due = rows[0];
	const contact = due && (await readContacts(tx, accompaniment.id, key)).find(({ id }) => id === due.contact_id);
	const way = contact && wayTo(contact, country);
	if (!way) return;
	const { leaves_at } = due;
	const notice = newId();
	await tx.insertInto('notice').values({ id: notice, accompaniment_id: accompaniment.id, leaves_at }).execute();
	const locale = isLocale(due.language) ? due.language : baseLocale;
	const words = {
		subject: m.space_messages_notice_subject({}, { locale }),
		text: m.space_messages_notice({}, { locale }),
		language: locale
	};
	await queueNeutral(tx, way, words, { notice: { id: notice, leaves_at } });
}
