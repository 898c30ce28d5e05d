import type { Typed } from '../web/form.ts';

/**
 * National numbers have no field here (Belgium: law of 8 August 1983; France: decree 2019-341, restricted use).
 * One that was pasted by mistake is pointed out, once, before it is kept.
 */

/** NISS: year, month, day, three figures, two of control. NIR: sex, year, month, département, commune, order, with or without its key. */
const BELGIAN = /(?<![\d+])(\d{2})([ ./-]?)(\d{2})[ ./-]?(\d{2})([ ./-]?)(\d{3})[ ./-]?(\d{2})(?!\d)/g;
const FRENCH = /(?<![\d+])([1-478])[ .-]?(\d{2})[ .-]?(\d{2})[ .-]?(\d{2}|2[abAB])[ .-]?(\d{3})[ .-]?(\d{3})(?:[ .-]?(\d{2}))?(?!\d)/g;

/** An id of ours in a hidden field: enough figures in a row to be mistaken for a number. */
const OWN_ID = /^(\w+:)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The strings of this text that look like a national number, as they stand in it. */
export function nationalNumbers(text: string): string[] {
	if (OWN_ID.test(text)) return [];
	const belgian = [...text.matchAll(BELGIAN)].filter((match) => isBelgian(match)).map((match) => match[0]);
	const french = [...text.matchAll(FRENCH)].filter((match) => isFrench(match)).map((match) => match[0]);
	return [...belgian, ...french];
}

/** With its usual stops a plausible date is enough (people mistype the control); bare figures must pass the control, or phones would be caught. */
function isBelgian(match: RegExpMatchArray): boolean {
	const [whole, year, stop, month, day, dash, order, control] = match as unknown as string[];
	// Bis numbers add 20 or 40 to the month; an unknown month or day is 00.
	const plausible = Number(month) % 20 <= 12 && Number(month) <= 52 && Number(day) <= 31;
	if (!plausible) return false;
	if (stop !== '' && dash !== '' && /[./-]/.test(whole!)) return true;
	const body = Number(`${year}${month}${day}${order}`);
	return [body, body + 2_000_000_000].some((number) => 97 - (number % 97) === Number(control));
}

function isFrench(match: RegExpMatchArray): boolean {
	const month = Number(match[3]);
	// 20 and above stand for an unknown month.
	return (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || (month >= 50 && month <= 99);
}

/** Where national numbers stand among what was typed: the dotted name of each field, once, and what was found in it. */
export function numbersIn(typed: Typed, under = ''): { field: string; numbers: string[] }[] {
	return Object.entries(typed).flatMap(([name, value]) => {
		const field = under ? `${under}.${name}` : name;
		if (typeof value === 'string') {
			const numbers = nationalNumbers(value);
			return numbers.length > 0 ? [{ field, numbers }] : [];
		}
		if (value === undefined || Array.isArray(value)) return [];
		return numbersIn(value, field);
	});
}

/** The same text without them; the space they leave is closed. */
export function withoutNumbers(text: string): string {
	let rest = text;
	for (const number of nationalNumbers(text)) rest = rest.replace(number, '');
	return rest.replace(/[^\S\n]{2,}/g, ' ').trim();
}
