import { v7 as newId } from 'uuid';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { found } from '../web/found.ts';
import { StaleError } from '../web/once.server.ts';
import { holdGoal } from './agreeing.server.ts';
import type { Goal, SealedStep, Step } from './goals.server.ts';
import type { StepDone } from './rules.ts';

/** A small step in her words, after the others. */
export async function addStep(tx: Tx, pathway: Pathway, goal_id: string, text: string): Promise<void> {
	const { steps } = await holdGoal(tx, pathway, goal_id);
	const id = newId();
	const sealed: SealedStep = { text, doneOn: null, help: null };
	await tx
		.insertInto('goal_step')
		.values({
			id,
			goal_id,
			accompaniment_id: pathway.accompaniment.id,
			position: steps.length,
			sealed: pathway.key.seal('goal_step', id, sealed)
		})
		.execute();
}

/** What a step becomes: other words, done on a day, to be done again, the same thing as before. */
export type StepChange = Partial<Pick<Step, 'text' | 'done_on' | 'help' | 'called' | 'same_as'>>;

/**
 * Changes a step; what stood before is kept by the database, with who changed it.
 * @throws HttpError 404 when it is not a step of this goal
 * @throws StaleError with `{ goal, step }` when somebody changed it meanwhile: nothing is overwritten
 */
export async function changeStep(
	tx: Tx,
	pathway: Pathway,
	goal_id: string,
	{ id, version }: { id: string; version: number },
	change: StepChange
): Promise<void> {
	const goal: Goal = await holdGoal(tx, pathway, goal_id);
	const step = found(goal.steps.find((one) => one.id === id));
	if (step.version !== version) throw new StaleError({ goal, step });
	const next = { ...step, ...change };
	const sealed: SealedStep = { text: next.text, doneOn: next.done_on, help: next.help, called: next.called };
	await tx
		.updateTable('goal_step')
		.set({
			done_on: next.done_on,
			help: next.help,
			same_as: next.same_as,
			sealed: pathway.key.seal('goal_step', id, sealed),
			version: step.version + 1
		})
		.where('id', '=', id)
		.execute();
}

/** Done, on the day that was said; how is kept only with it. */
export const doStep = (tx: Tx, pathway: Pathway, goal: string, { done_on, help, ...step }: StepDone) =>
	changeStep(tx, pathway, goal, step, { done_on, help });

/** Not done yet, after all. */
export const undoStep = (tx: Tx, pathway: Pathway, goal: string, step: { id: string; version: number }) =>
	changeStep(tx, pathway, goal, step, { done_on: null, help: null });
