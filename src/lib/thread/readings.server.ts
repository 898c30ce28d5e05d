import { sql } from 'kysely';
import type { Role } from '../access/access.ts';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { isId } from '../web/found.ts';

/** One line of "Qui a regardé": several readings of one hour and kind are one line. */
export interface Reading {
	id: string;
	at: Date;
	kind: string;
	/** Null for somebody who is no longer known here. */
	first_name: string | null;
	roles: Role[];
}

export const READINGS_A_PAGE = 50;

/** Instants are kept to the microsecond and told in an address to the millisecond: pages are cut by what is told. */
const AT = sql<Date>`date_trunc('milliseconds', j.at)`;

/**
 * Who looked at this pathway, the latest first.
 * @param before the `next` of the page before; anything else is the first page
 */
export async function readReadings(
	tx: Tx,
	{ accompaniment }: Pathway,
	before: string | null
): Promise<{ readings: Reading[]; next: string | null }> {
	const from = cursorOf(before);
	const rows = await tx
		.selectFrom('journal as j')
		.leftJoin('member as m', 'm.id', 'j.member_id')
		.select(['j.id', 'j.at', 'j.kind', 'm.first_name', 'm.roles'])
		.where('j.accompaniment_id', '=', accompaniment.id)
		.$if(from !== null, (query) => query.where(sql<boolean>`(${AT}, j.id) < (${from?.at}::timestamptz, ${from?.id}::uuid)`))
		.orderBy(AT, 'desc')
		.orderBy('j.id', 'desc')
		.limit(READINGS_A_PAGE + 1)
		.execute();
	const page = rows.slice(0, READINGS_A_PAGE);
	const last = page.at(-1);
	return {
		readings: page.map(({ roles, ...row }) => ({ ...row, roles: (roles ?? []) as Role[] })),
		next: rows.length > READINGS_A_PAGE && last ? `${last.at.toISOString()}_${last.id}` : null
	};
}

function cursorOf(before: string | null): { at: Date; id: string } | null {
	const match = /^(\d{4}-\d{2}-\d{2}T[\d:.]{12}Z)_(.+)$/.exec(before ?? '');
	const at = match ? new Date(match[1]!) : null;
	return at && !Number.isNaN(at.getTime()) && isId(match![2]!) ? { at, id: match![2]! } : null;
}
