import { sql } from 'kysely';
import { nameFirstReaders, walkingWithHer } from '../interviews/audience.server.ts';
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
