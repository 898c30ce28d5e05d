import { v7 as newId } from 'uuid';
import { keyring, type Tx } from './db.ts';
import type { Keyring, Sealed } from './keyring.ts';
import { noticed, type Notice } from './mail.ts';

/** A short message, or a text that is read aloud on the phone: neutral, for whoever stands beside the phone reads or hears it too. */
export interface TextMessage {
	/** A number as the whole world dials it: "+32470123456". */
	to: string;
	text: string;
	/** Of the text, as BCP 47 says it: a voice must know. */
	language: string;
}

/** How a text leaves, where it is no mail. */
export type TextChannel = 'sms' | 'voice';

const NUMBER = /^\+[1-9]\d{6,14}$/;
/** Four parts of a short message: nobody is written a letter there. */
const LONGEST_TEXT = 600;

/** Whether a short message can be sent to this number at all. */
export const isNumber = (words: string) => NUMBER.test(words);

/**
 * Writes a short message, or a call, in the outbox, in the transaction of the fact it tells: it leaves after the commit, or not at all.
 * Works under roles app and auth.
 * @param message.organization whose outbox counts it; by default the one of the member who acts, none under role auth
 * @param message.minutes after which it helps nobody any more and does not leave
 * @param message.notice the neutral word to somebody accompanied that this is
 * @throws Error when the number is not one number, or the text is a letter
 */
export async function queueText(
	tx: Tx,
	channel: TextChannel,
	message: TextMessage & { organization?: string | null; minutes?: number; notice?: Notice }
): Promise<void> {
	const { to, language, organization, minutes, notice } = message;
	const text = plainSigns(message.text);
	if (!isNumber(to)) throw new Error('a short message needs one number');
	if (text.length > LONGEST_TEXT) throw new Error('a short message is short');
	const id = newId();
	await tx
		.insertInto('outbox')
		.values({
			id,
			channel,
			sealed: sealTextMessage(keyring(), id, { to, text, language }),
			give_up_at: minutes === undefined ? null : new Date(Date.now() + minutes * 60_000),
			...(organization === undefined ? {} : { organization_id: organization }),
			...noticed(notice)
		})
		.execute();
}

/** Signs that a short message has: with a typographic apostrophe or space it would be twice as long, and cost twice as much. */
const plainSigns = (text: string) =>
	text
		.replace(/[\u00a0\u202f]/g, ' ')
		.replace(/[’‘]/g, "'")
		.replace(/[“”«»]/g, '"');

/** Bound to its row, as a mail is. */
function sealTextMessage(ring: Keyring, id: string, message: TextMessage): Sealed {
	return ring.seal(`outbox|${id}`, message);
}

/** Opens what `queueText` sealed. */
export function openTextMessage(ring: Keyring, id: string, sealed: Sealed): TextMessage {
	return ring.open<TextMessage>(`outbox|${id}`, sealed);
}
