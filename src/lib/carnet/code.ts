/**
 * The code of a card: eight signs and a check, said aloud in three groups ("K7M-4QX-92B"). No sign that is taken for another (0 and O, 1 and
 * I), no U, so that no word appears; 31 signs, a prime, so that the check sees every wrong sign and every two that changed places.
 */
const SIGNS = '23456789ABCDEFGHJKLMNPQRSTVWXYZ';
const LENGTH = 8;

const checkOf = (body: string) => SIGNS[[...body].reduce((sum, sign, at) => sum + SIGNS.indexOf(sign) * (at + 2), 0) % SIGNS.length]!;

/**
 * A new code, without its dashes.
 * @param random whole numbers below a limit, as `randomInt` of node:crypto
 */
export function newCode(random: (below: number) => number): string {
	const body = Array.from({ length: LENGTH }, () => SIGNS[random(SIGNS.length)]!).join('');
	return body + checkOf(body);
}

/** As it is printed and said: "K7M-4QX-92B". */
export const shownCode = (code: string) => code.replace(/(...)(?=.)/g, '$1-');

/** What was typed, as a code; null when no card could have it. Spaces, dashes and small letters are welcome; a sign that no card has (0, O, 1, I, U) is refused. */
export function codeFrom(typed: string): string | null {
	const code = typed.toUpperCase().replace(/[\s\-–—._]/g, '');
	if (code.length !== LENGTH + 1 || [...code].some((sign) => !SIGNS.includes(sign))) return null;
	return code.at(-1) === checkOf(code.slice(0, -1)) ? code : null;
}
