import { sql } from 'kysely';
import { nameFirstReaders, walkingWithHer } from '../interviews/audience.server.ts';
import { holdHers } from '../needs/hers.server.ts';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { found } from '../web/found.ts';
import { StaleError } from '../web/once.server.ts';
import { insertGoal, record, word } from './agreeing.server.ts';
import { readGoal, type Goal } from './goals.server.ts';
import type { HerWishAgainForm, HerWishForm, HerYesForm } from './rules.ts';

/** She says a wish herself; those ticked who walk with her there today read it, and nobody else. @returns the goal's id */
export async function openHerGoal(tx: Tx, part: Pathway, form: Omit<HerWishForm, 'part'>): Promise<string> {
	const id = await insertGoal(tx, part, form.domain);
	await nameFirstReaders(tx, 'goal', id, await walkingWithHer(tx, part), form.readers);
	await word(tx, part, id, 'wish', form.wish, 'screen');
	return id;
}

async function held(tx: Tx, part: Pathway, id: string): Promise<Goal> {
	await holdHers(tx, part);
	return found(await readGoal(tx, part, id));
}

/**
 * Her wish said anew by herself. The first words stay, and stay first.
 * @throws StaleError with `{ goal }` when it was said anew meanwhile
 * @throws HttpError 404 when it is not hers
 */
export async function sayHerWishAgain(tx: Tx, part: Pathway, id: string, form: HerWishAgainForm): Promise<void> {
	const goal = await held(tx, part, id);
	const latest = goal.wishes.at(-1);
	if (form.last !== (latest?.id ?? null)) throw new StaleError({ goal });
	if (form.wish !== latest?.text) await word(tx, part, id, 'wish', form.wish, 'screen');
}

/**
 * Her own yes to the words that were on the page. The same yes twice is one.
 * @param today the territory's day, on which a yes is said
 * @throws StaleError with `{ goal }` when the words are others by now: nobody says yes to what was not read
 * @throws HttpError 404 when it is not hers
 */
export async function sayHerYes(tx: Tx, part: Pathway, id: string, { wording }: HerYesForm, today: string): Promise<void> {
	const goal = await held(tx, part, id);
	if (goal.wordings.at(-1)?.id !== wording) throw new StaleError({ goal });
	if (!goal.hers) await record(tx, part, id, { voice: 'person', how: 'screen', wording }, today);
}

/** Her yes taken back, whoever noted it: it stays told, and no longer counts. One that was taken back already changes nothing. */
export async function takeHerYesBack(tx: Tx, part: Pathway, id: string, yes: string): Promise<void> {
	await held(tx, part, id);
	await tx
		.updateTable('goal_confirmation')
		.set({ withdrawn_at: sql<Date>`now()` })
		.where('id', '=', yes)
		.where('goal_id', '=', id)
		.where('voice', '=', 'person')
		.where('withdrawn_at', 'is', null)
		.execute();
}
