import type { ToldAction } from '../actions/actions.server.ts';
import type { Help } from '../actions/rules.ts';
import type { Appointment } from '../appointments/appointments.server.ts';
import type { GoalState } from '../goals/rules.ts';
import type { Widening } from '../interviews/audience.server.ts';
import type { ReadInterview } from '../interviews/notes.server.ts';
import type { NeedCode } from '../needs/codes.ts';
import type { End } from '../needs/rules.ts';
import type { AnswerValue, EndingHow, MomentValue } from '../people/rules.ts';
import type { ReadView } from '../views/views.server.ts';

/** How much of an interview stands on the thread: the latest in full, those before as a stitch. */
export const IN_FULL = 5;
export const ON_THREAD = 20;

/** One stitch of the red thread. `on` is its plain day; what lies ahead has its instant. */
export type ThreadStitch =
	| { kind: 'ahead'; id: string; at: Date; appointment: Appointment }
	| { kind: 'interview'; id: string; on: string; interview: ReadInterview; full: boolean; answered: readonly ToldAction[] }
	| { kind: 'earlier'; id: string; on: string }
	| { kind: 'answer'; id: string; on: string; value: AnswerValue }
	| { kind: 'opened'; id: string; on: string }
	| { kind: 'frame'; id: string; on: string; basis: 'free' | 'asked' }
	| { kind: 'handover'; id: string; on: string; from: string | null; to: string; talked: boolean; said: string }
	/** A lead whom she no longer wanted. */
	| { kind: 'set-aside'; id: string; on: string; former: string }
	| { kind: 'moment'; id: string; on: string; value: MomentValue; until: string | null }
	| { kind: 'ending'; id: string; on: string; how: EndingHow; hers: string; ours: string; helped: string }
	| { kind: 'reopened'; id: string; on: string }
	/** A card that opens her own space was given: told to everybody who walks with her, and to her, so that none is given behind her back. */
	| { kind: 'card'; id: string; on: string; by: string }
	/** "J’ai avancé", said by herself in her own space. */
	| { kind: 'her-step'; id: string; on: string; text: string; by: string | null }
	/** A colleague was asked for a view. */
	| { kind: 'view'; id: string; on: string; view: ReadView }
	/** A text was opened to somebody later. */
	| ({ kind: 'widening'; on: string } & Widening)
	| Milestone;

/** What only the thread in full tells besides. `author` gives its track, when somebody holds it. */
export type Milestone =
	| { kind: 'goal'; id: string; on: string; event: 'wished' | 'agreed' | GoalState; text: string; author: string | null }
	| { kind: 'small-step'; id: string; on: string; text: string; help: Help | null; author: string | null }
	/** What became of something that was to be done. */
	| { kind: 'action'; id: string; on: string; action: ToldAction }
	| { kind: 'need'; id: string; on: string; event: 'opened' | End; code: NeedCode; label: string; author: string | null }
	/** Somebody joins, on a track or in general. */
	| { kind: 'joined'; id: string; on: string; name: string; track: string | null }
	| { kind: 'cover'; id: string; on: string; name: string; until: Date; author: string };

export type PastStitch = Exclude<ThreadStitch, { kind: 'ahead' }>;

/** On one day, from the bottom up: her answer is the first stitch, an ending the last. */
const RANK: Record<PastStitch['kind'], number> = {
	answer: 0,
	opened: 1,
	frame: 2,
	'set-aside': 3,
	handover: 3,
	reopened: 4,
	moment: 5,
	earlier: 6,
	interview: 7,
	joined: 3,
	cover: 3,
	need: 8,
	goal: 8,
	'small-step': 8,
	'her-step': 8,
	action: 8,
	card: 8,
	view: 8,
	widening: 9,
	ending: 10
};

/**
 * Everything in the order of the page: what lies ahead on top, the farthest first, then the past from today down to her answer.
 * @param past in the order in which each kind was written, the latest first: ties of one day and kind keep it
 */
export function composeThread(ahead: readonly Appointment[], past: readonly PastStitch[]): ThreadStitch[] {
	const coming = ahead.map((appointment) => ({ kind: 'ahead' as const, id: appointment.id, at: appointment.starts_at, appointment }));
	coming.sort((a, b) => b.at.getTime() - a.at.getTime());
	const walked = past.map((stitch, place) => ({ stitch, place }));
	walked.sort((a, b) => compare(b.stitch.on, a.stitch.on) || RANK[b.stitch.kind] - RANK[a.stitch.kind] || a.place - b.place);
	return [...coming, ...walked.map(({ stitch }) => stitch)];
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
