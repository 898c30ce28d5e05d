/**
 * Her reference: what stands on her information page and designates her pathway to coordination, which may not read her name.
 * It is the last group of the pathway's id (48 bits, of which no list is ever shown), written in letters and figures that are not mistaken
 * for one another, with two more that tell a slip of the pen. It opens nothing.
 */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;
/** The largest prime that two letters can hold: one wrong letter, or two that changed places, always give another remainder. */
const CHECK = 1021;

/**
 * The reference of a pathway, in three groups: `4K7Q-F3M2-PXW0`.
 * @param id of the accompaniment
 */
export function referenceOf(id: string): string {
	const value = parseInt(id.slice(-12), 16);
	return `${lettersOf(value, LENGTH)}${lettersOf(value % CHECK, 2)}`.replace(/(.{4})(?=.)/g, '$1-');
}

/**
 * What was typed, read again: case, spaces, dashes, and letters taken for figures do not matter.
 * @returns the last group of the id, or null when it is no reference: it says nothing about anybody
 */
export function endOfIdFrom(typed: string): string | null {
	const plain = typed
		.toUpperCase()
		.replace(/[\s\p{Pd}.]/gu, '')
		.replaceAll('O', '0')
		.replace(/[IL]/g, '1');
	if (plain.length !== LENGTH + 2 || [...plain].some((letter) => !LETTERS.includes(letter))) return null;
	const value = valueOf(plain.slice(0, LENGTH));
	if (value >= 2 ** 48 || value % CHECK !== valueOf(plain.slice(LENGTH))) return null;
	return value.toString(16).padStart(12, '0');
}

function lettersOf(value: number, length: number): string {
	let letters = '';
	for (let rest = value; letters.length < length; rest = Math.floor(rest / 32)) letters = LETTERS[rest % 32] + letters;
	return letters;
}

const valueOf = (letters: string) => [...letters].reduce((value, letter) => value * 32 + LETTERS.indexOf(letter), 0);
