import { v7 as newId } from 'uuid';
import type { Tx } from '../server/db.ts';
import type { MomentSaid, MomentValue } from './rules.ts';

/** One moment that was said, with its day. */
export interface MomentRow {
	id: string;
	value: MomentValue;
	since: string;
	until: string | null;
	first_name: string | null;
}

/** The moments that were said, the latest first. */
export async function readMoments(tx: Tx, accompaniment: string): Promise<MomentRow[]> {
	const rows = await tx
		.selectFrom('moment as n')
		.leftJoin('member as m', 'm.id', 'n.recorded_by')
		.select(['n.id', 'n.value', 'n.since', 'n.until', 'm.first_name'])
		.where('n.accompaniment_id', '=', accompaniment)
		.orderBy('n.created_at', 'desc')
		.orderBy('n.id', 'desc')
		.limit(20)
		.execute();
	return rows as MomentRow[];
}

/** "En ce moment": said by people, ended by people. A date only says when to speak of it again. */
export async function recordMoment(tx: Tx, accompaniment: string, said: MomentSaid, today: string): Promise<void> {
	await tx
		.insertInto('moment')
		.values({ id: newId(), accompaniment_id: accompaniment, value: said.moment, since: today, until: said.until })
		.execute();
	await tx.updateTable('accompaniment').set({ moment: said.moment, moment_until: said.until }).where('id', '=', accompaniment).execute();
}
