import type { Role } from '../access/access.ts';

/**
 * A path of our own, to go to after sign-in; anything else (another site, a sign-in page again) is undefined.
 * @param wanted as it came in an address or a form
 */
export function ownPath(wanted: string | null | undefined): string | undefined {
	if (!wanted || wanted.length > 2000 || !/^\/(?![/\\])/.test(wanted) || /[\\\p{Control}]/u.test(wanted)) return undefined;
	const here = 'http://here.invalid';
	const url = URL.canParse(wanted, here) ? new URL(wanted, here) : undefined;
	if (!url || url.origin !== here || /^\/(connexion|deconnexion|installation)(\/|$)/.test(url.pathname)) return undefined;
	return url.pathname + url.search;
}

/** The first page of somebody with these roles. */
export function homeOf(roles: readonly Role[]): string {
	if (roles.includes('practitioner')) return '/bureau';
	if (roles.includes('coordination')) return '/equipe';
	if (roles.includes('front-desk')) return '/accueil';
	return '/reglages';
}

/** An address with what comes after kept in it. */
export function withSuite(path: string, suite: string | undefined): string {
	return suite ? `${path}?suite=${encodeURIComponent(suite)}` : path;
}
