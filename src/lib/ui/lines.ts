/** Between two things of one line. */
export const comma = (locale: string): string => (locale === 'ar' ? '، ' : ', ');

/**
 * Several things on one line, those that are there: "fait, ensemble". Read from right to left, each stands between marks of its own direction,
 * so that a French address does not turn round what follows.
 */
export function inOneLine(parts: readonly (string | null | undefined | false)[], locale: string): string {
	const said = parts.filter((part): part is string => Boolean(part));
	return (locale === 'ar' && said.length > 1 ? said.map((part) => `\u2068${part}\u2069`) : said).join(comma(locale));
}
