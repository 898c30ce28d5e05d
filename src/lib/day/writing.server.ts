import { z } from 'zod';
import type { Actor } from '../access/access.ts';
import { planAppointment, releaseAppointment } from '../appointments/appointments.server.ts';
import type { Agreed, Present } from '../appointments/rules.ts';
import { dropDraft, keepDraft, readMyDrafts } from '../interviews/drafts.server.ts';
import { cameFrom, recordInterview } from '../interviews/interviews.server.ts';
import { fieldOf, wordsOf } from '../interviews/lines.ts';
import { InterviewForm, saysSomething } from '../interviews/rules.ts';
import { readPathway, type Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { id } from '../web/fields.ts';
import { typedFrom, type Typed } from '../web/form.ts';
import { found, isId } from '../web/found.ts';
import { once, StaleError } from '../web/once.server.ts';
import { isTouched } from './rules.ts';

/** One line of the day: an interview's form, of whom, and the appointment it fulfils. */
export const LineForm = InterviewForm.extend({ person: z.uuid('choice'), appointment: id() });
export type LineForm = z.infer<typeof LineForm>;

/** A line read, with where it is written. */
export interface Line {
	formKey: string;
	day: string;
	data: LineForm;
	agreed: Agreed | null;
	here: Present;
}

/** A pathway to which something may be added by me; null for any other, which is told apart by nothing. */
export async function openPathway(tx: Tx, person: string): Promise<Pathway | null> {
	const pathway = isId(person) ? await readPathway(tx, person, 'writing') : undefined;
	return pathway && pathway.accompaniment.ended_how !== 'death' ? pathway : null;
}

/** What a line's draft holds: its fields as the full page names them, and the day that the line is of. */
function draftOf(typed: Typed, day: string): Typed {
	const { form_key: _, person: __, blank: ___, numbers: ____, ...said } = typed;
	return { ...said, held_on: day, day };
}

/**
 * Keeps what is typed in each line as a draft, the same that the full page takes up. Lines nobody touched, or that stand as they were
 * kept, are left alone: their files are not opened.
 * @param options.all keeps these keys even without a word in them
 * @param options.aside what was typed after its form was recorded is kept under a new key; else it is told as `refused`
 * @returns the words of lines whose person is not in my reach any more, for whoever typed them
 */
export async function keepLines(
	tx: Tx,
	actor: Actor,
	day: string,
	lines: ReadonlyMap<string, FormData>,
	options: { all?: readonly string[]; aside?: boolean } = {}
): Promise<{ lost: string[]; refused: boolean }> {
	const kept = new Map((await readMyDrafts(tx, actor, 'interview')).map((draft) => [draft.formKey, JSON.stringify(draft.typed)]));
	const lost: string[] = [];
	let refused = false;
	for (const [key, form] of lines) {
		const typed = typedFrom(form);
		const draft = draftOf(typed, day);
		const formKey = fieldOf(form, 'form_key');
		const says = saysSomething(typed) || isTouched(typed) || (options.all?.includes(key) ?? false);
		if (!isId(formKey) || kept.get(formKey) === JSON.stringify(draft) || (!says && !kept.has(formKey))) continue;
		const pathway = await openPathway(tx, fieldOf(form, 'person'));
		if (!pathway) lost.push(...wordsOf(typed));
		else if (!(await keepDraft(tx, pathway, formKey, draft, undefined, { form: 'interview', says }))) {
			if (!saysSomething(typed) || (await wasRecorded(tx, pathway, formKey, form, day))) continue;
			refused = true;
			if (options.aside) await keepDraft(tx, pathway, crypto.randomUUID(), { ...draft, appointment: '' });
		}
	}
	return { lost, refused };
}

const interviewIn = (path: string | null | undefined) => /[?&]note=([0-9a-f-]{36})/.exec(path ?? '')?.[1];

/** Do these words stand in the interview that this form led to? */
async function wasRecorded(tx: Tx, pathway: Pathway, formKey: string, form: FormData, day: string): Promise<boolean> {
	const before = await tx.selectFrom('form_key').select('result').where('key', '=', formKey).executeTakeFirst();
	const interview = interviewIn(before?.result);
	const read = LineForm.safeParse(typedFrom(form));
	return interview !== undefined && read.success && cameFrom(tx, pathway, interview, interviewOf(read.data, day));
}

function interviewOf({ person: _, appointment: __, ...form }: LineForm, day: string): InterviewForm {
	return { ...form, held_on: day };
}

/**
 * Records one line as the interview page would, its appointment met and the next one planned.
 * @returns the page to go to; null when the person is not in my reach
 * @throws StaleError with `{ appointment }` when that does not stand any more, with `{ interview }` when this form was recorded with
 * other words: both are told, nothing is overwritten
 */
export async function recordLine(tx: Tx, actor: Actor, { formKey, day, data, agreed, here }: Line): Promise<string | null> {
	const pathway = await openPathway(tx, data.person);
	if (!pathway) return null;
	const form = interviewOf(data, day);
	const path = await once(tx, formKey, async () => {
		await dropDraft(tx, pathway, formKey);
		const interview = await recordInterview(tx, pathway, actor, { form, agreed, ...here, appointment: data.appointment });
		return `/bureau/journee?jour=${day}&note=${interview}`;
	});
	const interview = interviewIn(path);
	if (interview === undefined) throw new StaleError({ appointment: data.appointment });
	if (!(await cameFrom(tx, pathway, interview, form))) throw new StaleError({ interview });
	return path;
}

/**
 * After a line could not be recorded because its meeting is: what was typed is kept under a new key, as a meeting without appointment.
 * @returns that key, and the interview recorded meanwhile, if it is still there
 */
export async function keepBeside(
	tx: Tx,
	line: Line,
	typed: Typed,
	stored: { appointment?: unknown; interview?: unknown }
): Promise<{ key: string; interview: string | null }> {
	const pathway = found(await openPathway(tx, line.data.person));
	await dropDraft(tx, pathway, line.formKey);
	const key = crypto.randomUUID();
	await keepDraft(tx, pathway, key, { ...draftOf(typed, line.day), appointment: '' }, undefined, { form: 'interview', says: true });
	const row = await tx
		.selectFrom('interview')
		.select('id')
		.where('accompaniment_id', '=', pathway.accompaniment.id)
		.where((eb) =>
			typeof stored.interview === 'string'
				? eb('id', '=', stored.interview)
				: eb('appointment_id', '=', typeof stored.appointment === 'string' ? stored.appointment : null)
		)
		.executeTakeFirst();
	return { key, interview: row?.id ?? null };
}

/**
 * "On ne s’est pas vus": the appointment is let go without a reason, another date is planned when one was given, and words typed
 * meanwhile stay in a draft.
 * @returns the page to go to; null when the person is not in my reach
 */
export async function releaseLine(tx: Tx, line: Line, typed: Typed): Promise<string | null> {
	const { data, day, formKey } = line;
	const pathway = await openPathway(tx, data.person);
	if (!pathway) return null;
	return once(tx, formKey, async () => {
		await dropDraft(tx, pathway, formKey);
		if (data.appointment) await releaseAppointment(tx, pathway, data.appointment);
		if (line.agreed) await planAppointment(tx, pathway, line.agreed);
		const { next: _, ...words } = draftOf(typed, day);
		await keepDraft(tx, pathway, crypto.randomUUID(), { ...words, appointment: '' });
		return `/bureau/journee?jour=${day}&libre=${line.agreed ? 'prevu' : data.person}`;
	});
}
