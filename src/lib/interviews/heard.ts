import type { ReadBack } from './read-back.server.ts';

/** What is shown of her answers beside a text. */
export interface Heard {
	/** The latest answer, when it was given to the text as it stands. */
	answer: ReadBack | null;
	/** The text was corrected after her latest answer: to be read again. */
	again: boolean;
	/** Her statements, the latest first, until she says that the text is right. */
	statements: ReadBack[];
}

/** @param note a text with all its answers, the latest first */
export function heardOf(note: { version: number; read_backs: readonly ReadBack[] }): Heard {
	const latest = note.read_backs.at(0);
	const stands = latest !== undefined && latest.note_version === note.version;
	const yes = note.read_backs.findIndex(({ value }) => value === 'yes');
	const since = yes < 0 ? note.read_backs : note.read_backs.slice(0, yes + 1);
	return {
		answer: stands ? latest : null,
		again: latest !== undefined && !stands,
		statements: since.filter(({ words }) => words !== '')
	};
}
