import { sql } from 'kysely';
import { shownName } from '../people/name.ts';
import { keyring, type Tx } from '../server/db.ts';
import { openWord, type OwnWord } from './front-desk.server.ts';

/** A word from the front desk for me, or for the colleague whom I cover. */
export interface DeskWord extends Pick<OwnWord, 'id' | 'at' | 'text' | 'from'> {
	/** Passed on by the front desk; or said by herself, in her own space: she cannot come, or she comes after all. */
	kind: OwnWord['kind'] | 'cannot' | 'coming';
	accompaniment_id: string;
	appointment_id: string;
	name: string;
	/** First names of who wrote it ('' when she did) and, when it is not me, of whom it is for. */
	by: string;
	/** Her helper said it for her. */
	helped: boolean;
	for: string | null;
	/** When the appointment stands now; null when it does not. */
	now_at: Date | null;
	read: boolean;
}

const KINDS = ['said', 'moved', 'released', 'cannot', 'coming'] as const;

/** Words of the last 14 days, those to read first. */
export async function readDeskWords(tx: Tx, member: string): Promise<DeskWord[]> {
	const rows = await tx
		.selectFrom('desk_word as w')
		.innerJoin('accompaniment as a', 'a.id', 'w.accompaniment_id')
		.innerJoin('keys.person_key as k', 'k.person_id', 'a.person_id')
		.innerJoin('appointment as p', 'p.id', 'w.appointment_id')
		.leftJoin('member as by', 'by.id', 'w.author_id')
		.leftJoin('member as to', 'to.id', 'w.to_member_id')
		.select(['w.id', 'w.kind', 'w.sealed', 'w.created_at', 'w.read_at', 'w.accompaniment_id', 'w.appointment_id', 'w.to_member_id'])
		.select(['a.name_to_use', 'a.alias', 'a.concealed', 'a.person_id', 'k.wrapped'])
		.select(['by.first_name as by_name', 'to.first_name as to_name', 'p.starts_at', 'p.state', 'w.by_helper'])
		.orderBy(sql`w.read_at is not null`)
		.orderBy('w.created_at', 'desc')
		.orderBy('w.id')
		.limit(100)
		.execute();
	return rows.map((row) => ({
		id: row.id,
		at: row.created_at,
		kind: KINDS.find((kind) => kind === row.kind) ?? 'said',
		accompaniment_id: row.accompaniment_id,
		appointment_id: row.appointment_id,
		name: shownName(row),
		by: row.by_name ?? '',
		helped: row.by_helper !== null,
		for: row.to_member_id === member ? null : row.to_name,
		now_at: row.state === 'released' ? null : row.starts_at,
		read: row.read_at !== null,
		...openWord(keyring().unwrap(row.person_id, row.wrapped).open('desk_word', row.id, row.sealed))
	}));
}

/** This word was read: it leaves the desk, and is kept below it until its 14 days are over. False when it is not for me. */
export async function markRead(tx: Tx, id: string): Promise<boolean> {
	const row = await tx
		.updateTable('desk_word')
		.set({ read_at: sql`coalesce(read_at, now())` })
		.where('id', '=', id)
		.returning('id')
		.executeTakeFirst();
	return row !== undefined;
}

/** Who is here today, by appointment: since when. Those of my reach, until the end of the day. */
export async function readArrivals(tx: Tx): Promise<Map<string, Date>> {
	const rows = await tx.selectFrom('arrival').select(['appointment_id', 'arrived_at']).execute();
	return new Map(rows.map(({ appointment_id, arrived_at }) => [appointment_id, arrived_at]));
}
