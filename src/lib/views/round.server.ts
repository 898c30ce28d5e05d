import { sql } from 'kysely';
import { shownName } from '../people/name.ts';
import { noteReading } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { goesRound, ROUND } from './rules.ts';

/** Somebody I lead, with whom a step aside may help. */
export interface Circling {
	id: string;
	name: string;
}

/**
 * With whom we may be going round in circles, by name: worked out now from what I may read, stored nowhere, never in a count or an order.
 * Holding on and a pause are not turning round: those people are not looked at.
 */
export async function readCircling(tx: Tx): Promise<Circling[]> {
	await noteReading(tx, 'list');
	const { rows } = await sql<{
		id: string;
		name_to_use: string;
		alias: string | null;
		concealed: boolean;
		latest: { read: boolean; outcome: string | null }[];
	}>`
		select a.id, a.name_to_use, a.alias, a.concealed, l.latest from accompaniment a
		cross join lateral (
			select coalesce(jsonb_agg(jsonb_build_object('read', i.read, 'outcome', i.outcome) order by i.held_on desc, i.id desc), '[]') as latest from (
				select i.id, i.held_on, n.id is not null as read, n.outcome from interview i left join note n on n.interview_id = i.id
				where i.accompaniment_id = a.id order by i.held_on desc, i.id desc limit ${ROUND}
			) i
		) l
		where a.lead_id = me() and a.ended_on is null and a.moment = 'moving'
		order by a.name_folded collate "C", a.id`.execute(tx);
	return rows
		.filter(({ latest }) => goesRound(latest.map(({ read, outcome }) => (read ? outcome : undefined))))
		.map((row) => ({ id: row.id, name: shownName(row) }));
}
