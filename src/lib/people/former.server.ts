import { sql } from 'kysely';
import type { Tx } from '../server/db.ts';
import type { Pathway } from './pathway.server.ts';

/**
 * Former versions on a pathway that I may read, the latest first: sealed as they were, with who had written each (`author`), who changed it
 * (`by`) and when (`at`). Say which ones by `subject`, `row_id`, `need_id` or `goal_id` of `v`.
 */
export function formerVersions(tx: Tx, { accompaniment }: Pick<Pathway, 'accompaniment'>) {
	return tx
		.selectFrom('revision as v')
		.leftJoin('member as a', 'a.id', 'v.author_id')
		.leftJoin('member as b', 'b.id', 'v.replaced_by')
		.select(['v.id', 'v.subject', 'v.row_id', 'v.sealed', 'v.created_at as at', 'b.first_name as by'])
		.select(sql<string>`coalesce(a.first_name, '')`.as('author'))
		.where('v.accompaniment_id', '=', accompaniment.id)
		.orderBy('v.created_at', 'desc')
		.orderBy('v.row_version', 'desc')
		.orderBy('v.id', 'desc');
}
