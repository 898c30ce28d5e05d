import { randomInt } from 'node:crypto';

/** Minutes that a one-time code serves; written in the words of the messages too. */
export const CODE_MINUTES = 10;
const DIGITS = 8;

/** A new one-time code: digits, since they are typed on any phone and said in any language. */
export const newOneTimeCode = () => String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');

/** As it is written: two groups of four. */
export const shownOneTime = (code: string) => code.replace(/(....)(?=.)/g, '$1 ');

/** As it is read aloud: one digit after the other. */
export const spokenOneTime = (code: string) => [...code].join(', ');
