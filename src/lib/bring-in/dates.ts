import { isDay } from '../web/fields.ts';

/** Months as they are written in the three languages of the pages, whole or shortened; the first three letters tell most, the fourth the rest. */
const MONTHS: Record<string, number> = {};
for (const names of [
	'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
	'january february march april may june july august september october november december',
	'januari februari maart april mei juni juli augustus september oktober november december',
	'janv févr mrt avr mai juin juil aout sept oct nov déc',
	'jan fev mrs apr may jun jul aug sep okt nov dec'
])
	names.split(' ').forEach((name, month) => (MONTHS[plain(name)] = month + 1));

/** Day 1 of spreadsheets is 1 January 1900, which was a Monday for them alone: from March on, one day less. */
const DAY_ZERO = Date.UTC(1899, 11, 30);
const DAY = 86_400_000;

const LONGEST = 80;

/**
 * A day as people and programs write it, in the order day, month, year: 31/12/1980, 31-12-80, 31.12.1980, 1980-12-31, 31 décembre 1980,
 * 1er mars 1975; with an hour behind it; or the number under which a spreadsheet keeps it (29586).
 * @param today the plain day there: a year of two figures is the last one that has begun
 * @returns `1980-12-31`, or null when it is no day that exists
 */
export function plainDate(text: string, today: string): string | null {
	// The longest way of writing a day and an hour is far below: what is longer is no date, and is not searched for one.
	if (text.length > LONGEST) return null;
	const said = text.trim().replace(/[\sT]+\d{1,2}[:h]\d{2}(:\d{2})?([.,]\d+)?Z?$/, '');
	if (/^\d{5}$/.test(said)) return existing(new Date(DAY_ZERO + Number(said) * DAY).toISOString().slice(0, 10));
	const first = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(said);
	if (first) return day(first[1]!, first[2]!, first[3]!, today);
	const last = /^(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})$/.exec(said);
	if (last) return day(last[3]!, last[2]!, last[1]!, today);
	const words = /^(?:\p{L}+\.?,?\s+)?(\d{1,2})(?:er|st|nd|rd|th|e)?[\s-]+(\p{L}{3,})\.?[\s-]+(\d{4}|\d{2})$/iu.exec(said);
	const month = words && MONTHS[plain(words[2]!)];
	return month ? day(words[3]!, String(month), words[1]!, today) : null;
}

function day(year: string, month: string, date: string, today: string): string | null {
	let whole = year;
	if (year.length === 2) {
		const century = today.slice(0, 2);
		const thisOne = `${century}${year}`;
		whole = thisOne <= today.slice(0, 4) ? thisOne : `${Number(century) - 1}${year}`;
	}
	return existing(`${whole}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`);
}

const existing = (value: string) => (isDay(value) ? value : null);

function plain(word: string): string {
	return word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
