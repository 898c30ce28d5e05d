import { v7 as newId } from 'uuid';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { StaleError } from '../web/once.server.ts';
import { nameFirstReaders, namedToday, type Named } from './audience.server.ts';
import type { ReadInterview, ReadNote, Said } from './notes.server.ts';
import type { SideForm } from './rules.ts';

/**
 * Says which colleagues were at a meeting of mine: those ticked who are named on the accompaniment today. It opens no text to them;
 * each may add a side of his own.
 */
export async function sayWhoWasThere(
	tx: Tx,
	{ accompaniment }: Pathway,
	interview: string,
	ticked: readonly string[],
	named: readonly Named[]
): Promise<void> {
	const there = named.filter(({ id, me }) => !me && ticked.includes(id));
	if (there.length === 0) return;
	await tx
		.insertInto('attendee')
		.values(there.map(({ id }) => ({ interview_id: interview, accompaniment_id: accompaniment.id, member_id: id })))
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

/** Puts right who was at a meeting of mine. Whoever wrote a side stays; one who left since is no longer ticked and stays as he was. */
export async function putWhoWasThere(tx: Tx, pathway: Pathway, meeting: ReadInterview, ticked: readonly string[]): Promise<void> {
	const named = await namedToday(tx, pathway);
	await sayWhoWasThere(tx, pathway, meeting.id, ticked, named);
	const gone = meeting.attendees.filter(({ id }) => named.some((one) => one.id === id) && !ticked.includes(id)).map(({ id }) => id);
	if (gone.length > 0) await tx.deleteFrom('attendee').where('interview_id', '=', meeting.id).where('member_id', 'in', gone).execute();
}

/** May I add a side to this meeting: was I there, without having written yet? */
export function mayAddSide({ note, sides, attendees }: ReadInterview): boolean {
	return attendees.some(({ me }) => me) && ![note, ...sides].some((one) => one?.mine);
}

/**
 * Whom my side is shown to unless I untick somebody: the readers of the text it stands beside who are still named; when that text is
 * not mine to read, myself and nobody whom I was not told of.
 */
export function defaultReaders({ note }: ReadInterview, named: readonly Named[]): string[] {
	return named.filter(({ id, me }) => me || note?.readers.some((reader) => reader.id === id)).map(({ id }) => id);
}

/** @throws StaleError with `{ side }` when I wrote it meanwhile, in another window */
export async function writeSide(tx: Tx, pathway: Pathway, meeting: ReadInterview, form: SideForm): Promise<void> {
	const mine = meeting.sides.find((side) => side.mine);
	if (mine) return correctSide(tx, pathway, mine, form);
	const id = newId();
	await tx
		.insertInto('note')
		.values({
			id,
			interview_id: meeting.id,
			accompaniment_id: pathway.accompaniment.id,
			kept_between: form.kept_between,
			sealed: pathway.key.seal('note', id, sideText(form))
		})
		.execute();
	const named = await namedToday(tx, pathway);
	await nameFirstReaders(tx, 'note', id, named, form.readers);
}

/** The database keeps the former text. */
async function correctSide(tx: Tx, pathway: Pathway, side: ReadNote, form: SideForm): Promise<void> {
	const row = await tx
		.updateTable('note')
		.set({ kept_between: form.kept_between, sealed: pathway.key.seal('note', side.id, sideText(form)), version: form.version + 1 })
		.where('id', '=', side.id)
		.where('version', '=', form.version)
		.returning('id')
		.executeTakeFirst();
	if (!row) throw new StaleError({ side });
}

const sideText = ({ said, kept_between }: SideForm): Said => ({ text: said, moved: '', outcome: null, keptBetween: kept_between });
