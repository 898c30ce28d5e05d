import { sql } from 'kysely';
import type { Actor } from '../access/access.ts';
import { todayOf } from '../appointments/appointments.server.ts';
import { channelOr, dayBounds, type Channel, type Present } from '../appointments/rules.ts';
import { coveredOn, type DayAppointment } from '../desk/desk.server.ts';
import { calledNames, namedToday } from '../interviews/audience.server.ts';
import { readMyDrafts, type MyDraft } from '../interviews/drafts.server.ts';
import { firstName, nameOnPaper, shownName } from '../people/name.ts';
import { noteReading } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { typedAt } from '../web/fields.ts';
import type { Typed } from '../web/form.ts';

/** A meeting of this day that is written up. */
export interface RecordedLine {
	key: string;
	interview: string;
	person: string;
	name: string;
	/** The hour of its appointment, if it had one. */
	at: Date | null;
	held_on: string;
	channel: Channel;
	collective: boolean;
	/** First name of whoever wrote it up, when that is not me. */
	by: string | null;
	/** Her next appointment. */
	next: Date | null;
}

/** A meeting of this day that may be written up here. */
export interface OpenLine {
	/** Names its fields: the appointment, or the form's key when there is none. */
	key: string;
	formKey: string;
	person: string;
	name: string;
	first: string;
	appointment: string | null;
	at: Date | null;
	channel: Channel;
	place: string;
	/** First name of the colleague it was made with, when I cover her. */
	instead_of: string | null;
	/** Who reads what is typed here, unless a name is unticked. */
	named: { id: string; name: string; me: boolean }[];
	/** What I typed before, kept. */
	typed: Typed | null;
	/** The key of a draft begun on the full page, with more than a line holds. */
	fuller: string | null;
}

export interface Day {
	open: OpenLine[];
	recorded: RecordedLine[];
}

interface Person {
	id: string;
	lead_id: string | null;
	name: string;
	next: Date | null;
	last_channel: string | null;
	ended: boolean;
}

/**
 * My day, line by line: appointments of mine and of those I cover, what I began to type, what is written up. It shows names, hours and
 * my own words, no file: one line in the journal for the whole of it (decisions 12).
 * @param day the local day, not ahead
 * @param added pathways of people met without an appointment; who is not in my reach is simply not there
 */
export async function readDay(tx: Tx, actor: Actor, day: string, { zone }: Present, added: readonly string[] = []): Promise<Day> {
	const [, appointments, drafts, written] = await Promise.all([
		noteReading(tx, 'list', null, false),
		appointmentsOn(tx, actor, day, zone),
		readMyDrafts(tx, actor, 'interview'),
		writtenOn(tx, day, zone)
	]);
	const ofDay = drafts.filter(({ typed }) => typedAt(typed, 'day') === day);
	const met = new Set(written.map(({ appointment_id }) => appointment_id));
	const standing = appointments.filter(({ id, state }) => state === 'planned' && !met.has(id));
	const people = await readPeople(tx, [
		...appointments.map((one) => one.accompaniment_id),
		...written.map((one) => one.accompaniment_id),
		...ofDay.map((one) => one.accompaniment_id),
		...added
	]);
	const begun = (appointment: string) => ofDay.find(({ typed }) => typedAt(typed, 'appointment') === appointment);
	const begunHere = new Set(standing.flatMap(({ id }) => begun(id)?.formKey ?? []));
	const seeds: Seed[] = [
		...standing.map((appointment) => ({ person: appointment.accompaniment_id, appointment, draft: begun(appointment.id) })),
		...ofDay.filter(({ formKey }) => !begunHere.has(formKey)).map((draft) => ({ person: draft.accompaniment_id, draft })),
		...added.filter((person) => !ofDay.some((draft) => draft.accompaniment_id === person)).map((person) => ({ person }))
	];
	const open = await Promise.all(
		seeds.map(async (seed) => {
			const person = people.get(seed.person);
			return person && !person.ended ? openLine(tx, seed, person, fullerOf(drafts, seed, day)) : null;
		})
	);
	const mine = new Set(appointments.map(({ id }) => id));
	return {
		open: open.filter((line) => line !== null),
		recorded: written
			.filter((one) => one.author_id === actor.member || (one.appointment_id !== null && mine.has(one.appointment_id)))
			.flatMap((one) => recordedLine(one, actor, people))
	};
}

interface Seed {
	person: string;
	appointment?: DayAppointment;
	draft?: MyDraft | undefined;
}

/** A draft of the same meeting that was begun on the full page, and may hold promises or more. */
function fullerOf(drafts: readonly MyDraft[], seed: Seed, day: string): string | null {
	const draft = drafts.find(
		({ accompaniment_id, typed }) =>
			accompaniment_id === seed.person &&
			typedAt(typed, 'day') === '' &&
			(typedAt(typed, 'held_on') === day || (seed.appointment && typedAt(typed, 'appointment') === seed.appointment.id))
	);
	return draft?.formKey ?? null;
}

async function openLine(tx: Tx, { appointment, draft }: Seed, person: Person, fuller: string | null): Promise<OpenLine> {
	const named = await namedToday(tx, { accompaniment: person });
	const names = calledNames(named);
	const formKey = draft?.formKey ?? crypto.randomUUID();
	return {
		key: appointment?.id ?? formKey,
		formKey,
		person: person.id,
		name: person.name,
		first: firstName(person.name),
		appointment: appointment?.id ?? null,
		at: appointment?.starts_at ?? null,
		channel: appointment?.channel ?? channelOr(person.last_channel),
		place: appointment?.place ?? '',
		instead_of: appointment?.instead_of ?? null,
		named: named.map(({ id, me }) => ({ id, me, name: names.get(id) ?? '' })),
		typed: draft?.typed ?? null,
		fuller
	};
}

async function appointmentsOn(tx: Tx, actor: Actor, day: string, zone: string): Promise<DayAppointment[]> {
	const bounds = dayBounds(day, zone);
	const [mine, covered] = await Promise.all([todayOf(tx, actor, zone, bounds.from), coveredOn(tx, actor.member, bounds)]);
	const all = [...mine.map((one) => ({ ...one, instead_of: null })), ...covered];
	return all.sort((a, b) => a.starts_at.getTime() - b.starts_at.getTime() || (a.id < b.id ? -1 : 1));
}

type Written = Awaited<ReturnType<typeof writtenOn>>[number];

/** Meetings of this day in my reach, by the hour of their appointment, those without one last. */
async function writtenOn(tx: Tx, day: string, zone: string) {
	const { from, to } = dayBounds(day, zone);
	return tx
		.selectFrom('interview as i')
		.innerJoin('member as m', 'm.id', 'i.author_id')
		.leftJoin('appointment as p', 'p.id', 'i.appointment_id')
		.select(['i.id', 'i.accompaniment_id', 'i.appointment_id', 'i.held_on', 'i.channel', 'i.kind', 'i.author_id', 'm.first_name'])
		.select('p.starts_at')
		.where((eb) => eb.or([eb('i.held_on', '=', day), eb.and([eb('p.starts_at', '>=', from), eb('p.starts_at', '<', to)])]))
		.where('i.accompaniment_id', '=', sql<string>`any (array (select reach()))`)
		.orderBy(sql`p.starts_at nulls last`)
		.orderBy('i.id')
		.execute();
}

function recordedLine(row: Written, actor: Actor, people: Map<string, Person>): RecordedLine[] {
	const person = people.get(row.accompaniment_id);
	if (!person) return [];
	return [
		{
			key: row.appointment_id ?? row.id,
			interview: row.id,
			person: person.id,
			name: person.name,
			at: row.starts_at,
			held_on: row.held_on,
			channel: channelOr(row.channel),
			collective: row.kind === 'collective',
			by: row.author_id === actor.member ? null : row.first_name,
			next: person.next
		}
	];
}

async function readPeople(tx: Tx, wanted: readonly string[]): Promise<Map<string, Person>> {
	if (wanted.length === 0) return new Map();
	const rows = await tx
		.selectFrom('accompaniment as a')
		.select(['a.id', 'a.lead_id', 'a.name_to_use', 'a.alias', 'a.concealed', 'a.last_channel', 'a.ended_how'])
		.select(
			sql<Date | null>`(select min(p.starts_at) from appointment p
				where p.accompaniment_id = a.id and p.state = 'planned' and p.starts_at > now())`.as('next')
		)
		.where('a.id', 'in', [...new Set(wanted)])
		.execute();
	return new Map(
		rows.map(({ ended_how, ...row }) => [row.id, { ...row, name: shownName(row), ended: ended_how === 'death' } satisfies Person])
	);
}

/** A line of the blank sheet: an hour, and the name that may stand on paper. */
export interface SheetLine {
	at: Date;
	/** '' for somebody whose name stays off paper. */
	name: string;
	channel: Channel;
	instead_of: string | null;
}

/** The sheet of a day, to be written on by hand; it leaves the house, so it is noted as a print, one line for the whole. */
export async function readSheet(tx: Tx, actor: Actor, day: string, { zone }: Present): Promise<SheetLine[]> {
	const [, appointments] = await Promise.all([noteReading(tx, 'print'), appointmentsOn(tx, actor, day, zone)]);
	if (appointments.length === 0) return [];
	const rows = await tx
		.selectFrom('accompaniment')
		.select(['id', 'name_to_use', 'alias', 'concealed', 'carnet'])
		.where('id', 'in', [...new Set(appointments.map((one) => one.accompaniment_id))])
		.execute();
	const names = new Map(rows.map((row) => [row.id, nameOnPaper(row)]));
	return appointments.map(({ starts_at, accompaniment_id, channel, instead_of }) => ({
		at: starts_at,
		name: names.get(accompaniment_id) ?? '',
		channel,
		instead_of
	}));
}
