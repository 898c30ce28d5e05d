import { v7 as newId } from 'uuid';
import { keyring, type Tx } from './db.ts';
import type { Keyring, Sealed } from './keyring.ts';

/** A mail to somebody of the staff, or a neutral word to somebody accompanied. Subject and text never hold a service's name, a reason or a place about a person (trust.md). */
export interface Mail {
	to: string;
	subject: string;
	/** Plain text; an address of our own pages stands alone on its line. */
	text: string;
	/** The sender is an address alone, without the name of a house. */
	bare?: true;
}

/** A neutral word that something waits in her space: looked at again before it leaves, and not before its hour (migration 0036). */
export interface Notice {
	id: string;
	leaves_at: Date;
}

/** What the row of a neutral word holds besides. */
export const noticed = (notice: Notice | undefined) => (notice ? { notice_id: notice.id, next_try_at: notice.leaves_at } : {});

/** RFC 5321 lengths; one address, no display name, no list, nothing that a relay could take for a second line or a second address. */
const ADDRESS = /^[^\s@<>(),;:"\\[\]\p{Control}]{1,64}@[^\s@<>(),;:"\\[\]\p{Control}]{1,255}$/u;
const LONGEST_SUBJECT = 200;

/** One line, without anything that a relay or a mail program would obey. */
function oneLine(words: string): string {
	return words
		.replace(/[\p{Control}\p{Line_Separator}\p{Paragraph_Separator}\p{Bidi_Control}\s]+/gu, ' ')
		.trim()
		.slice(0, LONGEST_SUBJECT);
}

/** Whether a mail can be sent to this text at all. */
export function isAddress(words: string): boolean {
	return ADDRESS.test(words);
}

/**
 * Writes a mail in the outbox, in the transaction of the fact it tells: it leaves after the commit, or not at all.
 * Works under roles app and auth.
 * @param mail.organization whose outbox counts it; by default the one of the member who acts, none under role auth
 * @param mail.minutes after which it helps nobody any more and does not leave; three days otherwise
 * @param mail.notice the neutral word to somebody accompanied that this is
 * @throws Error when the address is not one address
 */
export async function queueMail(tx: Tx, mail: Mail & { organization?: string | null; minutes?: number; notice?: Notice }): Promise<void> {
	if (!isAddress(mail.to)) throw new Error('a mail needs one address');
	const id = newId();
	const sealed = sealMail(keyring(), id, {
		to: mail.to,
		subject: oneLine(mail.subject),
		text: mail.text.replace(/\r\n?/g, '\n'),
		...(mail.notice && { bare: true })
	});
	await tx
		.insertInto('outbox')
		.values({
			id,
			sealed,
			give_up_at: mail.minutes === undefined ? null : new Date(Date.now() + mail.minutes * 60_000),
			...(mail.organization === undefined ? {} : { organization_id: mail.organization }),
			...noticed(mail.notice)
		})
		.execute();
}

/** Bound to its row: a mail moved to another row does not open. */
function sealMail(ring: Keyring, id: string, mail: Mail): Sealed {
	return ring.seal(`outbox|${id}`, mail);
}

/** Opens what `queueMail` sealed. */
export function openMail(ring: Keyring, id: string, sealed: Sealed): Mail {
	return ring.open<Mail>(`outbox|${id}`, sealed);
}
