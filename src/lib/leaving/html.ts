/** A piece of a page whose texts are safe to read: what people wrote is never a sign of the page. */
export class Html {
	readonly text: string;
	constructor(text: string) {
		this.text = text;
	}
}

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Controls that no page may hold, and the overrides that make a line read in another order than it was written. */
const UNWANTED = /(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

type Piece = string | number | Html | readonly Html[] | null | undefined | false;

function safe(piece: Piece): string {
	if (piece instanceof Html) return piece.text;
	if (Array.isArray(piece)) return (piece as readonly Html[]).map(({ text }) => text).join('');
	if (piece === null || piece === undefined || piece === false) return '';
	return String(piece as string | number)
		.toWellFormed()
		.replace(UNWANTED, '')
		.replace(/[&<>"']/g, (sign) => SIGNS[sign]!);
}

/** A page's piece from a template: every value is escaped, pieces are kept as they are. */
export function html(parts: TemplateStringsArray, ...values: Piece[]): Html {
	return new Html(parts.reduce((page, part, at) => page + safe(values[at - 1]) + part.replace(/\n\t+/g, '\n')));
}
