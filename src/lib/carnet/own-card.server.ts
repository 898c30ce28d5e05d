import type { RequestEvent } from '@sveltejs/kit';
import { beginAttempt } from '../accounts/attempts.server.ts';
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
 * Since the answer says whether it is her first one, each is counted as a PIN that is tried at the door, and never forgotten as a right one is.
 * @returns `same` when it is her first one; in how many seconds it may be tried again
 */
export async function chooseSecondPin(
	visit: Pick<RequestEvent, 'cookies' | 'url' | 'getClientAddress'>,
	her: HerSession,
	pin: string
): Promise<'done' | 'same' | { wait: number }> {
	const code = await codeOfCard(her, her.carnet);
	const { wait } = await beginAttempt(visit, 'pin', code ?? '');
	if (wait > 0) return { wait };
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
