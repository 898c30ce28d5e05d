import { fail } from '@sveltejs/kit';
import type { Typed } from './form.ts';

/** The facts do not allow what was asked, and the person can choose something else. Thrown inside a transaction, so that nothing of it stays. */
export class NotPossible extends Error {
	readonly field: string;
	readonly code: string;
	readonly status: 409 | 422;
	/**
	 * @param field of the form, beside which the sentence stands; '' for the whole form
	 * @param code that `issueText` turns into a sentence
	 * @param status 409 when somebody else was quicker
	 */
	constructor(field: string, code: string, status: 409 | 422 = 422) {
		super(`not possible: ${code}`);
		this.field = field;
		this.code = code;
		this.status = status;
	}
}

/** The 422 or 409 answer, everything typed kept; any other problem goes on its way. */
export function notPossible(problem: unknown, typed: Typed) {
	if (problem instanceof NotPossible) return fail(problem.status, { issues: [{ field: problem.field, code: problem.code }], typed });
	throw problem;
}
