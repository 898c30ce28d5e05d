import { pathHere } from '../web/path-here.ts';

/** Whether an address is one of her space. */
export const isHers = (path: string) => /^\/moi(\/|$)/.test(path);

/**
 * Where she goes on to after the door: a page of her own space that stands behind it; undefined for anything else.
 * @param wanted as it came in an address or a form
 */
export function herPath(wanted: unknown): string | undefined {
	const path = pathHere(wanted);
	return path !== undefined && /^\/moi([/?]|$)/.test(path) && !/^\/moi\/(connexion|quitter|ailleurs)([/?]|$)/.test(path) ? path : undefined;
}

/** Somewhere that everybody goes to, and that says nothing of anybody. */
export const ELSEWHERE = 'https://www.wikipedia.org/';
