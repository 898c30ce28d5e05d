import { error } from '@sveltejs/kit';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import { sealedAppointment, type SealedAppointment } from '../appointments/appointments.server.ts';
import { channelOr, type Channel } from '../appointments/rules.ts';
import { noteReading } from '../people/pathway.server.ts';
import { keyring, type Tx } from '../server/db.ts';
import { StaleError } from '../web/once.server.ts';

/** One appointment as the front desk knows it: nothing else about the person exists here (decisions 6). */
export interface Expected {
	id: string;
	/** Alias, or name to use; empty when she chose to come without a name. */
	name: string;
	at: Date;
	zone: string;
	channel: Channel;
	/** First name of the colleague she comes to see. */
	withWhom: string;
	/** The room; empty when nothing was said, or when they meet elsewhere. */
	place: string;
	/** Since when she is here today. */
	arrived: Date | null;
	/** It was neither met nor released meanwhile: a list holds no other. */
	standing: boolean;
	/** The desk may give it another time: it happens here, or nowhere. */
	movable: boolean;
	version: number;
}

interface Row {
	shown_name: string;
	starts_at: Date;
	time_zone: string;
	channel: string;
	member_first_name: string;
	id: string;
	person_id: string;
	sealed: string | null;
	wrapped: string | null;
	standing: boolean;
	movable: boolean;
	version: number;
	arrived_at: Date | null;
}

/**
 * Who is expected between two instants, in the order of the hours, and one line in the journal: no journal, no list.
 * @throws HttpError 404 for whoever is not at the front desk; somebody who excluded this colleague is not in the list
 */
export async function readExpected(tx: Tx, from: Date, until: Date): Promise<Expected[]> {
	await noteReading(tx, 'front-desk');
	const { rows } = await sql<Row>`select * from front_desk(${from}, ${until})`.execute(tx);
	return rows.map(shown);
}

/**
 * One line of the list, also when it does not stand any more: what is typed about it is not lost.
 * @returns undefined when it is not there for me, whether or not it exists: give it to `found()`
 */
export async function readOne(tx: Tx, id: string): Promise<Expected | undefined> {
	const row = await lineOf(tx, id);
	if (!row) return undefined;
	await noteReading(tx, 'front-desk');
	return shown(row);
}

async function lineOf(tx: Tx, id: string): Promise<Row | undefined> {
	const { rows } = await sql<Row>`select * from front_desk('-infinity', 'infinity', ${id}::uuid)`.execute(tx);
	return rows[0];
}

const shown = (row: Row): Expected => ({
	id: row.id,
	name: row.shown_name,
	at: row.starts_at,
	zone: row.time_zone,
	channel: channelOr(row.channel),
	withWhom: row.member_first_name,
	place: placeOf(row),
	arrived: row.arrived_at,
	standing: row.standing,
	movable: row.movable,
	version: row.version
});

const keyOf = ({ person_id, wrapped }: Pick<Row, 'person_id' | 'wrapped'>) => keyring().unwrap(person_id, wrapped ?? error(404));

function placeOf(row: Row): string {
	if (!row.sealed) return '';
	return keyOf(row).open<{ place?: string }>('appointment', row.id, row.sealed).place ?? '';
}

/** She is here. Said twice, the first hour stays. False when the line is not there for me. */
export async function noteArrival(tx: Tx, id: string): Promise<boolean> {
	return asked(tx, sql`note_arrival(${id}::uuid)`);
}

/** She is not here after all: nothing is left of it. */
export async function takeBackArrival(tx: Tx, id: string): Promise<boolean> {
	return asked(tx, sql`take_back_arrival(${id}::uuid)`);
}

async function asked(tx: Tx, question: ReturnType<typeof sql>): Promise<boolean> {
	const { rows } = await sql<{ given: boolean }>`select ${question} as given`.execute(tx);
	return rows[0]?.given ?? false;
}

/** The desk may not do this, for a reason that can be said: another day than those it sees, or a colleague who does not walk with her any more. */
export class NotAtDesk extends Error {
	readonly why: 'window' | 'colleague';
	constructor(why: 'window' | 'colleague') {
		super(why);
		this.why = why;
	}
}

/**
 * Another time, and another room when they meet here; the practitioner is told when it was.
 * @throws StaleError when it was moved, met or released meanwhile; NotAtDesk; HttpError 404 when it is not there for me
 */
export async function moveAtDesk(tx: Tx, id: string, said: { version: number; starts_at: Date; place: string }): Promise<void> {
	const line = await lineOf(tx, id);
	if (!line) error(404);
	const key = keyOf(line);
	const [fresh, word] = [newId(), newId()];
	// What she may bring is not the desk's to say, and goes along.
	const bring = line.sealed ? key.open<SealedAppointment>('appointment', id, line.sealed).bring : undefined;
	const sealed = line.channel === 'presence' ? sealedAppointment(key, fresh, { place: said.place, ...(bring && { bring }) }) : null;
	const from = key.seal('desk_word', word, { from: line.starts_at.toISOString() });
	await changed(tx, sql`move_at_front_desk(${id}::uuid, ${said.version}, ${fresh}, ${said.starts_at}, ${sealed}, ${word}, ${from})`);
}

/** It will not be: no reason is asked nor kept (decision record 0008); the practitioner is told. Throws as `moveAtDesk`. */
export async function releaseAtDesk(tx: Tx, id: string, version: number): Promise<void> {
	const line = await lineOf(tx, id);
	if (!line) error(404);
	const word = newId();
	const from = keyOf(line).seal('desk_word', word, { from: line.starts_at.toISOString() });
	await changed(tx, sql`release_at_front_desk(${id}::uuid, ${version}, ${word}, ${from})`);
}

async function changed(tx: Tx, change: ReturnType<typeof sql>): Promise<void> {
	const { rows } = await sql<{ answer: string | null }>`select ${change} as answer`.execute(tx);
	const answer = rows[0]?.answer ?? null;
	if (answer === null) error(404);
	if (answer === 'stale') throw new StaleError({});
	if (answer === 'window' || answer === 'colleague') throw new NotAtDesk(answer);
}

/** She called: a word for whom she was to see, sealed with her key. @throws HttpError 404 when the line is not there for me */
export async function tellFromDesk(tx: Tx, id: string, text: string): Promise<void> {
	const line = await lineOf(tx, id);
	if (!line) error(404);
	const word = newId();
	if (!(await asked(tx, sql`tell_from_front_desk(${id}::uuid, ${word}, ${keyOf(line).seal('desk_word', word, { text })})`))) error(404);
}

/** A word that I wrote today at the desk: no other is read here. */
export interface OwnWord {
	id: string;
	at: Date;
	name: string;
	to: string;
	/** What I wrote; empty for a change, which is told with its hour. */
	text: string;
	/** The hour that was left, for a change. */
	from: Date | null;
	kind: 'said' | 'moved' | 'released';
	/** It cannot be taken back any more. */
	read: boolean;
}

interface OwnRow {
	id: string;
	kind: OwnWord['kind'];
	created_at: Date;
	shown_name: string;
	to_first_name: string;
	is_read: boolean;
	person_id: string;
	sealed: string;
	wrapped: string;
}

/** My words of today, the latest first. */
export async function readOwnWords(tx: Tx): Promise<OwnWord[]> {
	const { rows } = await sql<OwnRow>`select * from own_desk_words()`.execute(tx);
	return rows.map((row) => ({
		id: row.id,
		at: row.created_at,
		name: row.shown_name,
		to: row.to_first_name,
		kind: row.kind,
		read: row.is_read,
		...openWord(keyOf(row).open('desk_word', row.id, row.sealed))
	}));
}

/** What one word holds: its text, or the hour that an appointment left. */
export function openWord({ text = '', from }: { text?: string; from?: string }): { text: string; from: Date | null } {
	return { text, from: from ? new Date(from) : null };
}

/** Takes back a word of today that nobody has read yet. False when it is not mine. */
export async function takeBackWord(tx: Tx, id: string): Promise<boolean> {
	return asked(tx, sql`take_back_word(${id}::uuid)`);
}
