import { sql } from 'kysely';
import type { Tx } from '../server/db.ts';
import type { DaysForm, ReadingDays } from './rules.ts';

/** What each of these members says of when he reads messages, as far as I may see it. */
export async function readDays(tx: Tx, members: readonly string[]): Promise<Map<string, ReadingDays>> {
	if (members.length === 0) return new Map();
	const rows = await tx
		.selectFrom('message_days')
		.select(['member_id', 'days', 'away_from', 'away_until'])
		.where('member_id', 'in', members)
		.execute();
	return new Map(rows.map(({ member_id, ...days }) => [member_id, days]));
}

/** Keeps what I say of it, in place of what I said before. */
export async function keepDays(tx: Tx, { days, from, until }: DaysForm): Promise<void> {
	const said = { days: [...new Set(days.map(Number))].sort(), away_from: from, away_until: until };
	await tx
		.insertInto('message_days')
		.values(said)
		.onConflict((conflict) => conflict.column('member_id').doUpdateSet(said))
		.execute();
}

/** My own. */
export async function readMyDays(tx: Tx): Promise<ReadingDays | undefined> {
	return tx
		.selectFrom('message_days')
		.select(['days', 'away_from', 'away_until'])
		.where('member_id', '=', sql<string>`me()`)
		.executeTakeFirst();
}
