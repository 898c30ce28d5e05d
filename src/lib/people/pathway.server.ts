import { sql, type Selectable } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Accompaniment } from '../../../database/types.ts';
import { keyring, type Tx } from '../server/db.ts';
import type { PersonKey } from '../server/keyring.ts';
import { readingLimits } from '../server/settings.ts';

/** `writing`: a line is added to a pathway without opening it, as at the end of a day. */
export type ReadingKind = 'pathway' | 'export' | 'print' | 'writing' | 'document' | 'list' | 'search';

/** An accompaniment in my reach, with the key that opens its texts for this request. */
export interface Pathway {
	accompaniment: Selectable<Accompaniment>;
	key: PersonKey;
}

/**
 * Reads one accompaniment and its key, and writes the reading in the journal: no journal, no file (decisions 12).
 * Everything below a pathway starts here.
 * @returns undefined when it is not in reach, whether or not it exists: give it to `found()`
 */
export async function readPathway(tx: Tx, id: string, kind: ReadingKind = 'pathway'): Promise<Pathway | undefined> {
	// Sent together; whichever fails, neither is left behind without a listener, and the journal's refusal is the one that is told.
	const [, row] = await Promise.all([
		noteReading(tx, kind, id),
		tx
			.selectFrom('accompaniment as a')
			.innerJoin('keys.person_key as k', 'k.person_id', 'a.person_id')
			.selectAll('a')
			.select('k.wrapped')
			.where('a.id', '=', id)
			.executeTakeFirst()
	]);
	if (!row) return undefined;
	const { wrapped, ...accompaniment } = row;
	return { accompaniment, key: keyring().unwrap(accompaniment.person_id, wrapped) };
}

/**
 * One line in the journal: who read what kind of thing, of whom; a list or a search is one line in all. What one account reads is counted.
 * @param counted false for a list that is the same at each look (the first page of a caseload, as it stands), and for what is written: a
 * limit on reading never refuses what was typed
 * @throws the journal's refusal when the account opened too much, answered 429 by `as`
 */
export async function noteReading(
	tx: Tx,
	kind: ReadingKind | 'front-desk' | 'coordination',
	accompaniment: string | null = null,
	counted = kind !== 'writing'
): Promise<void> {
	const { filesAnHour, filesADay, searchesAnHour } = readingLimits();
	const most = !counted ? null : accompaniment ? [filesAnHour, filesADay] : [searchesAnHour];
	await sql`select note_reading(${kind}, ${accompaniment}::uuid, ${most}::int[])`.execute(tx);
}

/**
 * Makes a person, her key and my organisation's accompaniment with her, with me as lead. A name to use is enough (product, never 3).
 * @returns the accompaniment's id and key, so that the caller can seal what else was said
 */
export async function beginAccompaniment(
	tx: Tx,
	member: string,
	said: {
		name_to_use: string;
		alias?: string | null;
		concealed?: boolean;
		track?: string | null;
		carnet?: string | null;
		opened_on: string;
	}
): Promise<{ id: string; person: string; key: PersonKey }> {
	const person = newId();
	const id = newId();
	const { key, wrapped } = keyring().newPersonKey(person);
	await tx.insertInto('person').values({ id: person }).execute();
	await tx.insertInto('keys.person_key').values({ person_id: person, wrapped }).execute();
	await tx
		.insertInto('accompaniment')
		.values({ id, person_id: person, lead_id: member, ...said })
		.execute();
	return { id, person, key };
}
