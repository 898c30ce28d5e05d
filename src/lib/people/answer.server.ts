import { v7 as newId } from 'uuid';
import type { Tx } from '../server/db.ts';
import type { AnswerSaid, AnswerValue, How } from './rules.ts';

/** One answer to the invitation, as it was recorded. */
export interface Answer {
	id: string;
	value: AnswerValue;
	said_on: string;
	how: How;
	recorded_by: string;
	first_name: string | null;
}

/** Her answers, the latest first: each stays, the first is the first stitch of the thread. */
export async function readAnswers(tx: Tx, accompaniment: string): Promise<Answer[]> {
	const rows = await tx
		.selectFrom('answer as w')
		.leftJoin('member as m', 'm.id', 'w.recorded_by')
		.select(['w.id', 'w.value', 'w.said_on', 'w.how', 'w.recorded_by', 'm.first_name'])
		.where('w.accompaniment_id', '=', accompaniment)
		.orderBy('w.created_at', 'desc')
		.orderBy('w.id', 'desc')
		.execute();
	return rows as Answer[];
}

/**
 * Records her answer; she may answer anew, and refusing a carnet changes nothing to being accompanied.
 * @param options.onAccompaniment false when the accompaniment was just made with this answer
 */
export async function recordAnswer(
	tx: Tx,
	accompaniment: string,
	said: AnswerSaid & { said_on: string },
	options = { onAccompaniment: true }
): Promise<void> {
	await tx
		.insertInto('answer')
		.values({ id: newId(), accompaniment_id: accompaniment, value: said.answer, said_on: said.said_on, how: said.how ?? 'orally' })
		.execute();
	if (options.onAccompaniment) await tx.updateTable('accompaniment').set({ carnet: said.answer }).where('id', '=', accompaniment).execute();
}
