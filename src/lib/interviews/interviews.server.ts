import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor } from '../access/access.ts';
import { answerAction, keepActions, readActions, type ActionToKeep } from '../actions/actions.server.ts';
import { ownerOf } from '../actions/rules.ts';
import { meetAppointment, meetOne, planAppointment } from '../appointments/appointments.server.ts';
import { channelOr, type Agreed, type Present } from '../appointments/rules.ts';
import { readableGoals } from '../goals/goals.server.ts';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { inputDate } from '../ui/dates.ts';
import { isDay } from '../web/fields.ts';
import { isId } from '../web/found.ts';
import { StaleError } from '../web/once.server.ts';
import { nameFirstReaders, namedToday, type Named } from './audience.server.ts';
import { withNotes, type ReadInterview, type Said } from './notes.server.ts';
import { outcomeOf, type InterviewForm } from './rules.ts';
import { sayWhoWasThere } from './sides.server.ts';
import { sealVoices } from './voices.ts';

export const INTERVIEWS_A_PAGE = 20;

/**
 * Meetings of a pathway, the latest first, by keyset pages.
 * @param options.after the `next` of the page before
 * @returns `next` for the page after, null at the end
 */
export async function readInterviews(
	tx: Tx,
	pathway: Pathway,
	options: { after?: string | null; limit?: number } = {}
): Promise<{ interviews: ReadInterview[]; next: string | null }> {
	const limit = options.limit ?? INTERVIEWS_A_PAGE;
	const after = cursorOf(options.after);
	const rows = await meetings(tx, pathway)
		.$if(after !== null, (query) => query.where(sql<boolean>`(held_on, id) < (${after?.held_on}::date, ${after?.id}::uuid)`))
		.limit(limit + 1)
		.execute();
	const page = rows.slice(0, limit);
	const last = page.at(-1);
	return { interviews: await withNotes(tx, pathway, page), next: rows.length > limit && last ? `${last.held_on}_${last.id}` : null };
}

/** Every meeting of a pathway as a line without its text, the latest first: `withNotes` opens those that are shown. */
export async function readMeetingRows(tx: Tx, pathway: Pathway) {
	return meetings(tx, pathway).execute();
}

/** One meeting, or undefined. */
export async function readInterview(tx: Tx, pathway: Pathway, id: string): Promise<ReadInterview | undefined> {
	const rows = await meetings(tx, pathway).where('id', '=', id).execute();
	return (await withNotes(tx, pathway, rows)).at(0);
}

/** The latest text of this pathway that I may read: "La dernière fois". */
export async function readLatestNote(tx: Tx, pathway: Pathway): Promise<ReadInterview | undefined> {
	const rows = await meetings(tx, pathway)
		.where('id', 'in', (note) => note.selectFrom('note').select('interview_id').where('accompaniment_id', '=', pathway.accompaniment.id))
		.limit(1)
		.execute();
	return (await withNotes(tx, pathway, rows)).at(0);
}

function meetings(tx: Tx, { accompaniment }: Pathway) {
	return tx
		.selectFrom('interview')
		.select(['id', 'held_on', 'channel', 'kind', 'version', 'author_id'])
		.where('accompaniment_id', '=', accompaniment.id)
		.orderBy('held_on', 'desc')
		.orderBy('id', 'desc');
}

function cursorOf(after: string | null | undefined): { held_on: string; id: string } | null {
	const [held_on = '', id = ''] = (after ?? '').split('_', 2);
	return isDay(held_on) && isId(id) ? { held_on, id } : null;
}

const fingerprint = (form: InterviewForm) => createHash('sha256').update(JSON.stringify(form)).digest('base64url');

/**
 * Is this form the one that this interview came from? A form sent twice is done once (decisions 16); one that was written on
 * after it was recorded holds words that would be lost.
 */
export async function cameFrom(tx: Tx, { accompaniment, key }: Pathway, interview: string, form: InterviewForm): Promise<boolean> {
	const note = await tx
		.selectFrom('note')
		.select(['id', 'sealed'])
		.where('accompaniment_id', '=', accompaniment.id)
		.where('interview_id', '=', interview)
		.where('author_id', '=', sql<string>`me()`)
		.executeTakeFirst();
	return note !== undefined && key.open<Said>('note', note.id, note.sealed).form === fingerprint(form);
}

/** What a form says once it was reviewed, with where it is said. */
export interface Recording extends Present {
	form: InterviewForm;
	/** The next appointment, from `reviewInterview`. */
	agreed: Agreed | null;
	/**
	 * The appointment that this meeting fulfils; null for one that fulfils none. Left out, it is the one that stands that day, if any.
	 */
	appointment?: string | null;
	/** One's own part of a moment with several people, with what was common to all. */
	collective?: { common: string };
}

/**
 * Records one meeting, all of it or nothing: the text and who reads it, what became of former actions, what comes before next
 * time, today's appointment met and the next one planned.
 * @returns the interview's id
 * @throws StaleError with `{ actions }` when somebody answered one of the actions meanwhile, with `{ appointment }` when the one named
 * does not stand any more: met, moved or released
 */
export async function recordInterview(tx: Tx, pathway: Pathway, actor: Actor, recording: Recording): Promise<string> {
	const { form, agreed, zone, now, appointment, collective } = recording;
	const { accompaniment } = pathway;
	const id = newId();
	const held_on = form.held_on ?? inputDate(now, zone);
	const appointment_id =
		appointment === undefined
			? await meetAppointment(tx, pathway, actor, held_on, { zone, now })
			: await meetThis(tx, pathway, appointment);
	await tx
		.insertInto('interview')
		.values({
			id,
			accompaniment_id: accompaniment.id,
			appointment_id,
			held_on,
			channel: form.channel ?? channelOr(accompaniment.last_channel),
			kind: collective ? 'collective' : 'one-to-one'
		})
		.execute();
	const named = await namedToday(tx, pathway);
	const note = await writeNote(tx, pathway, actor, id, { form, collective }, named);
	await sayWhoWasThere(tx, pathway, id, form.attendees, named);
	const goals = await readableGoals(tx, accompaniment.id);
	await keepActions(tx, pathway, note, actionsToKeep(form, actor, named, goals));
	await answerActions(tx, pathway, form.answers, { interview: id, on: held_on });
	if (agreed) await planAppointment(tx, pathway, agreed);
	return id;
}

async function meetThis(tx: Tx, pathway: Pathway, appointment: string | null): Promise<string | null> {
	if (appointment !== null && !(await meetOne(tx, pathway, appointment))) throw new StaleError({ appointment });
	return appointment;
}

/** The text and the people named with it: those ticked who are still named today, and its author always. */
async function writeNote(
	tx: Tx,
	pathway: Pathway,
	actor: Actor,
	interview_id: string,
	{ form, collective }: Pick<Recording, 'form' | 'collective'>,
	named: Named[]
): Promise<string> {
	const id = newId();
	const outcome = outcomeOf(form);
	const said: Said = {
		...sealVoices(form, { by: actor.member, opening: pathway.accompaniment.last_met_on === null }),
		text: form.said,
		moved: form.moved,
		outcome,
		keptBetween: form.kept_between,
		...collective,
		form: fingerprint(form)
	};
	await tx
		.insertInto('note')
		.values({
			id,
			interview_id,
			accompaniment_id: pathway.accompaniment.id,
			outcome,
			kept_between: form.kept_between,
			sealed: pathway.key.seal('note', id, said)
		})
		.execute();
	await nameFirstReaders(tx, 'note', id, named, form.readers);
	return id;
}

/**
 * The lines that say something. A colleague who left between the page and its sending no longer owns a promise; a goal that is not
 * mine to read is no goal.
 */
function actionsToKeep({ actions }: InterviewForm, actor: Actor, named: Named[], goals: ReadonlySet<string>): ActionToKeep[] {
	return actions
		.filter(({ what }) => what !== '')
		.map(({ who, name, what, due, goal }) => {
			const owned = ownerOf(who, actor.member);
			const stands = owned.owner_member_id === null || named.some(({ id }) => id === owned.owner_member_id);
			const held = stands ? owned : ownerOf('other', actor.member);
			return {
				...held,
				who: held.owner === 'other' ? name : '',
				text: what,
				due_on: due,
				goal_id: goal && goals.has(goal) ? goal : null
			};
		});
}

async function answerActions(
	tx: Tx,
	pathway: Pathway,
	answers: InterviewForm['answers'],
	when: { interview: string; on: string }
): Promise<void> {
	const overtaken: string[] = [];
	for (const [id, { state, help, version }] of Object.entries(answers)) {
		if (state && !(await answerAction(tx, pathway, { id, version, state, help }, when))) overtaken.push(id);
	}
	// One that is not mine to read any more says nothing, and holds nobody up.
	const stored = await readActions(tx, pathway, overtaken);
	if (stored.length > 0) throw new StaleError({ actions: stored });
}
