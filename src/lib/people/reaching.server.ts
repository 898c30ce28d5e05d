import type { Tx } from '../server/db.ts';
import { queueMail, type Notice } from '../server/mail.ts';
import { whatLeaves } from '../server/settings.ts';
import { queueText } from '../server/texts.ts';
import { tagOf } from '../web/languages.ts';
import { isSettled, readContacts } from './contact.server.ts';
import type { Pathway } from './pathway.server.ts';
import { bestWay, safeWays, type SafeWay } from './reaching.ts';

/** What she is told outside of her space: never a service, a name, a reason, or anything of what is written there. */
export interface Neutral {
	/** Of a mail. */
	subject: string;
	text: string;
	/** Of `text`: one of the languages of the pages. */
	language: string;
	/** As it is read aloud on the phone; `text` without it. */
	spoken?: string;
}

type File = Pick<Pathway, 'accompaniment' | 'key'>;

/** Writes it in the outbox, for this one way. */
export async function queueNeutral(
	tx: Tx,
	{ channel, to }: SafeWay,
	{ subject, text, language, spoken }: Neutral,
	more: { organization?: string | null; minutes?: number; notice?: Notice } = {}
): Promise<void> {
	if (channel === 'mail') await queueMail(tx, { to, subject, text, ...more });
	else await queueText(tx, channel, { to, text: channel === 'voice' ? (spoken ?? text) : text, language: tagOf(language), ...more });
}

/** In which country the numbers of this organisation's files are dialled. */
async function countryOf(tx: Tx, organization: string): Promise<'BE' | 'FR'> {
	const { country } = await tx
		.selectFrom('organization as o')
		.innerJoin('territory as t', 't.id', 'o.territory_id')
		.select('t.country')
		.where('o.id', '=', organization)
		.executeTakeFirstOrThrow();
	return country as 'BE' | 'FR';
}

/**
 * The safe way that a code takes: one that has stood there for three days, so that whoever changes an address does not read her code at once.
 * @param aloud she wants it said on the phone
 */
export async function wayOfCode(tx: Tx, { accompaniment, key }: File, aloud: boolean): Promise<SafeWay | undefined> {
	const country = await countryOf(tx, accompaniment.organization_id);
	const contacts = (await readContacts(tx, accompaniment.id, key)).filter(isSettled);
	return bestWay(safeWays(contacts, { country, asked: true }), { aloud, leaving: whatLeaves() });
}

/**
 * Tells her something that she did not ask for now, by one safe way of this pathway, in the transaction of the fact it tells: one that has
 * stood there for three days before one that was just written down.
 * @returns whether there was one, and whether it was there before: nobody but who wrote it should show that
 */
export async function tellHer(tx: Tx, { accompaniment, key }: File, words: Neutral): Promise<'settled' | 'new' | null> {
	const country = await countryOf(tx, accompaniment.organization_id);
	const contacts = await readContacts(tx, accompaniment.id, key);
	const best = (among: typeof contacts) => bestWay(safeWays(among, { country, asked: false }), { aloud: false, leaving: whatLeaves() });
	const settled = best(contacts.filter(isSettled));
	const way = settled ?? best(contacts);
	if (!way) return null;
	await queueNeutral(tx, way, words);
	return settled ? 'settled' : 'new';
}
