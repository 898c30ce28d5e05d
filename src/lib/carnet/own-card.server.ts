import { whichOf, hashBeside } from '../accounts/password.ts';
import { accountsPool, answering, asHer, keyring, type Her } from '../server/db.ts';
import type { HerSession } from '../server/person-session.ts';
import { readParts } from '../space/her.server.ts';
import { readCarnets } from './carnet.server.ts';
import { pinOf } from './secrets.ts';

/** The code of a card of hers; undefined when it opens nothing any more. */
export async function codeOfCard(her: Her, carnet: string): Promise<string | undefined> {
	return asHer(her, async (tx) => {
		for (const part of await readParts(tx)) {
			const card = (await readCarnets(tx, part)).find(({ id, ended_at }) => id === carnet && !ended_at);
			if (card) return card.code;
		}
		return undefined;
	});
}

/**
 * Her second PIN: at the door it opens a page of everyday numbers, and nothing of hers. Another takes its place; nobody can read whether there
 * is one, and no line anywhere says that she chose it.
 * @returns `same` when it is her first one
 */
export async function chooseSecondPin(her: HerSession, pin: string): Promise<'done' | 'same'> {
	const code = await codeOfCard(her, her.carnet);
	const { rows } = await answering(() => accountsPool().query<{ pin: string }>('select pin from carnet where id = $1', [her.carnet]));
	const first = rows[0]?.pin;
	if (!code || !first) return 'done';
	const typed = pinOf(keyring(), code, pin);
	if ((await whichOf([first], typed)) === 0) return 'same';
	const decoy = await hashBeside(first, typed);
	await answering(() => accountsPool().query('update carnet set decoy = $2 where id = $1', [her.carnet, decoy]));
	return 'done';
}

/** No second PIN any more: chance takes its place, as on a card that never had one. */
export async function dropSecondPin({ carnet }: HerSession): Promise<void> {
	await answering(() => accountsPool().query('update carnet set decoy = public.chance_beside(pin) where id = $1', [carnet]));
}
