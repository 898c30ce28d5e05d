/**
 * A path of this house to go on to, as a browser will read it; undefined for anything that it could take for another site's address.
 * What counts is what is left once the address is taken apart: `/.//elsewhere.example` begins like a path of ours and ends as another host.
 * @param wanted as it came in an address or a form
 */
export function pathHere(wanted: unknown): string | undefined {
	if (typeof wanted !== 'string' || wanted.length > 2000 || !wanted.startsWith('/') || /[\\\p{Control}]/u.test(wanted)) return undefined;
	const here = 'http://here.invalid';
	const url = URL.parse(wanted, here);
	if (url?.origin !== here) return undefined;
	const path = url.pathname + url.search;
	return path.startsWith('//') || URL.parse(path, here)?.origin !== here ? undefined : path;
}
