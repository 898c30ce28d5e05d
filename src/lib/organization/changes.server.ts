import { sql } from 'kysely';
import type { Tx } from '../server/db.ts';

/** Lines on one page. */
const PAGE = 50;

/** One change of settings or accounts: who, what, which columns; never a value, never anybody accompanied. */
export interface Change {
	id: string;
	at: Date;
	act: 'insert' | 'update' | 'delete' | 'export';
	subject: 'organization' | 'member' | 'invitation';
	/** Empty when nobody of the organisation did it: an invitation that was accepted, the first start. */
	by: string;
	/** Which colleague it is about, if any. */
	about: string;
	columns: string[];
}

/**
 * Changes of settings and accounts, the latest first.
 * @param before the id of the last line of the page before
 * @returns one page, and the id to go on from, if there is more
 */
export async function readChanges(tx: Tx, before: string | null): Promise<{ changes: Change[]; next: string | null }> {
	const { rows } = await sql<Change>`
		select c.id, c.at, c.act, c.subject, c.columns,
			coalesce(trim(w.first_name || ' ' || w.last_name), '') as by,
			coalesce(trim(m.first_name || ' ' || m.last_name), trim(i.first_name || ' ' || i.last_name), '') as about
		from audit c
		left join member w on w.id = c.member_id
		left join member m on c.subject = 'member' and m.id::text = c.row_id
		left join invitation i on c.subject = 'invitation' and i.id::text = c.row_id
		where c.accompaniment_id is null and c.organization_id = my_organization() and c.subject in ('organization', 'member', 'invitation')
		and (${before}::uuid is null or (c.at, c.id) < (select b.at, b.id from audit b where b.id = ${before}::uuid))
		order by c.at desc, c.id desc limit ${PAGE + 1}`.execute(tx);
	const changes = rows.slice(0, PAGE);
	return { changes, next: rows.length > PAGE ? (changes.at(-1)?.id ?? null) : null };
}
