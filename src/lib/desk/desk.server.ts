import { sql } from 'kysely';
import { readCaseload, type CaseloadRow } from '../caseload/caseload.server.ts';
import { readQuery, shownName } from '../caseload/rules.ts';
import { keyring, type Tx } from '../server/db.ts';

/** One appointment of the day: mine, or of somebody I cover. */
export interface DayAppointment {
	id: string;
	person: string;
	name: string;
	starts_at: Date;
	channel: string;
	place: string | null;
	noted: boolean;
	/** First name of the colleague it was made with, when I cover. */
	instead_of: string | null;
}

/** What I said I would do, and for whom. */
export interface OwnPromise {
	id: string;
	person: string;
	name: string;
	text: string;
	due_on: string | null;
}

/** An absence I cover: whose people, until when. */
export interface HeldCover {
	of: string | null;
	until: Date;
	people: { id: string; name: string }[];
}

export interface WaitingDraft {
	person: string;
	name: string;
	form: 'interview' | 'memo';
	updated_at: Date;
}

export interface Desk {
	today: DayAppointment[];
	waiting: CaseloadRow[];
	/** There are more people without a next step than the desk shows. */
	moreWaiting: boolean;
	promises: OwnPromise[];
	covers: HeldCover[];
	drafts: WaitingDraft[];
	/** People found by the quick search; null when nothing is sought. */
	found: CaseloadRow[] | null;
	moreFound: boolean;
}

const WAITING = 8;
const FOUND = 12;

/**
 * Everything of my day on one page; one line in the journal for the whole of it.
 * @param day the local day of the territory, as instants: first included, last excluded
 */
export async function readDesk(tx: Tx, member: string, day: { from: Date; to: Date }, search: string): Promise<Desk> {
	const usual = readQuery(new URLSearchParams());
	const waitingPage = readCaseload(tx, member, { ...usual, place: 'lead', next: 'none', sort: 'met-long-ago' }, WAITING);
	const foundPage = search ? readCaseload(tx, member, { ...usual, search }, FOUND) : null;
	const [waiting, found, today, promises, covers, drafts] = await Promise.all([
		waitingPage,
		foundPage,
		readDay(tx, member, day),
		readPromises(tx, member),
		readCovers(tx, member),
		readDrafts(tx, member)
	]);
	return {
		today,
		waiting: waiting.rows,
		moreWaiting: waiting.next !== null,
		promises,
		covers,
		drafts,
		found: found?.rows ?? null,
		moreFound: (found?.next ?? null) !== null
	};
}

async function readDay(tx: Tx, member: string, day: { from: Date; to: Date }): Promise<DayAppointment[]> {
	const rows = await tx
		.selectFrom('appointment as p')
		.innerJoin('accompaniment as a', 'a.id', 'p.accompaniment_id')
		.innerJoin('keys.person_key as k', 'k.person_id', 'a.person_id')
		.innerJoin('member as m', 'm.id', 'p.member_id')
		.select(['p.id', 'p.accompaniment_id', 'p.starts_at', 'p.channel', 'p.state', 'p.sealed', 'p.member_id', 'm.first_name'])
		.select(['a.name_to_use', 'a.alias', 'a.concealed', 'a.person_id', 'k.wrapped'])
		.where('p.starts_at', '>=', day.from)
		.where('p.starts_at', '<', day.to)
		.where('p.state', 'in', ['planned', 'met'])
		.where((eb) => eb.or([eb('a.ended_how', 'is', null), eb('a.ended_how', '<>', 'death')]))
		.where((eb) => eb.or([eb('p.member_id', '=', member), covering(member)]))
		.orderBy('p.starts_at')
		.orderBy('p.id')
		.execute();
	return rows.map((row) => ({
		id: row.id,
		person: row.accompaniment_id,
		name: shownName(row),
		starts_at: row.starts_at,
		channel: row.channel,
		place: row.sealed ? (keyring().unwrap(row.person_id, row.wrapped).open<{ place?: string }>('appointment', row.id, row.sealed).place ?? null) : null,
		noted: row.state === 'met',
		instead_of: row.member_id === member ? null : row.first_name
	}));
}

/** Appointments of the lead whom I cover with this person. */
const covering = (member: string) => sql<boolean>`p.member_id = a.lead_id and exists (select from colleague c
	where c.accompaniment_id = a.id and c.member_id = ${member} and c.kind = 'cover' and c.until > now())`;

async function readPromises(tx: Tx, member: string): Promise<OwnPromise[]> {
	const rows = await tx
		.selectFrom('action as x')
		.innerJoin('accompaniment as a', 'a.id', 'x.accompaniment_id')
		.innerJoin('keys.person_key as k', 'k.person_id', 'a.person_id')
		.select(['x.id', 'x.accompaniment_id', 'x.sealed', 'x.due_on', 'a.name_to_use', 'a.alias', 'a.concealed', 'a.person_id', 'k.wrapped'])
		.where('x.owner_member_id', '=', member)
		.where('x.state', '=', 'open')
		.where('a.ended_on', 'is', null)
		.orderBy(sql`x.due_on asc nulls last`)
		.orderBy('x.id')
		.limit(50)
		.execute();
	return rows.map((row) => ({
		id: row.id,
		person: row.accompaniment_id,
		name: shownName(row),
		text: keyring().unwrap(row.person_id, row.wrapped).open<{ text: string }>('action', row.id, row.sealed).text,
		due_on: row.due_on
	}));
}

async function readCovers(tx: Tx, member: string): Promise<HeldCover[]> {
	const rows = await tx
		.selectFrom('colleague as c')
		.innerJoin('accompaniment as a', 'a.id', 'c.accompaniment_id')
		.leftJoin('member as m', 'm.id', 'a.lead_id')
		.select(['a.id', 'a.name_to_use', 'a.alias', 'a.concealed', 'c.until', 'm.first_name', 'a.lead_id'])
		.where('c.member_id', '=', member)
		.where('c.kind', '=', 'cover')
		.where('c.until', '>', sql<Date>`now()`)
		.where('a.ended_on', 'is', null)
		.orderBy('c.until')
		.orderBy('a.lead_id')
		.orderBy(sql`a.name_folded collate "C"`)
		.orderBy('a.id')
		.execute();
	const covers = new Map<string, HeldCover>();
	for (const row of rows) {
		if (!row.until) continue;
		const which = `${row.lead_id} ${row.until.getTime()}`;
		const cover = covers.get(which) ?? { of: row.first_name, until: row.until, people: [] };
		cover.people.push({ id: row.id, name: shownName(row) });
		covers.set(which, cover);
	}
	return [...covers.values()];
}

async function readDrafts(tx: Tx, member: string): Promise<WaitingDraft[]> {
	const rows = await tx
		.selectFrom('draft as d')
		.innerJoin('accompaniment as a', 'a.id', 'd.accompaniment_id')
		.select(['d.accompaniment_id', 'd.form', 'd.updated_at', 'a.name_to_use', 'a.alias', 'a.concealed'])
		.where('d.member_id', '=', member)
		.orderBy('d.updated_at', 'desc')
		.limit(20)
		.execute();
	return rows.map((row) => ({ person: row.accompaniment_id, name: shownName(row), form: row.form as WaitingDraft['form'], updated_at: row.updated_at }));
}
