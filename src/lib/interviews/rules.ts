import { z } from 'zod';
import { Answer, NewAction } from '../actions/rules.ts';
import { HOWS } from '../people/rules.ts';
import { agreeOn, AppointmentFields, CHANNELS, type Agreed } from '../appointments/rules.ts';
import { inputDate } from '../ui/dates.ts';
import { day, id, ids, isDay, line, oneOf, rows, text, ticked, version } from '../web/fields.ts';
import type { Issue, Typed } from '../web/form.ts';
import { typedVoices, voiceFields } from './voices.ts';

/** What the meeting came to: one concrete thing (seed 004), not this time, or time to think. All are fine. */
export const OUTCOMES = ['moved', 'not-this-time', 'thinking'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A meeting of two, or one's own part of a moment with several people. */
export const KINDS = ['one-to-one', 'collective'] as const;
export type Kind = (typeof KINDS)[number];

/** What she answers when a text is read again together. Both are good; nothing is counted. */
export const READ_BACKS = ['yes', 'to-correct'] as const;

/** A long afternoon of typing fits; a pasted book does not. */
const LONGEST = 50_000;

/** Everything said at one meeting. Nothing is required: an empty form is an interview that took place. */
export const InterviewForm = z.object({
	held_on: day(),
	channel: oneOf(CHANNELS),
	answers: z.record(z.uuid(), Answer).default({}),
	said: text(LONGEST),
	readers: ids(),
	kept_between: ticked(),
	...voiceFields,
	attendees: ids(),
	actions: rows(NewAction),
	outcome: oneOf(OUTCOMES),
	moved: line(2000),
	next: AppointmentFields.default({ day: null, time: null, place: '', channel: null }),
	from_memo: id()
});
export type InterviewForm = z.infer<typeof InterviewForm>;

/** Words are outcomes too: something written under "J’ai avancé" says that it was so. */
export function outcomeOf(form: { outcome: Outcome | null; moved: string }): Outcome | null {
	return form.outcome ?? (form.moved ? 'moved' : null);
}

/** What only the day and the zone can tell: a meeting in the future, half an appointment. */
export function reviewInterview(form: InterviewForm, here: { zone: string; now: Date }): { issues: Issue[]; agreed: Agreed | null } {
	const { agreed, issues } = agreeOn(form.next, here, 'next.');
	if (form.held_on && form.held_on > inputDate(here.now, here.zone)) issues.unshift({ field: 'held_on', code: 'future' });
	return { issues, agreed };
}

/** A former text put right, by any of the people named with it. */
export const CorrectionForm = z.object({
	said: text(LONGEST),
	/** The common note of a collective moment, as it stands on this one thread; not sent, it stays as it is. */
	common: z.string().max(LONGEST, 'too_long').optional(),
	moved: line(2000),
	outcome: oneOf(OUTCOMES),
	kept_between: ticked(),
	...voiceFields,
	/** Sent by the form of a correction alone, so that a form without the boxes unticks nobody. */
	there: ticked(),
	attendees: ids(),
	version: version()
});
export type CorrectionForm = z.infer<typeof CorrectionForm>;

/** A colleague's own side of a meeting he was at, written or put right by him. */
export const SideForm = z.object({ said: text(LONGEST), kept_between: ticked(), readers: ids(), version: version() });
export type SideForm = z.infer<typeof SideForm>;

/** "C’est bien ça ?": her answer, to the version that was read, and what she wants to stand beside it. */
export const ReadBackForm = z.object({
	value: z.enum(READ_BACKS, 'choice'),
	how: oneOf(HOWS),
	words: text(LONGEST),
	note: z.uuid('choice'),
	version: version()
});
export type ReadBackForm = z.infer<typeof ReadBackForm>;

/**
 * The day and the way of a meeting, put right by whoever recorded it.
 * @param today the territory's plain day: a meeting is never ahead
 */
export const MeetingForm = (today: string) =>
	z.object({
		held_on: z
			.string()
			.default('')
			.refine(isDay, 'date')
			.refine((value) => value <= today, 'future'),
		channel: z.enum(CHANNELS, 'choice'),
		version: version()
	});

/** Somebody to be named with a text, or no longer. */
export const ReaderForm = z.object({ member: z.uuid('choice') });

/** The answers among what was typed: which action, and the version that was on the page. */
export function typedAnswers(typed: Typed | undefined): { id: string; version: number }[] {
	const answers = typed?.['answers'];
	if (typeof answers !== 'object' || Array.isArray(answers)) return [];
	return Object.entries(answers)
		.filter(
			([id, row]) => z.uuid().safeParse(id).success && fieldsOf({ row }, 'state').some((state) => typeof state === 'string' && state !== '')
		)
		.map(([id, row]) => ({ id, version: Number(fieldsOf({ row }, 'version')[0]) }));
}

/** Has anything been said in this form yet? What the page fills in by itself (day, way, names) says nothing. */
export function saysSomething(typed: Typed): boolean {
	const { said, moved, outcome, kept_between, answers, actions, next } = typed;
	return [
		said,
		moved,
		outcome,
		kept_between,
		...Object.values(typedVoices(typed)),
		...(Array.isArray(typed['attendees']) ? typed['attendees'] : []),
		...fieldsOf(answers, 'state'),
		...fieldsOf(actions, 'what'),
		...fieldsOf({ next }, 'day', 'time', 'place')
	].some((value) => typeof value === 'string' && value !== '');
}

function fieldsOf(rows: Typed[string], ...names: string[]): Typed[string][] {
	if (typeof rows !== 'object' || Array.isArray(rows)) return [];
	return Object.values(rows).flatMap((row) => (typeof row === 'object' && !Array.isArray(row) ? names.map((name) => row[name]) : []));
}

/** How many empty lines "D’ici la prochaine fois" offers: two beyond what was typed. */
export function linesFor(typed: Typed | undefined): number {
	const actions = typed?.['actions'];
	if (typeof actions !== 'object' || Array.isArray(actions)) return 2;
	const used = Object.entries(actions).filter(
		([key, row]) => /^\d{1,2}$/.test(key) && fieldsOf({ row }, 'what', 'due').some((value) => value !== '' && value !== undefined)
	);
	return Math.min(38, Math.max(-1, ...used.map(([key]) => Number(key))) + 1) + 2;
}
