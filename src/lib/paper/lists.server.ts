import type { Actor } from '../access/access.ts';
import { readCaseload, type CaseloadRow } from '../caseload/caseload.server.ts';
import type { CaseloadQuery } from '../caseload/rules.ts';
import { readToday, type DayAppointment } from '../desk/desk.server.ts';
import { noteReading, type ReadingKind } from '../people/pathway.server.ts';
import type { ContactText } from '../people/rules.ts';
import { keyring, type Tx } from '../server/db.ts';

/** The first way to call her that nobody else at home sees, with when and what to mind. */
export type Reach = ContactText;

/** One person of a printed list: the alias in concealed mode, never a text. */
export interface ListedPerson {
	name: string;
	reach: Reach | undefined;
	next_at: Date | null;
	/** First name of who leads; null when nobody does. */
	lead: string | null;
}

/** More than a caseload, less than what a list for one day needs to hold. */
export const MOST_LISTED = 300;
/** What a spreadsheet may hold: the caseload of a large team. */
export const MOST_IN_COLUMNS = 5000;

/** The people of a list as it stands on the page, whole, for a sheet: one line in the journal for all of it. */
export async function readListedCaseload(
	tx: Tx,
	actor: Actor,
	query: CaseloadQuery,
	most: number,
	kind: ReadingKind
): Promise<{ people: (ListedPerson & { row: CaseloadRow })[]; more: boolean }> {
	const { rows, next } = await readCaseload(tx, actor.member, { ...query, after: null, before: null }, most, true, kind);
	const ids = rows.map(({ id }) => id);
	const [reaches, leads] = await Promise.all([readReaches(tx, ids), readLeads(tx, ids)]);
	return {
		people: rows.map((row) => ({
			name: row.name,
			next_at: row.next_at,
			reach: reaches.get(row.id),
			lead: leads.get(row.id) ?? null,
			row
		})),
		more: next !== null
	};
}

/** My day, and that of those I cover, whole; one line in the journal. */
export async function readPrintedDay(
	tx: Tx,
	actor: Actor,
	zone: string,
	now: Date
): Promise<{ today: DayAppointment[]; reaches: Map<string, Reach> }> {
	const [today] = await Promise.all([readToday(tx, actor, zone, now), noteReading(tx, 'print', null, false)]);
	return {
		today,
		reaches: await readReaches(
			tx,
			today.map((one) => one.accompaniment_id)
		)
	};
}

/** Numbers that may stand on paper: said to be hers alone, and none at all in concealed mode. */
async function readReaches(tx: Tx, ids: readonly string[]): Promise<Map<string, Reach>> {
	const reaches = new Map<string, Reach>();
	if (ids.length === 0) return reaches;
	const rows = await tx
		.selectFrom('contact as c')
		.innerJoin('accompaniment as a', 'a.id', 'c.accompaniment_id')
		.innerJoin('keys.person_key as k', 'k.person_id', 'a.person_id')
		.select(['c.id', 'c.accompaniment_id', 'c.sealed', 'a.person_id', 'k.wrapped'])
		.where('a.id', 'in', [...ids])
		.where('a.concealed', '=', false)
		.where('c.kind', '=', 'phone')
		.where('c.safe', '=', true)
		.orderBy('c.position')
		.orderBy('c.id')
		.execute();
	for (const { id, accompaniment_id, sealed, person_id, wrapped } of rows) {
		if (reaches.has(accompaniment_id)) continue;
		const { value = '', hours = '', caution = '' } = keyring().unwrap(person_id, wrapped).open<Partial<ContactText>>('contact', id, sealed);
		if (value) reaches.set(accompaniment_id, { value, hours, caution });
	}
	return reaches;
}

async function readLeads(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
	if (ids.length === 0) return new Map();
	const rows = await tx
		.selectFrom('accompaniment as a')
		.innerJoin('member as m', 'm.id', 'a.lead_id')
		.select(['a.id', 'm.first_name'])
		.where('a.id', 'in', [...ids])
		.execute();
	return new Map(rows.map(({ id, first_name }) => [id, first_name]));
}
