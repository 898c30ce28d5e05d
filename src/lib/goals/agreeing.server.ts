import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import { nameFirstReaders, namedToday } from '../interviews/audience.server.ts';
import type { Family } from '../needs/codes.ts';
import type { How } from '../people/rules.ts';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { found } from '../web/found.ts';
import { StaleError } from '../web/once.server.ts';
import { readGoal, type Goal, type SealedGoal } from './goals.server.ts';
import type { AgreedForm, GoalState, Voice, WishAgainForm, WishForm, YesForm } from './rules.ts';

/** Opens a goal with her wish; who reads it is chosen with it. @returns its id */
export async function openGoal(tx: Tx, pathway: Pathway, form: WishForm): Promise<string> {
	const id = await insertGoal(tx, pathway, form.domain);
	await nameFirstReaders(tx, 'goal', id, await namedToday(tx, pathway), form.readers);
	await word(tx, pathway, id, 'wish', form.wish, form.how ?? 'orally');
	return id;
}

/** The row of a goal that is being opened. @returns its id */
export async function insertGoal(tx: Tx, { accompaniment, key }: Pathway, domain: Family | null): Promise<string> {
	const id = newId();
	const sealed: SealedGoal = { domain, state: 'open' };
	await tx
		.insertInto('goal')
		.values({ id, accompaniment_id: accompaniment.id, sealed: key.seal('goal', id, sealed) })
		.execute();
	return id;
}

/** Puts words after those that stand there; the database lets none be changed or taken away. */
export async function word(tx: Tx, { accompaniment, key }: Pathway, goal_id: string, kind: 'wish' | 'agreed', text: string, how: How) {
	const id = newId();
	const sealed = key.seal('goal_wording', id, { text });
	await tx.insertInto('goal_wording').values({ id, goal_id, accompaniment_id: accompaniment.id, kind, how, sealed }).execute();
	return id;
}

/**
 * The goal, kept from other hands until this transaction ends: two who write at once come one after the other.
 * @throws HttpError 404 when it is not mine to read
 */
export async function holdGoal(tx: Tx, pathway: Pathway, id: string): Promise<Goal> {
	await tx
		.selectFrom('goal')
		.select('id')
		.where('id', '=', id)
		.where('accompaniment_id', '=', pathway.accompaniment.id)
		.forUpdate()
		.execute();
	return found(await readGoal(tx, pathway, id));
}

/**
 * Her wish said anew. The first words stay, and stay first.
 * @throws StaleError with `{ goal }` when it was said anew meanwhile
 */
export async function sayWishAgain(tx: Tx, pathway: Pathway, id: string, form: WishAgainForm): Promise<void> {
	const goal = await holdGoal(tx, pathway, id);
	const latest = goal.wishes.at(-1);
	if (form.last !== (latest?.id ?? null)) throw new StaleError({ goal });
	if (form.wish !== latest?.text) await word(tx, pathway, id, 'wish', form.wish, form.how ?? 'orally');
}

/**
 * Words for both. Put otherwise, they ask both again: a yes belongs to the words it was given to. The same words again change nothing
 * but the yes that is added.
 * @param today the territory's day, on which a yes is said
 * @throws StaleError with `{ goal }` when they were put otherwise meanwhile
 */
export async function putInWords(tx: Tx, pathway: Pathway, id: string, form: AgreedForm, today: string): Promise<void> {
	const goal = await holdGoal(tx, pathway, id);
	const latest = goal.wordings.at(-1);
	if (form.last !== (latest?.id ?? null)) throw new StaleError({ goal });
	const same = latest?.text === form.agreed;
	const wording = same ? latest.id : await word(tx, pathway, id, 'agreed', form.agreed, form.yes_hers ?? 'orally');
	if (form.yes_hers && !(same && goal.hers)) await record(tx, pathway, id, { voice: 'person', how: form.yes_hers, wording }, today);
	if (form.yes_mine && !(same && goal.ours)) await record(tx, pathway, id, { voice: 'practitioner', how: 'screen', wording }, today);
}

/**
 * A yes to the words that were on the page. Hers is noted by whoever walks with her, who says how she gave it; a practitioner's is his own.
 * The same yes twice is one.
 * @throws StaleError with `{ goal }` when the words are others by now: nobody says yes to what was not read
 */
export async function sayYes(tx: Tx, pathway: Pathway, id: string, form: YesForm, today: string): Promise<void> {
	const goal = await holdGoal(tx, pathway, id);
	if (goal.wordings.at(-1)?.id !== form.wording) throw new StaleError({ goal });
	if (form.voice === 'person' ? goal.hers : goal.ours) return;
	await record(tx, pathway, id, form, today);
}

/** One yes that stands for each voice and wording: given twice at the same time, it is one. */
export async function record(
	tx: Tx,
	{ accompaniment }: Pathway,
	goal_id: string,
	{ wording, voice, how }: { wording: string; voice: Voice; how: How },
	said_on: string
): Promise<void> {
	await tx
		.insertInto('goal_confirmation')
		.values({ id: newId(), goal_id, wording_id: wording, accompaniment_id: accompaniment.id, voice, how, said_on })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

/** A yes taken back: it stays told, and no longer counts. One that was taken back already changes nothing. */
export async function takeBack(tx: Tx, pathway: Pathway, id: string, yes: string): Promise<void> {
	await holdGoal(tx, pathway, id);
	await tx
		.updateTable('goal_confirmation')
		.set({ withdrawn_at: sql<Date>`now()` })
		.where('id', '=', yes)
		.where('goal_id', '=', id)
		.where('withdrawn_at', 'is', null)
		.execute();
}

/**
 * Reached, paused, let go, open again; or what it is about. What stood before is kept by the database.
 * @throws StaleError with `{ goal }` when somebody changed it meanwhile
 */
export async function changeGoal(
	tx: Tx,
	pathway: Pathway,
	id: string,
	change: { version: number; state?: GoalState; domain?: Family | null }
): Promise<void> {
	const goal = await holdGoal(tx, pathway, id);
	if (goal.version !== change.version) throw new StaleError({ goal });
	const sealed: SealedGoal = { domain: goal.domain, state: goal.state };
	if (change.state) sealed.state = change.state;
	if (change.domain !== undefined) sealed.domain = change.domain;
	await tx
		.updateTable('goal')
		.set({ state: sealed.state, sealed: pathway.key.seal('goal', id, sealed), version: goal.version + 1 })
		.where('id', '=', id)
		.execute();
}
