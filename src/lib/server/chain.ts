import { createHash } from 'node:crypto';

/** One line of the journal (who read) or of the audit (who changed), as the database writes it; times in UTC with their microseconds. */
export interface Line {
	source: 'journal' | 'audit';
	id: string;
	/** All other columns but `chain_id`, in the order of the table; null where there is nothing. */
	values: (string | null)[];
}

/** What a batch is closed with, besides its lines. */
export interface Closing {
	/** Head of the batch before; '' for the first. */
	previous: string;
	id: string;
	closedAt: string;
}

/** The order in which lines are hashed says nothing about when they were committed, and never depends on the database's plan. */
export function inOrder(lines: readonly Line[]): Line[] {
	const key = (line: Line) => `${line.source} ${line.id}`;
	return [...lines].sort((one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0));
}

/**
 * The head of one batch: SHA-256 over the head before, the closing and each line, as JSON lines. A changed, removed, inserted or
 * moved line gives another head, and so does every head after it (decisions 12).
 * @returns 64 hexadecimal digits
 */
export function headOf(closing: Closing, lines: readonly Line[]): string {
	const hash = createHash('sha256');
	hash.update(`${JSON.stringify(['v1', closing.previous, closing.id, closing.closedAt, lines.length])}\n`);
	for (const { source, id, values } of inOrder(lines)) hash.update(`${JSON.stringify([source, id, ...values])}\n`);
	return hash.digest('hex');
}
