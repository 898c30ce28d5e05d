import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor } from '../access/access.ts';
import { shownName } from '../people/name.ts';
import type { Pathway } from '../people/pathway.server.ts';
import { keyring, type Tx } from '../server/db.ts';
import type { PersonKey } from '../server/keyring.ts';
import { inputDate } from '../ui/dates.ts';
import { StaleError } from '../web/once.server.ts';
import { channelOr, dayBounds, type Agreed, type Channel, type Present } from './rules.ts';

/** An appointment that stands. */
export interface Appointment {
	id: string;
	starts_at: Date;
	time_zone: string;
	channel: Channel;
	place: string;
	/** What she may bring; '' when nothing was said. */
	bring: string;
	/** With whom of the organisation. */
	member_id: string;
	member_first_name: string;
	version: number;
}

/** An appointment of mine today, with the person as screens show her. */
export interface TodayAppointment extends Omit<Appointment, 'member_first_name' | 'bring'> {
	accompaniment_id: string;
	/** Alias in concealed mode, else the name to use. */
	shown_name: string;
	/** `met` once an interview is recorded. */
	state: 'planned' | 'met';
}

/** What the sealed column of an appointment holds. */
export interface SealedAppointment {
	place?: string;
	bring?: string;
}

const placeOf = (sealed: SealedAppointment | null) => sealed?.place ?? '';

/** What is sealed with an appointment; null when there is nothing to seal. */
export const sealedAppointment = (key: PersonKey, id: string, { place, bring }: SealedAppointment): string | null =>
	place || bring ? key.seal('appointment', id, { ...(place && { place }), ...(bring && { bring }) }) : null;

/** My appointments of the local day that contains `now`, planned and met, in the order of their hours. Released ones are nowhere. */
export async function todayOf(tx: Tx, actor: Actor, timeZone: string, now = new Date()): Promise<TodayAppointment[]> {
	const { from, to } = dayBounds(inputDate(now, timeZone), timeZone);
	const rows = await tx
		.selectFrom('appointment as p')
		.innerJoin('accompaniment as a', 'a.id', 'p.accompaniment_id')
		.innerJoin('keys.person_key as k', 'k.person_id', 'a.person_id')
		.select(['p.id', 'p.starts_at', 'p.time_zone', 'p.channel', 'p.sealed', 'p.state', 'p.member_id', 'p.version', 'p.accompaniment_id'])
		.select(['a.person_id', 'a.name_to_use', 'a.alias', 'a.concealed', 'k.wrapped'])
		.where('p.member_id', '=', actor.member)
		.where('p.state', 'in', ['planned', 'met'])
		.where('p.starts_at', '>=', from)
		.where('p.starts_at', '<', to)
		.where((eb) => eb.or([eb('a.ended_how', 'is', null), eb('a.ended_how', '<>', 'death')]))
		.orderBy('p.starts_at')
		.orderBy('p.id')
		.execute();
	return rows.map(({ sealed, wrapped, person_id, channel, state, name_to_use, alias, concealed, ...row }) => ({
		...row,
		shown_name: shownName({ name_to_use, alias, concealed }),
		channel: channelOr(channel),
		state: state === 'met' ? 'met' : 'planned',
		place: placeOf(sealed === null ? null : keyring().unwrap(person_id, wrapped).open('appointment', row.id, sealed))
	}));
}

/** Whose appointments: as much of a pathway as it takes to read them. */
type Planned = { accompaniment: { id: string }; key: Pathway['key'] };

function planned(tx: Tx, { accompaniment }: Planned) {
	return tx
		.selectFrom('appointment as p')
		.innerJoin('member as m', 'm.id', 'p.member_id')
		.select([
			'p.id',
			'p.starts_at',
			'p.time_zone',
			'p.channel',
			'p.sealed',
			'p.member_id',
			'p.version',
			'm.first_name as member_first_name'
		])
		.where('p.accompaniment_id', '=', accompaniment.id)
		.where('p.state', '=', 'planned')
		.orderBy('p.starts_at')
		.orderBy('p.id');
}

type PlannedRow = Omit<Appointment, 'channel' | 'place' | 'bring'> & { channel: string; sealed: string | null };

function opened({ key }: Planned, { sealed, channel, ...row }: PlannedRow): Appointment {
	const said = sealed === null ? {} : key.open<SealedAppointment>('appointment', row.id, sealed);
	return { ...row, channel: channelOr(channel), place: placeOf(said), bring: said.bring ?? '' };
}

/** What is planned from `now` on, the nearest first, at most a hundred. */
export async function coming(tx: Tx, pathway: Planned, now = new Date()): Promise<Appointment[]> {
	const rows = await planned(tx, pathway).where('p.starts_at', '>=', now).limit(100).execute();
	return rows.map((row) => opened(pathway, row));
}

/** What stands on one local day with her, whatever the hour: for the interview of that day. */
export async function plannedOn(tx: Tx, pathway: Pathway, day: string, timeZone: string): Promise<Appointment[]> {
	const { from, to } = dayBounds(day, timeZone);
	const rows = await planned(tx, pathway).where('p.starts_at', '>=', from).where('p.starts_at', '<', to).execute();
	return rows.map((row) => opened(pathway, row));
}

/** Writes down a time that was agreed, with me or with a colleague of mine who may be named here (the wall checks it). */
export async function planAppointment(tx: Tx, { accompaniment, key }: Pathway, agreed: Agreed, member?: string): Promise<string> {
	const id = newId();
	const { starts_at, time_zone, channel } = agreed;
	const row = {
		id,
		accompaniment_id: accompaniment.id,
		starts_at,
		time_zone,
		channel,
		sealed: sealedAppointment(key, id, agreed)
	};
	await tx
		.insertInto('appointment')
		.values(member === undefined ? row : { ...row, member_id: member })
		.execute();
	return id;
}

/**
 * It did not happen, it was moved, it was taken back: one state, no reason, nothing to count (product, never 2).
 * Sent twice, or already met: nothing more happens.
 */
export async function releaseAppointment(tx: Tx, { accompaniment }: Pathway, id: string): Promise<void> {
	await tx
		.updateTable('appointment')
		.set((eb) => ({ state: 'released', version: eb('version', '+', 1) }))
		.where('id', '=', id)
		.where('accompaniment_id', '=', accompaniment.id)
		.where('state', '=', 'planned')
		.execute();
}

/**
 * Another time: the former row is released like any other, and a new one stands, so that a move and a meeting that did not
 * happen leave the same trace.
 * @throws StaleError when it was moved, met or released meanwhile
 */
export async function moveAppointment(
	tx: Tx,
	pathway: Pathway,
	former: { id: string; version: number },
	agreed: Agreed,
	member?: string
): Promise<string> {
	const row = await tx
		.updateTable('appointment')
		.set((eb) => ({ state: 'released', version: eb('version', '+', 1) }))
		.where('id', '=', former.id)
		.where('accompaniment_id', '=', pathway.accompaniment.id)
		.where('state', '=', 'planned')
		.where('version', '=', former.version)
		.returning('member_id')
		.executeTakeFirst();
	if (!row) throw new StaleError({ coming: await coming(tx, pathway) });
	return planAppointment(tx, pathway, agreed, member ?? row.member_id);
}

/**
 * The appointment that an interview of this day fulfils: mine first, then the one nearest to `now`. It becomes `met`.
 * @returns its id, or null when none stood
 */
export async function meetAppointment(tx: Tx, pathway: Pathway, actor: Actor, day: string, here: Present): Promise<string | null> {
	const standing = await plannedOn(tx, pathway, day, here.zone);
	const near = (one: Appointment) => Math.abs(one.starts_at.getTime() - here.now.getTime());
	const [met] = standing.sort((a, b) => Number(b.member_id === actor.member) - Number(a.member_id === actor.member) || near(a) - near(b));
	if (!met) return null;
	await meetOne(tx, pathway, met.id);
	return met.id;
}

/** This appointment becomes `met`. False when it does not stand any more: of two who write it up at once, one does. */
export async function meetOne(tx: Tx, { accompaniment }: Pathway, id: string): Promise<boolean> {
	const row = await tx
		.updateTable('appointment')
		.set({ state: 'met', version: sql`version + 1` })
		.where('id', '=', id)
		.where('accompaniment_id', '=', accompaniment.id)
		.where('state', '=', 'planned')
		.returning('id')
		.executeTakeFirst();
	return row !== undefined;
}
