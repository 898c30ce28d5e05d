import type { Numbers } from '../people/form.ts';
import type { Issue, Typed } from '../web/form.ts';
import type { Goal } from './goals.server.ts';

/** The page of a goal again, with all that was typed in one of its forms. */
export interface GoalAgain {
	/** Which form it was; of which step, or ''. */
	form: string;
	step: string;
	issues: Issue[];
	typed: Typed;
	numbers: Numbers;
	/** Somebody was quicker: what is stored now. */
	stored?: Goal;
}
