import type { Keyring } from '../server/keyring.ts';

/** How a code is found: a keyed hash, so that a stolen database tells no code. */
export const codeIndex = (ring: Pick<Keyring, 'peppered'>, code: string) => ring.peppered('carnet', code);

/** What is hashed of a PIN: bound to its card, so that two of the same PIN differ, and to the pepper outside the database. */
export const pinOf = (ring: Pick<Keyring, 'peppered'>, code: string, pin: string) => ring.peppered('pin', `${code}|${pin}`);
