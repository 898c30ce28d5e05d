import type { RequestEvent } from '@sveltejs/kit';
import { readCarnets } from '../../carnet/carnet.server.ts';
import { prove } from '../../carnet/sign-in.server.ts';
import { asHer } from '../../server/db.ts';
import type { HerSession } from '../../server/person-session.ts';
import { readParts } from '../her.server.ts';

/** Whether this is her PIN, typed again in her session: tried, counted and answered as at the door. */
export async function proveAgain(
	visit: Pick<RequestEvent, 'cookies' | 'url' | 'getClientAddress' | 'request'>,
	her: HerSession,
	pin: string
) {
	const cards = await asHer(her, async (tx) => Promise.all((await readParts(tx)).map((part) => readCarnets(tx, part))));
	const code = cards.flat().find(({ id }) => id === her.carnet)?.code ?? '';
	const done = await prove(visit, { code, pin });
	// Her second PIN, or a code that was sent, is not what locks the copy on her telephone.
	return done.step === 'proved' && done.by !== 'pin' ? ({ step: 'refused' } as const) : done;
}
