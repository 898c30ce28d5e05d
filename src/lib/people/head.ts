import { error } from '@sveltejs/kit';
import { firstName, shownName } from './name.ts';
import type { Pathway } from './pathway.server.ts';

/** What every page below a pathway shows of the person. */
export interface PersonHead {
	id: string;
	/** Alias in concealed mode. */
	name: string;
	/** How she is called in a sentence. */
	first: string;
	/** After a death the file is read, and nothing can be added. */
	readOnly: boolean;
}

export function headOf({ accompaniment }: Pick<Pathway, 'accompaniment'>): PersonHead {
	const name = shownName(accompaniment);
	return { id: accompaniment.id, name, first: firstName(name), readOnly: accompaniment.ended_how === 'death' };
}

/**
 * The pathway, if something may be added to it; the wall decides again.
 * @throws HttpError 403 after a death: it is seen, and kept as it is
 */
export function writable(pathway: Pathway): Pathway {
	if (pathway.accompaniment.ended_how === 'death') error(403);
	return pathway;
}
