import { v7 as newId } from 'uuid';
import { answerAction } from '../actions/actions.server.ts';
import { readAction, readEveryAction, type FullAction } from '../actions/changes.server.ts';
import type { AnswerState, Help } from '../actions/rules.ts';
import type { Tx } from '../server/db.ts';
import { found } from '../web/found.ts';
import { StaleError } from '../web/once.server.ts';
import type { Part } from './her.server.ts';

/** Hers to say what became of it: what she does, or both do. */
const isHers = ({ owner }: Pick<FullAction, 'owner'>) => owner === 'person' || owner === 'both';

/** What she does in this part, open or answered, the oldest first. */
export async function readHerActions(tx: Tx, part: Part): Promise<FullAction[]> {
	return (await readEveryAction(tx, part)).filter(isHers);
}

/** An action of her own; its author is nobody of the house. */
export async function addHerAction(
	tx: Tx,
	{ accompaniment, key }: Part,
	{ what, due }: { what: string; due: string | null }
): Promise<void> {
	const id = newId();
	await tx
		.insertInto('action')
		.values({ id, accompaniment_id: accompaniment.id, owner: 'person', due_on: due, sealed: key.seal('action', id, { text: what }) })
		.execute();
}

/**
 * What became of an action, said by herself; the former answer is kept.
 * @param on the plain day of her place
 * @throws StaleError with `{ action }` when somebody answered or changed it meanwhile; HttpError 404 for what is not hers to answer
 */
export async function answerHerAction(
	tx: Tx,
	parts: readonly Part[],
	{ action: id, ...answer }: { action: string; version: number; state: AnswerState; help: Help | null },
	on: string
): Promise<void> {
	for (const part of parts) {
		const action = await readAction(tx, part, id);
		if (!action) continue;
		found(isHers(action) ? action : null);
		if (action.version === answer.version && (await answerAction(tx, part, { id, ...answer }, { interview: null, on }))) return;
		throw new StaleError({ action: await readAction(tx, part, id) });
	}
	found(null);
}
