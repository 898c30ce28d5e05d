import { randomInt } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { m } from '#lib/paraglide/messages.js';
import { getLocale, type Locale } from '#lib/paraglide/runtime.js';
import { hashPassword } from '../accounts/password.ts';
import type { Pathway } from '../people/pathway.server.ts';
import { tellHer } from '../people/reaching.server.ts';
import { keyring, type Tx } from '../server/db.ts';
import { HER_LANGUAGES, tagOf } from '../web/languages.ts';
import { newCode } from './code.ts';
import { codeIndex, pinOf } from './secrets.ts';

/** A card that was given, as those who walk with her see it; the PIN is hers alone. */
export interface Carnet {
	id: string;
	code: string;
	by: string;
	created_at: Date;
	ended_at: Date | null;
}

/** Cards of this pathway, the latest first. */
export async function readCarnets(tx: Tx, { accompaniment, key }: Pathway): Promise<Carnet[]> {
	const rows = await tx
		.selectFrom('carnet as c')
		.leftJoin('member as m', 'm.id', 'c.given_by')
		.select(['c.id', 'c.sealed', 'c.created_at', 'c.ended_at', 'm.first_name as by'])
		.where('c.accompaniment_id', '=', accompaniment.id)
		.orderBy('c.created_at', 'desc')
		.orderBy('c.id', 'desc')
		.execute();
	return rows.map(({ sealed, by, ...row }) => ({ ...row, by: by ?? '', code: key.open<{ code: string }>('carnet', row.id, sealed).code }));
}

/** The language that she chose with her latest card here; that of this page as long as she chose none. */
async function languageOfCards(tx: Tx, file: string): Promise<Locale> {
	const card = await tx
		.selectFrom('carnet')
		.select('language')
		.where('accompaniment_id', '=', file)
		.orderBy('created_at', 'desc')
		.orderBy('id', 'desc')
		.limit(1)
		.executeTakeFirst();
	return HER_LANGUAGES.find((one) => one === card?.language) ?? getLocale();
}

/**
 * Gives a card, with the PIN that she typed herself. The one this organisation gave before ends, and so do its sessions. Her safe contact, if
 * there is one, is told that there is a card: whoever gives one behind her back is heard of.
 * @throws HttpError 404, by the wall, for a file out of reach or kept as it is
 */
export async function giveCarnet(tx: Tx, { accompaniment, key }: Pathway, pin: string): Promise<void> {
	const locale = await languageOfCards(tx, accompaniment.id);
	const words = {
		subject: m.space_door_card_subject({}, { locale }),
		text: m.space_door_card_text({}, { locale }),
		language: tagOf(locale)
	};
	const told = await tellHer(tx, { accompaniment, key }, words);
	const id = newId();
	const code = newCode(randomInt);
	await tx
		.insertInto('carnet')
		.values({
			id,
			accompaniment_id: accompaniment.id,
			person_id: accompaniment.person_id,
			code_index: codeIndex(keyring(), code),
			pin: await hashPassword(pinOf(keyring(), code, pin)),
			sealed: key.seal('carnet', id, { code }),
			noticed_at: told === 'settled' ? new Date() : null
		})
		.execute();
}

/** Takes a card back: it opens nothing from the next request on. */
export async function endCarnet(tx: Tx, { accompaniment }: Pathway): Promise<void> {
	await tx
		.updateTable('carnet')
		.set({ ended_at: new Date() })
		.where('accompaniment_id', '=', accompaniment.id)
		.where('ended_at', 'is', null)
		.execute();
}
