import type { Tx } from '../server/db.ts';
import { queueMail, type Notice } from '../server/mail.ts';
import { whatLeaves } from '../server/settings.ts';
import { queueText } from '../server/texts.ts';
import { readContacts } from './contact.server.ts';
import type { Pathway } from './pathway.server.ts';
import { bestWay, safeWays, type SafeWay } from './reaching.ts';

/** What she is told outside of her space: never a service, a name, a reason, or anything of what is written there. */
export interface Neutral {
	/** Of a mail. */
	subject: string;
	text: string;
	/** Of `text`, as BCP 47 says it. */
	language: string;
	/** As it is read aloud on the phone; `text` without it. */
	spoken?: string;
}

/** Writes it in the outbox, for this one way. */
export async function queueNeutral(
	tx: Tx,
	{ channel, to }: SafeWay,
	{ subject, text, language, spoken }: Neutral,
	more: { organization?: string | null; minutes?: number; notice?: Notice } = {}
): Promise<void> {
	if (channel === 'mail') await queueMail(tx, { to, subject, text, ...more });
	else await queueText(tx, channel, { to, text: channel === 'voice' ? (spoken ?? text) : text, language, ...more });
}

/**
 * Tells her something that she did not ask for now, by one safe way of this pathway, in the transaction of the fact it tells.
 * @param country how numbers are dialled there
 * @returns whether there was one: nobody but who wrote it should show that
 */
export async function tellHer(
	tx: Tx,
	{ accompaniment, key }: Pick<Pathway, 'accompaniment' | 'key'>,
	country: 'BE' | 'FR',
	words: Neutral
): Promise<boolean> {
	const ways = safeWays(await readContacts(tx, accompaniment.id, key), { country, asked: false });
	const way = bestWay(ways, { aloud: false, leaving: whatLeaves() });
	if (!way) return false;
	await queueNeutral(tx, way, words);
	return true;
}
