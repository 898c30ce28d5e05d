import { giveCarnet, readCarnets } from '#lib/carnet/carnet.server.ts';
import { keepContacts } from '#lib/people/contact.server.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import type { ContactRow } from '#lib/people/rules.ts';
import type { Actor } from '#lib/access/access.ts';
import { as, keyring } from '#lib/server/db.ts';
import { openMail } from '#lib/server/mail.ts';
import { openTextMessage } from '#lib/server/texts.ts';
import type { House } from '../house.ts';

/** A card as it is given at the desk, and what is printed on it. */
export interface Card {
	id: string;
	code: string;
	pin: string;
	pathway: { id: string; person: string };
}

export const PIN = '258147';

export async function giveCard(by: Actor, pathway: Card['pathway'], pin = PIN): Promise<Card> {
	await as(by, async (tx) => giveCarnet(tx, (await readPathway(tx, pathway.id))!, pin));
	const [card] = await as(by, async (tx) => readCarnets(tx, (await readPathway(tx, pathway.id))!));
	return { id: card!.id, code: card!.code, pin, pathway };
}

/** Writes down how she can be reached, as the desk does; `old` says that it has stood there for a while. */
export async function writeContacts(
	home: House,
	by: Actor,
	pathway: Card['pathway'],
	contacts: Partial<ContactRow>[],
	old = true
): Promise<void> {
	const rows = contacts.map((one) => ({ id: null, kind: 'phone', value: '', hours: '', caution: '', shared: false, ...one }) as ContactRow);
	await as(by, async (tx) => keepContacts(tx, by.organization, pathway.id, (await readPathway(tx, pathway.id))!.key, rows));
	if (old) await home.sql(`update contact set since = now() - interval '4 days' where accompaniment_id = $1`, [pathway.id]);
}

let networks = 0;

/** A browser with its cookies, from a network of its own. */
export function doorBrowser({ secure = false, from = `203.0.${Math.floor(++networks / 250)}.${networks % 250}` } = {}) {
	const jar = new Map<string, string>();
	const set: { name: string; value: string; options: Record<string, unknown> }[] = [];
	return {
		jar,
		set,
		url: new URL(`${secure ? 'https' : 'http'}://localhost/moi/connexion`),
		request: new Request('http://localhost/moi/connexion', { headers: { 'user-agent': 'essai' } }),
		getClientAddress: () => from,
		cookies: {
			get: (name: string) => jar.get(name),
			set: (name: string, value: string, options: Record<string, unknown>) => (jar.set(name, value), set.push({ name, value, options })),
			delete: (name: string) => jar.delete(name)
		} as never
	};
}

/** What stands in the outbox, opened, the oldest first. */
export async function outboxOf(home: House): Promise<{ channel: string; to: string; text: string; organization: string | null }[]> {
	const rows = await home.sql<{ id: string; channel: string; sealed: string; organization_id: string | null }>(
		'select id, channel, sealed, organization_id from outbox order by id'
	);
	return rows.map(({ id, channel, sealed, organization_id }) => {
		const { to, text } = (channel === 'mail' ? openMail : openTextMessage)(keyring(), id, sealed);
		return { channel, to, text, organization: organization_id };
	});
}

/** The one-time code in a text, as she would type it. */
export const codeIn = (text: string) => /(\d[\d ,]{7,}\d)/.exec(text)?.[1]?.replace(/\D/g, '') ?? '';
