/**
 * Cheminer does not start, or does not go on, for a reason that the operator can put right.
 * The message is one sentence (or one a line), says what to do, and never holds a password or a key.
 */
export class StartRefused extends Error {
	override name = 'StartRefused';
}

/** Errors that are sentences already, wherever they come from: the built application holds its own copy of these classes. */
const SENTENCES = new Set(['StartRefused', 'SealError', 'Damaged']);

/** The sentence for the operator, or undefined when the error is a bug that should be seen whole. */
export function sentenceOf(problem: unknown): string | undefined {
	if (!(problem instanceof Error)) return undefined;
	if ('code' in problem && (problem.code === 'ENOSPC' || problem.code === 'EDQUOT' || problem.code === '53100'))
		return 'There is no room left on the disk of the data: make room, then start again. What was recorded is still there.';
	return SENTENCES.has(problem.name) || SENTENCES.has(problem.constructor.name) ? problem.message : undefined;
}
