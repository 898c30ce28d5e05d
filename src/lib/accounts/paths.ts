import type { Role } from '../access/access.ts';
import { pathHere } from '../web/path-here.ts';

/**
 * A path of our own, to go to after sign-in; anything else (another site, a sign-in page again) is undefined.
 * @param wanted as it came in an address or a form
 */
export function ownPath(wanted: unknown): string | undefined {
	const path = pathHere(wanted);
	return path === undefined || /^\/(connexion|deconnexion|installation)([/?]|$)/.test(path) ? undefined : path;
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
