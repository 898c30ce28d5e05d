import { error } from '@sveltejs/kit';
import { firstName, shownName } from '../people/name.ts';
import type { Pathway } from '../people/pathway.server.ts';
import { keyring, type Tx } from '../server/db.ts';
import type { HerSession } from '../server/person-session.ts';

/**
 * Her session on a page below (carnet); the hook has already sent anybody else to the door. 503 while nobody can say who it is; 404 for what a
 * shared screen does not show.
 */
export function herOf(locals: { her: HerSession | null; away?: boolean; apart?: boolean }): HerSession {
	if (locals.away) error(503);
	if (!locals.her || locals.apart) error(404);
	return locals.her;
}

/** One organisation's part of her pathway, with the key that opens its texts for this request. */
export interface Part extends Pathway {
	organization: { id: string; name: string; address: string; directions: string; phone: string };
	/** First name of her lead there; null when nobody is. */
	lead: string | null;
	/** How she is called there, in a sentence: an alias in concealed mode. */
	first: string;
}

/** The parts of her pathway that her cards open, those that go on first. Reading what is hers leaves no line in the journal. */
export async function readParts(tx: Tx): Promise<Part[]> {
	const rows = await tx
		.selectFrom('accompaniment as a')
		.innerJoin('keys.person_key as k', 'k.person_id', 'a.person_id')
		.innerJoin('organization as o', 'o.id', 'a.organization_id')
		.leftJoin('member as m', 'm.id', 'a.lead_id')
		.selectAll('a')
		.select(['k.wrapped', 'o.name as organization_name', 'o.address', 'o.directions', 'o.phone', 'm.first_name as lead'])
		.orderBy('a.ended_on', (order) => order.desc().nullsFirst())
		.orderBy('a.opened_on')
		.orderBy('a.id')
		.execute();
	return rows.map(({ wrapped, organization_name, address, directions, phone, lead, ...accompaniment }) => ({
		accompaniment,
		key: keyring().unwrap(accompaniment.person_id, wrapped),
		organization: { id: accompaniment.organization_id, name: organization_name, address, directions, phone },
		lead,
		first: firstName(shownName(accompaniment))
	}));
}

/** The parts in which she may write: a file that was closed is read, not written. */
export const openParts = (parts: readonly Part[]): Part[] => parts.filter(({ accompaniment }) => accompaniment.ended_on === null);

/**
 * The part that a form names, or the only one there is.
 * @throws HttpError 404 for one that is not open to her
 */
export function partOf(parts: readonly Part[], wanted: string | null): Part {
	const open = openParts(parts);
	const part = open.find(({ accompaniment }) => (wanted === null ? open.length === 1 : accompaniment.id === wanted));
	if (!part) error(404);
	return part;
}

/** The open parts, as a form offers them. */
export const partChoices = (parts: readonly Part[]) =>
	openParts(parts).map(({ accompaniment, organization }) => ({ id: accompaniment.id, name: organization.name }));
