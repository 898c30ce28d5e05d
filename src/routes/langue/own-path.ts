/** A path of this house to go back to; anything that a browser could read as another site's address is the front page. */
export function ownPath(asked: unknown): string {
	if (typeof asked !== 'string' || !/^\/(?![/\\])/.test(asked) || asked.length > 2000) return '/';
	const base = 'http://house.example';
	const read = URL.parse(asked, base);
	return read?.origin === base ? read.pathname + read.search : '/';
}
