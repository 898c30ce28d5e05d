import type { Keyring } from '../server/keyring.ts';

/** How a code is found: a keyed hash, so that a stolen database tells no code. */
export const codeIndex = (ring: Pick<Keyring, 'peppered'>, code: string) => ring.peppered('carnet', code);

/** What is hashed of a PIN: bound to its card, so that two of the same PIN differ, and to the pepper outside the database. */
export const pinOf = (ring: Pick<Keyring, 'peppered'>, code: string, pin: string) => ring.peppered('pin', `${code}|${pin}`);

/** How a browser's attempt, or its remembered device, is found: a token read in a database opens nothing. */
export const attemptIndex = (ring: Pick<Keyring, 'peppered'>, token: string) => ring.peppered('attempt-at-door', token);
export const deviceIndex = (ring: Pick<Keyring, 'peppered'>, token: string) => ring.peppered('device', token);

/** What is stored of a one-time code: bound to the attempt it was asked in. */
export const oneTimeIndex = (ring: Pick<Keyring, 'peppered'>, attempt: string, code: string) =>
	ring.peppered('one-time', `${attempt}|${code}`);
