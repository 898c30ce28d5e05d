/** A table for a spreadsheet: its columns' names, then its rows. */
export interface Sheet {
	columns: readonly string[];
	rows: readonly (readonly string[])[];
}

/** Excel in French or Dutch opens a file in columns when they are parted by semicolons, and reads accents right after this mark. */
const MARK = '\uFEFF';
const PARTED = ';';

/** What makes a spreadsheet take a cell for a formula, in their usual and wide forms (OWASP, "CSV injection"); spaces before it do not disarm it. */
const FORMULA = /^\s*[=+\-@\t\r\n＝＋－＠]/;

/** One line of text: breaks and controls become a space; signs that turn the direction of writing, which can disguise a cell, go. */
function plain(text: string): string {
	return text
		.replace(/\p{Bidi_Control}/gu, '')
		.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
		.trim();
}

/** One cell, always between quotes. What a spreadsheet would work out gets an apostrophe before it: it stays a text, and is seen to be one. */
function cell(text: string): string {
	const said = plain(text);
	return `"${(FORMULA.test(text) || FORMULA.test(said) ? `'${said}` : said).replaceAll('"', '""')}"`;
}

/**
 * A number to call as any spreadsheet leaves it: "+32 470…" begins like a formula, "0032 470…" is the same number, dialled the same way from
 * Belgium and from France. Anything else than a number is a cell like another.
 */
export function phoneCell(number: string): string {
	return /^\+\d[\d\s()./-]*$/.test(number) ? `00${number.slice(1)}` : number;
}

/** The whole file, in UTF-8 once encoded; lines end as RFC 4180 says. */
export function csvOf({ columns, rows }: Sheet): string {
	return MARK + [columns, ...rows].map((row) => row.map(cell).join(PARTED) + '\r\n').join('');
}
