import type { FullAction } from '../actions/changes.server.ts';
import type { Goal } from './goals.server.ts';
import type { Doing } from './gained.ts';

/** What was done, of all that I may read: answered actions and done steps, for the one rule of what was gained. */
export function doingsOf(actions: readonly FullAction[], goals: readonly Goal[]): Doing[] {
	const done = actions.flatMap(({ id, text, called, same_as, goal_id, state, answered_on, help }): Doing[] =>
		state === 'done' && answered_on ? [{ id, text, called, same_as, goal_id, on: answered_on, help }] : []
	);
	const steps = goals.flatMap((goal) =>
		goal.steps.flatMap(({ id, text, called, same_as, goal_id, done_on, help }): Doing[] =>
			done_on ? [{ id, text, called, same_as, goal_id, on: done_on, help }] : []
		)
	);
	return [...done, ...steps];
}
