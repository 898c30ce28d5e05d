import { v7 as newId } from 'uuid';
import { coming, type Appointment } from '../appointments/appointments.server.ts';
import { openWord } from '../front-desk/front-desk.server.ts';
import type { Tx } from '../server/db.ts';
import type { Part } from './her.server.ts';

/** "Je ne peux pas venir", or "finalement, je viens": what she said of one appointment. */
export interface HerWord {
	id: string;
	appointment_id: string;
	kind: 'cannot' | 'coming';
	/** The other moment she proposes; '' when she proposed none. */
	text: string;
	at: Date;
}

/** Where a word is said: by herself, or by somebody whom she lets say it. */
type Words = { accompaniment: { id: string }; key: Part['key'] };

/** What she said of the appointments of this part, the latest first: kept as long as the practitioner finds it. */
export async function herWords(tx: Tx, { accompaniment, key }: Words): Promise<HerWord[]> {
	const rows = await tx
		.selectFrom('desk_word')
		.select(['id', 'appointment_id', 'kind', 'sealed', 'created_at as at'])
		.where('accompaniment_id', '=', accompaniment.id)
		.orderBy('created_at', 'desc')
		.orderBy('id', 'desc')
		.execute();
	return rows.map(({ sealed, kind, ...row }) => ({
		...row,
		kind: kind === 'coming' ? 'coming' : 'cannot',
		text: openWord(key.open('desk_word', row.id, sealed)).text
	}));
}

/** One appointment of hers that is still to come, with its part; undefined when there is none. */
export async function herAppointment(
	tx: Tx,
	parts: readonly Part[],
	id: string
): Promise<{ part: Part; appointment: Appointment } | undefined> {
	for (const part of parts) {
		const appointment = (await coming(tx, part)).find((one) => one.id === id);
		if (appointment) return { part, appointment };
	}
	return undefined;
}

/** A word for whom she was to see; the appointment stands until it is moved or released, and nothing is counted. */
async function say(tx: Tx, { accompaniment, key }: Words, appointment: Appointment, kind: HerWord['kind'], text: string): Promise<void> {
	const id = newId();
	const from = appointment.starts_at.toISOString();
	await tx
		.insertInto('desk_word')
		.values({
			id,
			accompaniment_id: accompaniment.id,
			appointment_id: appointment.id,
			kind,
			to_member_id: appointment.member_id,
			sealed: key.seal('desk_word', id, { from, ...(text && { text }) })
		})
		.execute();
}

/** She cannot come, and may propose another moment. What she said before and nobody read yet gives way to it. */
export async function cannotCome(tx: Tx, part: Words, appointment: Appointment, text: string): Promise<void> {
	await takeBack(tx, appointment.id);
	await say(tx, part, appointment, 'cannot', text);
}

/** She comes after all: a word that nobody read yet is gone; one that was read is followed by another. */
export async function comesAfterAll(tx: Tx, part: Words, appointment: Appointment): Promise<void> {
	await takeBack(tx, appointment.id);
	const latest = (await herWords(tx, part)).find(({ appointment_id }) => appointment_id === appointment.id);
	if (latest?.kind === 'cannot') await say(tx, part, appointment, 'coming', '');
}

async function takeBack(tx: Tx, appointment: string): Promise<void> {
	await tx.deleteFrom('desk_word').where('appointment_id', '=', appointment).where('read_at', 'is', null).execute();
}
