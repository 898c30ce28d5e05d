/**
 * What of her space a shared screen shows, by route, and whether its forms are answered there. A page that is not here is not there: her card,
 * her helper, who sees what, who looked, her own notes, what she takes away are hers alone, and so is every page that somebody adds tomorrow.
 */
const SHOWN: Readonly<Record<string, 'read' | 'write'>> = {
	'/moi/(carnet)': 'read',
	'/moi/(carnet)/chemin': 'read',
	'/moi/(carnet)/ce-qui-compte': 'read',
	'/moi/(carnet)/ce-qui-compte/besoins/nouveau': 'write',
	'/moi/(carnet)/ce-qui-compte/besoins/[need]': 'write',
	'/moi/(carnet)/ce-qui-compte/souhaits/nouveau': 'write',
	'/moi/(carnet)/ce-qui-compte/souhaits/[goal]': 'write',
	'/moi/(carnet)/actions': 'write',
	'/moi/(carnet)/actions/avance': 'write',
	'/moi/(carnet)/relire': 'write',
	'/moi/(carnet)/rendez-vous/[appointment]': 'read',
	'/moi/(carnet)/papiers': 'read',
	'/moi/(carnet)/plan.pdf': 'read'
};

/** Whether a shared screen answers this request. @param route its id, null for an address that is no page */
export function isTogether(route: string | null, method: string): boolean {
	const shown = route === null || !Object.hasOwn(SHOWN, route) ? undefined : SHOWN[route];
	return shown === 'write' || (shown === 'read' && method !== 'POST');
}

/** Whether her menu offers a page there, by its address. */
export const isOffered = (href: string) => isTogether(href.replace('/moi', '/moi/(carnet)'), 'GET');
