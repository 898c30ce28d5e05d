import { sql } from 'kysely';
import type { Actor } from '../access/access.ts';
import { myPromises, type Promised } from '../actions/actions.server.ts';
import { todayOf, type TodayAppointment } from '../appointments/appointments.server.ts';
import { channelOr, dayBounds } from '../appointments/rules.ts';
import { readCaseload, type CaseloadRow } from '../caseload/caseload.server.ts';
import { readQuery } from '../caseload/rules.ts';
import { readArrivals, readDeskWords, type DeskWord } from '../front-desk/words.server.ts';
import { shownName } from '../people/name.ts';
import { keyring, type Tx } from '../server/db.ts';
import { inputDate } from '../ui/dates.ts';

/** One appointment of the day: mine, or of a colleague I cover. */
export interface DayAppointment extends Omit<TodayAppointment, 'time_zone' | 'member_id' | 'version'> {
	/** First name of the colleague it was made with, when I cover her. */
	instead_of: string | null;
}

/** One appointment of the day, with what the front desk says of it. */
export interface DayEntry extends DayAppointment {
	/** Since when she is here. */
	arrived: Date | null;
	moved_at_desk: boolean;
}

/** An absence I cover: whose people, until when. */
export interface HeldCover {
	/** First name of the lead; null when nobody is. */
	of: string | null;
	until: Date;
	people: { id: string; name: string }[];
}

/** What I began to write and did not record. */
const DRAFTS = ['interview', 'memo', 'collective', 'need', 'side', 'read-back'] as const;

export interface WaitingDraft {
	accompaniment_id: string;
	name: string;
	form: (typeof DRAFTS)[number];
	/** The need or the meeting it is about, where there is one. */
	about: string | null;
	updated_at: Date;
}

export interface Desk {
	today: DayEntry[];
	/** From the front desk, those to read first. */
	words: DeskWord[];
	/** People I lead who have no next appointment, and are not in pause. */
	waiting: CaseloadRow[];
	moreWaiting: boolean;
	promises: Promised[];
	covers: HeldCover[];
	drafts: WaitingDraft[];
}

const WAITING = 8;
/** A day holds fewer meetings than this: those of today are read too, and taken out. */
const DAY = 24;
const USUAL = readQuery(new URLSearchParams());

/** Everything of my day; one line in the journal for the whole of it. */
export async function readDesk(tx: Tx, actor: Actor, zone: string, now = new Date()): Promise<Desk> {
	const [both, waiting, promises, covers, drafts, words, arrivals] = await Promise.all([
		readToday(tx, actor, zone, now),
		readCaseload(tx, actor.member, { ...USUAL, place: 'lead', next: 'none', sort: 'met-long-ago' }, WAITING + DAY, false),
		myPromises(tx, actor),
		readCovers(tx, actor.member),
		readDrafts(tx, actor.member),
		readDeskWords(tx, actor.member),
		readArrivals(tx)
	]);
	const moved = new Set(words.filter(({ kind }) => kind === 'moved').map((word) => word.appointment_id));
	const today = both.map((one) => ({ ...one, arrived: arrivals.get(one.id) ?? null, moved_at_desk: moved.has(one.id) }));
	// Whom I see today is not waiting, even while the meeting is yet to be written up.
	const seen = new Set(today.filter(({ state }) => state === 'planned').map((one) => one.accompaniment_id));
	const others = waiting.rows.filter(({ id }) => !seen.has(id));
	const moreWaiting = others.length > WAITING || waiting.next !== null;
	return { today, words, waiting: others.slice(0, WAITING), moreWaiting, promises, covers, drafts };
}

/** My appointments of this day and those of colleagues I cover, in the order of their hours. */
export async function readToday(tx: Tx, actor: Actor, zone: string, now = new Date()): Promise<DayAppointment[]> {
	const [mine, covered] = await Promise.all([
		todayOf(tx, actor, zone, now),
		coveredOn(tx, actor.member, dayBounds(inputDate(now, zone), zone))
	]);
	const today = [...mine.map((one) => ({ ...one, instead_of: null })), ...covered];
	return today.sort((a, b) => a.starts_at.getTime() - b.starts_at.getTime());
}

/** The quick search: the first people of my reach whose name holds these fragments. */
export async function findPeople(tx: Tx, actor: Actor, search: string): Promise<{ people: CaseloadRow[]; more: boolean }> {
	const { rows, next } = await readCaseload(tx, actor.member, { ...USUAL, search }, 12);
	return { people: rows, more: next !== null };
}

/** Appointments of a day made with the colleagues whose people I cover. */
export async function coveredOn(tx: Tx, member: string, day: { from: Date; to: Date }): Promise<DayAppointment[]> {
	const rows = await tx
		.selectFrom('colleague as c')
		.innerJoin('accompaniment as a', 'a.id', 'c.accompaniment_id')
		.innerJoin('appointment as p', (join) => join.onRef('p.accompaniment_id', '=', 'a.id').onRef('p.member_id', '=', 'a.lead_id'))
		.innerJoin('member as m', 'm.id', 'p.member_id')
		.innerJoin('keys.person_key as k', 'k.person_id', 'a.person_id')
		.select(['p.id', 'p.accompaniment_id', 'p.starts_at', 'p.channel', 'p.state', 'p.sealed', 'm.first_name as instead_of'])
		.select(['a.name_to_use', 'a.alias', 'a.concealed', 'a.person_id', 'k.wrapped'])
		.where('c.member_id', '=', member)
		.where('c.kind', '=', 'cover')
		.where('c.until', '>', sql<Date>`now()`)
		.where('p.member_id', '<>', member)
		.where('p.state', 'in', ['planned', 'met'])
		.where('p.starts_at', '>=', day.from)
		.where('p.starts_at', '<', day.to)
		.where((eb) => eb.or([eb('a.ended_how', 'is', null), eb('a.ended_how', '<>', 'death')]))
		.execute();
	return rows.map((row) => ({
		id: row.id,
		accompaniment_id: row.accompaniment_id,
		shown_name: shownName(row),
		starts_at: row.starts_at,
		channel: channelOr(row.channel),
		state: row.state === 'met' ? 'met' : 'planned',
		place: row.sealed
			? (keyring().unwrap(row.person_id, row.wrapped).open<{ place?: string }>('appointment', row.id, row.sealed).place ?? '')
			: '',
		instead_of: row.instead_of
	}));
}

async function readCovers(tx: Tx, member: string): Promise<HeldCover[]> {
	const rows = await tx
		.selectFrom('colleague as c')
		.innerJoin('accompaniment as a', 'a.id', 'c.accompaniment_id')
		.leftJoin('member as m', 'm.id', 'a.lead_id')
		.select(['a.id', 'a.name_to_use', 'a.alias', 'a.concealed', 'a.lead_id', 'c.until', 'm.first_name'])
		.where('c.member_id', '=', member)
		.where('c.kind', '=', 'cover')
		.where('c.until', '>', sql<Date>`now()`)
		.where('a.ended_on', 'is', null)
		.orderBy('c.until')
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
		.select(['d.accompaniment_id', 'd.form', 'd.about', 'd.updated_at', 'a.name_to_use', 'a.alias', 'a.concealed'])
		.where('d.member_id', '=', member)
		.orderBy('d.updated_at', 'desc')
		.limit(200)
		.execute();
	// A moment with several people is one thing to go on with, kept once for each of them.
	const group = rows.find(({ form }) => form === 'collective');
	return rows
		.filter((row) => row.form !== 'collective' || row === group)
		.slice(0, 20)
		.map(({ accompaniment_id, about, updated_at, form, ...person }) => ({
			accompaniment_id,
			about,
			updated_at,
			form: DRAFTS.find((one) => one === form) ?? 'interview',
			name: shownName(person)
		}));
}
