import { sql } from 'kysely';
import { nameFirstReaders, readReaders, unnameReader, walkingWithHer } from '../interviews/audience.server.ts';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { StaleError } from '../web/once.server.ts';
import { insertNeed, readNeed, readTwin, say } from './needs.server.ts';
import type { HerOpeningForm, HerVoiceForm } from './rules.ts';

/** She and whoever else writes about her wait for each other. */
export const holdHers = (tx: Tx, { accompaniment }: Pathway) => sql`select hold_hers(${accompaniment.id}::uuid)`.execute(tx);

/**
 * She opens a need herself; those ticked who walk with her there today read it, and nobody else.
 * @returns its id
 * @throws StaleError with `{ need }` when one of that code is there already: she says her words on it instead
 */
export async function openHerNeed(tx: Tx, part: Pathway, form: Omit<HerOpeningForm, 'part'>): Promise<string> {
	await holdHers(tx, part);
	const twin = await readTwin(tx, part, form.code);
	if (twin) throw new StaleError({ need: twin });
	const id = await insertNeed(tx, part, form);
	await nameFirstReaders(tx, 'need', id, await walkingWithHer(tx, part), form.readers);
	await say(tx, part, { id, voice: 'person', stored: null, said: { ...form, how: 'screen' } });
	return id;
}

/**
 * Who reads a need that she opened, of those who walk with her there today: whoever is unticked reads it no more from the next request on,
 * whoever is ticked reads it. Somebody who no longer walks with her reads it in no case.
 * @returns false when she did not open it
 */
export async function nameHerReaders(tx: Tx, part: Pathway, id: string, ticked: readonly string[]): Promise<boolean> {
	await holdHers(tx, part);
	const need = await readNeed(tx, part, id);
	if (!need || need.author_id !== null) return false;
	const [named, readers] = await Promise.all([walkingWithHer(tx, part), readReaders(tx, 'need', [id])]);
	for (const { id: member } of named) {
		const reads = readers.some((reader) => reader.id === member);
		if (reads && !ticked.includes(member)) await unnameReader(tx, part, id, member, 'need');
	}
	await nameFirstReaders(
		tx,
		'need',
		id,
		named.filter((member) => !readers.some((reader) => reader.id === member.id)),
		ticked
	);
	return true;
}

/**
 * Her own words on a need, said or corrected by herself, whoever noted the former ones: the database keeps these.
 * @returns false when it is not hers
 * @throws StaleError with `{ need }` when they were changed meanwhile: nothing is overwritten
 */
export async function sayHerWords(tx: Tx, part: Pathway, id: string, form: HerVoiceForm): Promise<boolean> {
	await holdHers(tx, part);
	const need = await readNeed(tx, part, id);
	if (!need) return false;
	if ((need.hers?.version ?? 0) !== form.version) throw new StaleError({ need });
	const same = need.hers && need.hers.words === form.words && need.hers.when === form.when && need.hers.works === form.works;
	if (!same) await say(tx, part, { id, voice: 'person', stored: need.hers, said: { ...form, how: 'screen' } });
	return true;
}
