import { error } from '@sveltejs/kit';
import { v7 as newId } from 'uuid';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';

/** "J’ai avancé": a step she said herself. */
export interface HerStep {
	id: string;
	on_day: string;
	text: string;
	/** Who noted it when she said it; null when she wrote it herself. */
	noted_by: string | null;
	by: string | null;
}

/** Steps of this pathway that she said herself, the latest first. */
export async function readSteps(tx: Tx, { accompaniment, key }: Pathway): Promise<HerStep[]> {
	const rows = await tx
		.selectFrom('her_step as s')
		.leftJoin('member as m', 'm.id', 's.noted_by')
		.select(['s.id', 's.on_day', 's.sealed', 's.noted_by', 'm.first_name as by'])
		.where('s.accompaniment_id', '=', accompaniment.id)
		.orderBy('s.on_day', 'desc')
		.orderBy('s.id', 'desc')
		.execute();
	return rows.map(({ sealed, ...row }) => ({ ...row, text: key.open<{ text: string }>('her_step', row.id, sealed).text }));
}

/** Keeps a step she is proud of, on her own thread and on that of those who walk with her. @param on the plain day of her place */
export async function keepStep(tx: Tx, { accompaniment, key }: Pathway, text: string, on: string): Promise<void> {
	const id = newId();
	await tx
		.insertInto('her_step')
		.values({ id, accompaniment_id: accompaniment.id, on_day: on, sealed: key.seal('her_step', id, { text }) })
		.execute();
}

/** She takes a step back. @throws HttpError 404 when it is not hers, or gone */
export async function takeStepBack(tx: Tx, id: string): Promise<void> {
	const row = await tx.deleteFrom('her_step').where('id', '=', id).returning('id').executeTakeFirst();
	if (!row) error(404);
}
