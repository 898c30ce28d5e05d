import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Tx } from './db.ts';
import { headOf, type Line } from './chain.ts';

/** Lines in one batch at most: what is hashed is held in memory. */
const BATCH = 5_000;
/** A line older than the batch before its own by more than this was written with another date than its own. */
const LATE = '1 hour';

const utc = (column: string) => sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const OF_JOURNAL = sql`array[${utc('at')}, ${utc('hour')}, organization_id::text, account_id::text, member_id::text,
	accompaniment_id::text, person_id::text, kind]`;
const OF_AUDIT = sql`array[${utc('at')}, organization_id::text, member_id::text, act, subject, row_id,
	accompaniment_id::text, array_to_json(columns)::text]`;

async function linesWhere(tx: Tx, condition: ReturnType<typeof sql>, most: number): Promise<Line[]> {
	const { rows } = await sql<Line>`
		(select 'journal' as source, id::text as id, ${OF_JOURNAL} as values from journal where ${condition} order by at limit ${most})
		union all
		(select 'audit', id::text, ${OF_AUDIT} from audit where ${condition} order by at limit ${most})`.execute(tx);
	return rows;
}

/**
 * Closes one batch of the chain over the lines of journal and audit that are not in it yet. Two processes take turns.
 * Runs as role jobs.
 * @returns how many lines it closed; when it is not 0, there may be more
 */
export async function closeChain(tx: Tx): Promise<number> {
	await sql`select pg_advisory_xact_lock(hashtext('cheminer chain'))`.execute(tx);
	const lines = await linesWhere(tx, sql`chain_id is null`, BATCH);
	if (lines.length === 0) return 0;
	const last = await lastBatch(tx);
	const id = newId();
	const { rows } = await sql<{ now: string }>`select ${utcNow} as now`.execute(tx);
	const closedAt = rows[0]!.now;
	const head = headOf({ previous: last?.head ?? '', id, closedAt }, lines);
	await tx
		.insertInto('chain')
		.values({ id, previous_id: last?.id ?? null, lines: lines.length, head, closed_at: closedAt })
		.execute();
	for (const source of ['journal', 'audit'] as const) {
		const ids = lines.filter((line) => line.source === source).map((line) => line.id);
		if (ids.length > 0)
			await tx
				.updateTable(source)
				.set({ chain_id: id })
				.where('id', '=', sql<string>`any (${ids}::uuid[])`)
				.execute();
	}
	return lines.length;
}

async function lastBatch(tx: Tx): Promise<{ id: string; head: string } | undefined> {
	return tx
		.selectFrom('chain as c')
		.select(['c.id', 'c.head'])
		.where((where) => where.not(where.exists(where.selectFrom('chain as n').select('n.id').whereRef('n.previous_id', '=', 'c.id'))))
		.orderBy('c.closed_at', 'desc')
		.executeTakeFirst();
}

/** The batch at the end of the chain and its head: what one keeps elsewhere. Nothing before the first closing. */
export async function readHead(tx: Tx): Promise<{ batch?: string; head?: string }> {
	const last = await lastBatch(tx);
	return last ? { batch: last.id, head: last.head } : {};
}

const utcNow = sql`to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** What a verification finds: in which batch (null: none), and what is wrong with it. */
interface Finding {
	batch: string | null;
	/** `changed`: its lines or itself are not what was closed. `lost`: lines point to a batch that is not there. `broken`: batches that hang from nothing. `late`: a line dated long before the batch it came in. */
	kind: 'changed' | 'lost' | 'broken' | 'late';
	lines: number;
}

/** The state of the chain: `head` is what one keeps elsewhere, to compare with later. */
export interface Verification {
	batches: number;
	lines: number;
	/** Lines that wait for the next closing. */
	open: number;
	head: string | null;
	findings: Finding[];
}

/**
 * Walks the whole chain from its first batch and computes every head again. Runs as role jobs.
 * @returns no finding when nothing was changed, removed or inserted since it was closed
 */
export async function verifyChain(tx: Tx): Promise<Verification> {
	const { rows: batches } = await sql<{ id: string; previous_id: string | null; closed_at: string; lines: number; head: string }>`
		select id::text, previous_id::text, ${utc('closed_at')} as closed_at, lines, head from chain`.execute(tx);
	const after = new Map(batches.map((batch) => [batch.previous_id, batch]));
	const findings: Finding[] = [];
	let head: string | null = null;
	let lines = 0;
	let walked = 0;
	for (let batch = after.get(null); batch; batch = after.get(batch.id)) {
		const members = await linesWhere(tx, sql`chain_id = ${batch.id}::uuid`, batch.lines + 1);
		const computed = headOf({ previous: head ?? '', id: batch.id, closedAt: batch.closed_at }, members);
		if (computed !== batch.head || members.length !== batch.lines)
			findings.push({ batch: batch.id, kind: 'changed', lines: members.length });
		// The walk goes on from what is written, so that one change is told once.
		head = batch.head;
		lines += members.length;
		walked += 1;
	}
	if (walked !== batches.length) findings.push({ batch: null, kind: 'broken', lines: batches.length - walked });
	return { batches: batches.length, lines, head, open: await countOpen(tx), findings: [...findings, ...(await strayLines(tx))] };
}

async function countOpen(tx: Tx): Promise<number> {
	const { rows } = await sql<{ open: number }>`select (select count(*) from journal where chain_id is null)
		+ (select count(*) from audit where chain_id is null) as open`.execute(tx);
	return rows[0]!.open;
}

/** Lines of a batch that was removed, and lines that were slipped in under an old date. */
async function strayLines(tx: Tx): Promise<Finding[]> {
	const every = sql`(select at, chain_id from journal where chain_id is not null union all select at, chain_id from audit where chain_id is not null)`;
	const { rows: lost } = await sql<{ batch: string; lines: number }>`select l.chain_id::text as batch, count(*) as lines from ${every} l
		where not exists (select from chain c where c.id = l.chain_id) group by 1`.execute(tx);
	const { rows: late } = await sql<{ batch: string; lines: number }>`select c.id::text as batch, count(*) as lines from ${every} l
		join chain c on c.id = l.chain_id join chain p on p.id = c.previous_id
		where l.at < p.closed_at - ${LATE}::interval group by 1`.execute(tx);
	return [...lost.map((row) => ({ ...row, kind: 'lost' as const })), ...late.map((row) => ({ ...row, kind: 'late' as const }))];
}
