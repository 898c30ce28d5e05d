import { sql } from 'kysely';
import type { Tx } from '../server/db.ts';
import { NotPossible } from '../web/not-possible.ts';

/** Who covers whom until when, and for how many people: never for whom. */
export interface Cover {
	/** Null when those people have no lead any more. */
	of_member: string | null;
	of_first_name: string | null;
	by_member: string;
	by_first_name: string;
	/** Exclusive: the first instant after the last day. */
	until: Date;
	people: number;
}

/** Covers of today: all of them for coordination, those given and held for a practitioner. */
export async function readCovers(tx: Tx): Promise<Cover[]> {
	const { rows } = await sql<Cover>`select * from team_covers()`.execute(tx);
	return rows;
}

/**
 * Names a cover for everybody a colleague walks with, without reading one name. The same two again: the end changes.
 * @returns how many are covered, and how many are not (the cover may not be named with them)
 * @throws NotPossible when there is nobody to cover
 * @throws HttpError 404 for a colleague who is not ours, or for oneself as a cover
 */
export async function coverCaseload(
	tx: Tx,
	{ of, by, until }: { of: string; by: string; until: Date }
): Promise<{ covered: number; leftOut: number }> {
	const { rows } = await sql<{
		covered: number;
		left_out: number;
	}>`select * from cover_caseload(${of}::uuid, ${by}::uuid, ${until})`.execute(tx);
	const { covered = 0, left_out = 0 } = rows[0] ?? {};
	if (covered === 0) throw new NotPossible('by', left_out > 0 ? 'colleague' : 'nobody_to_cover');
	return { covered, leftOut: left_out };
}

/**
 * Ends one cover at once.
 * @throws NotPossible when it has ended already
 */
export async function endCover(tx: Tx, { of, by, until }: { of: string | null; by: string; until: Date }): Promise<void> {
	const { rows } = await sql<{ done: number }>`select end_cover(${of}::uuid, ${by}::uuid, ${until}) as done`.execute(tx);
	if (!rows[0]?.done) throw new NotPossible('', 'list_changed', 409);
}
