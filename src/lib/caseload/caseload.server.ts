import { sql, type RawBuilder } from 'kysely';
import { noteReading, type ReadingKind } from '../people/pathway.server.ts';
import { keyring, type Tx } from '../server/db.ts';
import { SealError } from '../server/keyring.ts';
import { isAsItOpens, type CaseloadQuery, type Sort } from './rules.ts';

export const PAGE = 50;

/** One person I walk with, as a list shows her: the alias in concealed mode, never a text. */
export interface CaseloadRow {
	id: string;
	name: string;
	track: string | null;
	moment: 'moving' | 'holding' | 'paused';
	last_met_on: string | null;
	last_channel: string | null;
	next_at: Date | null;
	ended_on: string | null;
	/** My place with her: lead, named on a track, or covering an absence. */
	place: 'lead' | 'named' | 'cover';
	/** When a place that is lent ends (exclusive). */
	until: Date | null;
}

export interface CaseloadPage {
	rows: CaseloadRow[];
	/** Sealed positions of the pages on each side; null at an end. */
	previous: string | null;
	next: string | null;
}

interface Position {
	key: number;
	folded: string;
	id: string;
}

type Found = CaseloadRow & { key: number; folded: string };

/**
 * The next appointment. What is kept on the accompaniment is right until it begins; from then until the machine's next round
 * (some minutes) it is looked up, for those few.
 */
const NEXT_AT = sql`case when a.next_at <= now() then (
	select min(p.starts_at) from appointment p where p.accompaniment_id = a.id and p.state = 'planned' and p.starts_at > now()
) else a.next_at end`;

/** What each sort goes by, always ascending: a whole number, then the name without accents, then the id. No tie is left. */
const KEYS: Record<Sort, RawBuilder<unknown>> = {
	name: sql`0::bigint`,
	'met-long-ago': sql`coalesce(a.last_met_on - date '2000-01-01', -1000000)::bigint`,
	'met-lately': sql`coalesce(date '2000-01-01' - a.last_met_on, 1000000)::bigint`,
	next: sql`coalesce((extract(epoch from ${NEXT_AT}) * 1000)::bigint, 9007199254740991)`
};

const MET = {
	'this-month': sql`a.last_met_on > current_date - 31`,
	'over-a-month': sql`a.last_met_on <= current_date - 31`,
	'over-three-months': sql`a.last_met_on <= current_date - 92`,
	'not-yet': sql`a.last_met_on is null`
};

const NEXT = {
	'within-a-week': sql`${NEXT_AT} < now() + interval '7 days'`,
	planned: sql`${NEXT_AT} is not null`,
	// Someone in pause awaits nothing: the same rule as the load that coordination sees.
	none: sql`${NEXT_AT} is null and a.moment <> 'paused'`
};

const PLACE = { lead: sql`a.lead_id = (select me())`, named: sql`c.kind = 'named'`, cover: sql`c.kind = 'cover'` };

/**
 * One page of the people in my reach, and one line in the journal for the whole list (decisions 12).
 * A position that was not sealed for me and this sort is taken as not given.
 * @param member who asks: a position is bound to him
 * @param counted whether it is one more search or page for the limit of an hour
 */
export async function readCaseload(
	tx: Tx,
	member: string,
	query: CaseloadQuery,
	size = PAGE,
	counted = !isAsItOpens(query),
	kind: ReadingKind = query.search ? 'search' : 'list'
): Promise<CaseloadPage> {
	const from = openPosition(member, query.sort, query.after ?? query.before);
	const backwards = from !== null && query.after === null;
	// Sent together; whichever fails, neither is left behind without a listener.
	const [, rows] = await Promise.all([noteReading(tx, kind, null, counted), select(tx, query, from, backwards, size + 1)]);
	const more = rows.length > size;
	if (more) rows.pop();
	if (backwards) rows.reverse();
	const seal = (row: Found | undefined) => (row ? sealPosition(member, query.sort, row) : null);
	return {
		rows,
		previous: from && (backwards ? more : true) ? seal(rows[0]) : null,
		next: (backwards ? from : more) ? seal(rows.at(-1)) : null
	};
}

async function select(tx: Tx, query: CaseloadQuery, from: Position | null, backwards: boolean, limit: number): Promise<Found[]> {
	const wanted: RawBuilder<unknown>[] = [query.ended ? sql`a.ended_on is not null` : sql`a.ended_on is null`];
	if (query.track) wanted.push(sql`a.track = ${query.track}`);
	if (query.place) wanted.push(PLACE[query.place]);
	if (query.met) wanted.push(MET[query.met]);
	if (query.next) wanted.push(NEXT[query.next]);
	if (query.search) wanted.push(hasPieces(query.search));
	const turn = backwards ? sql`desc` : sql`asc`;
	const past = from
		? sql`where (key, folded, id) ${backwards ? sql`<` : sql`>`} (${from.key}::bigint, ${from.folded}::text collate "C", ${from.id}::uuid)`
		: sql``;
	const { rows } = await sql<Found>`
		select * from (
			select a.id, case when a.concealed and a.alias is not null then a.alias else a.name_to_use end as name,
				(case when a.concealed and a.alias is not null then fold(a.alias) else a.name_folded end) collate "C" as folded,
				${KEYS[query.sort]} as key, a.track, a.moment, a.last_met_on, a.last_channel, a.ended_on,
				${NEXT_AT} as next_at,
				case when a.lead_id = (select me()) then 'lead' else c.kind end as place, c.until
			from accompaniment a
			left join my_places() c on c.accompaniment_id = a.id and a.lead_id is distinct from (select me())
			where ${sql.join(wanted, sql` and `)}
		) people ${past}
		order by key ${turn}, folded ${turn}, id ${turn} limit ${limit}`.execute(tx);
	return rows;
}

/**
 * Every piece of what was typed stands somewhere in her name or, in concealed mode, in her alias. The pieces are folded and made into patterns
 * once, not once a row; no piece holds a space, so that none is found across both names.
 */
function hasPieces(typed: string): RawBuilder<unknown> {
	return sql`(case when a.concealed then a.name_folded || ' ' || fold(coalesce(a.alias, '')) else a.name_folded end) like all ((
		select coalesce(array_agg('%' || regexp_replace(part, '([\\\\%_])', '\\\\\\1', 'g') || '%'), '{}')
		from unnest(string_to_array(trim(fold(${typed})), ' ')) part)::text[])`;
}

/** A position holds a name: it is sealed, so that no address, history or log can tell it, and bound to who asked and to the sort. */
function sealPosition(member: string, sort: Sort, { key, folded, id }: Position): string {
	return keyring().seal(`position|${member}|${sort}`, { key, folded, id });
}

function openPosition(member: string, sort: Sort, sealed: string | null): Position | null {
	if (!sealed) return null;
	try {
		return keyring().open<Position>(`position|${member}|${sort}`, sealed);
	} catch (problem) {
		if (problem instanceof SealError) return null;
		throw problem;
	}
}
