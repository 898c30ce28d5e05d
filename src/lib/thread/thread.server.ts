import { sql } from 'kysely';
import type { OpenAction } from '../actions/actions.server.ts';
import { readEveryAction, type FullAction } from '../actions/changes.server.ts';
import { coming } from '../appointments/appointments.server.ts';
import { readWidenings } from '../interviews/audience.server.ts';
import { readInterviews } from '../interviews/interviews.server.ts';
import { readAnswers } from '../people/answer.server.ts';
import { readEndings } from '../people/ending.server.ts';
import { readMoments } from '../people/moment.server.ts';
import { firstName, shownName } from '../people/name.ts';
import type { Pathway } from '../people/pathway.server.ts';
import { readProfile } from '../people/profile.server.ts';
import type { MomentValue } from '../people/rules.ts';
import type { Tx } from '../server/db.ts';
import { readSteps } from '../space/steps.server.ts';
import { readViews } from '../views/views.server.ts';
import { composeThread, IN_FULL, ON_THREAD, type PastStitch, type ThreadStitch } from './thread.ts';

/** Who walks with her here, today. */
export interface Companion {
	first_name: string;
	kind: 'lead' | 'named' | 'cover';
	track: string | null;
	/** When what was lent ends (exclusive). */
	until: Date | null;
}

/** The page of a pathway: nothing of a memo, no name but hers and those who walk with her. */
export interface PathwayPage {
	id: string;
	/** Alias in concealed mode. */
	name: string;
	/** How she is called in a sentence. */
	first: string;
	concealed: boolean;
	opened_on: string;
	/** The day on which she was brought in from a file, as long as no frame was told since. */
	untold_since: string | null;
	ended_on: string | null;
	/** Nothing can be added any more. */
	readOnly: boolean;
	moment: MomentValue;
	moment_until: string | null;
	lead_id: string | null;
	companions: Companion[];
	matters: string;
	side: string;
	/** What is still to be done: what I promised first, then the oldest first. */
	actions: OpenAction[];
	/** Every action that I may read, open or answered, the oldest first. */
	everyAction: FullAction[];
	stitches: ThreadStitch[];
}

/**
 * Composes the whole page from what the wall lets me read.
 * @param from what is planned from then on lies ahead: the start of the day, since a meeting of this morning is still to be written up
 */
export async function readThread(tx: Tx, pathway: Pathway, from = new Date()): Promise<PathwayPage> {
	const { accompaniment } = pathway;
	const [companions, profile, everyAction, ahead, meetings, told] = await Promise.all([
		readCompanions(tx, pathway),
		readProfile(tx, pathway),
		readEveryAction(tx, pathway),
		coming(tx, pathway, from),
		readInterviews(tx, pathway, { limit: ON_THREAD }),
		readTold(tx, pathway)
	]);
	const open = everyAction.filter(({ state }) => state === 'open');
	const name = shownName(accompaniment);
	return {
		id: accompaniment.id,
		name,
		first: firstName(name),
		concealed: accompaniment.concealed && accompaniment.alias !== null,
		opened_on: accompaniment.opened_on,
		untold_since: told.some(({ kind }) => kind === 'frame') ? null : accompaniment.brought_in_on,
		ended_on: accompaniment.ended_on,
		readOnly: accompaniment.ended_how === 'death',
		moment: accompaniment.moment as MomentValue,
		moment_until: accompaniment.moment_until,
		lead_id: accompaniment.lead_id,
		companions,
		matters: profile.matters,
		side: profile.side,
		actions: open.toSorted((a, b) => Number(b.mine) - Number(a.mine)),
		everyAction,
		stitches: composeThread(ahead, [...stitchesOf(meetings, everyAction), ...told])
	};
}

/** Each meeting with what it found done, tried or changed, in the order in which that was said. */
function stitchesOf({ interviews, next }: Awaited<ReturnType<typeof readInterviews>>, actions: readonly FullAction[]): PastStitch[] {
	const stitches = interviews.map((interview, index): PastStitch => {
		const full = index < IN_FULL;
		const answered = full ? actions.filter(({ state, answered_in }) => state !== 'open' && answered_in === interview.id) : [];
		return { kind: 'interview', id: interview.id, on: interview.held_on, interview, full, answered };
	});
	const last = interviews.at(-1);
	return next && last ? [...stitches, { kind: 'earlier', id: 'earlier', on: last.held_on }] : stitches;
}

/** What was told or decided together along the way. */
export async function readTold(tx: Tx, pathway: Pathway): Promise<PastStitch[]> {
	const { id, opened_on } = pathway.accompaniment;
	const [answers, moments, endings, frames, handovers, setAside, widenings, views, cards, steps] = await Promise.all([
		readAnswers(tx, id),
		readMoments(tx, id),
		readEndings(tx, id, pathway.key),
		tx
			.selectFrom('frame')
			.select(['id', 'told_on', 'basis'])
			.where('accompaniment_id', '=', id)
			.orderBy('told_on', 'desc')
			.orderBy('id', 'desc')
			.execute(),
		readHandovers(tx, pathway),
		readSetAside(tx, id),
		readWidenings(tx, pathway),
		readViews(tx, pathway),
		readCards(tx, id),
		readSteps(tx, pathway)
	]);
	const first: PastStitch[] = answers.length > 0 ? [] : [{ kind: 'opened', id: 'opened', on: opened_on }];
	return [
		...answers.map(({ id, said_on, value }): PastStitch => ({ kind: 'answer', id, on: said_on, value })),
		...moments.map(({ id, since, value, until }): PastStitch => ({ kind: 'moment', id, on: since, value, until })),
		...endings.flatMap(({ id, ended_on, reopened_on, how, hers, ours, helped }): PastStitch[] => [
			...(reopened_on ? [{ kind: 'reopened' as const, id: `${id}-reopened`, on: reopened_on }] : []),
			{ kind: 'ending', id, on: ended_on, how, hers, ours, helped }
		]),
		...frames.map(({ id, told_on, basis }): PastStitch => ({
			kind: 'frame',
			id,
			on: told_on,
			basis: basis === 'asked' ? 'asked' : 'free'
		})),
		...handovers,
		...setAside,
		...widenings.map((widening): PastStitch => ({ kind: 'widening', on: widening.at.toISOString().slice(0, 10), ...widening })),
		...views.map((view): PastStitch => ({ kind: 'view', id: view.id, on: view.asked_at.toISOString().slice(0, 10), view })),
		...cards,
		...steps.map(({ id, on_day, text, by }): PastStitch => ({ kind: 'her-step', id, on: on_day, text, by })),
		...first
	];
}

async function readHandovers(tx: Tx, { accompaniment, key }: Pathway): Promise<PastStitch[]> {
	const rows = await tx
		.selectFrom('handover as h')
		.leftJoin('member as f', 'f.id', 'h.from_id')
		.innerJoin('member as t', 't.id', 'h.to_id')
		.select(['h.id', 'h.happened_on', 'h.talked_with_her', 'h.sealed', 'f.first_name as from_name', 't.first_name as to_name'])
		.where('h.accompaniment_id', '=', accompaniment.id)
		.orderBy('h.created_at', 'desc')
		.orderBy('h.id', 'desc')
		.execute();
	return rows.map((row) => ({
		kind: 'handover',
		id: row.id,
		on: row.happened_on,
		from: row.from_name,
		to: row.to_name,
		talked: row.talked_with_her,
		said: row.sealed ? (key.open<{ said?: string }>('handover', row.id, row.sealed).said ?? '') : ''
	}));
}

/** Leads whom she asked not to have any more, as coordination noted it. */
async function readSetAside(tx: Tx, accompaniment: string): Promise<PastStitch[]> {
	const rows = await tx
		.selectFrom('set_aside as s')
		.innerJoin('member as m', 'm.id', 's.member_id')
		.select(['s.id', 's.at', 'm.first_name as former'])
		.where('s.accompaniment_id', '=', accompaniment)
		.orderBy('s.at', 'desc')
		.orderBy('s.id', 'desc')
		.execute();
	return rows.map(({ id, at, former }) => ({ kind: 'set-aside', id, on: at.toISOString().slice(0, 10), former }));
}

/** Cards that were given, whether or not they still open anything. */
async function readCards(tx: Tx, accompaniment: string): Promise<PastStitch[]> {
	const rows = await tx
		.selectFrom('carnet as c')
		.leftJoin('member as m', 'm.id', 'c.given_by')
		.select(['c.id', 'c.created_at', 'm.first_name as by'])
		.where('c.accompaniment_id', '=', accompaniment)
		.orderBy('c.created_at', 'desc')
		.orderBy('c.id', 'desc')
		.execute();
	return rows.map(({ id, created_at, by }) => ({ kind: 'card', id, on: created_at.toISOString().slice(0, 10), by: by ?? '' }));
}

async function readCompanions(tx: Tx, { accompaniment }: Pathway): Promise<Companion[]> {
	const [lead, colleagues] = await Promise.all([
		accompaniment.lead_id
			? tx.selectFrom('member').select('first_name').where('id', '=', accompaniment.lead_id).executeTakeFirst()
			: undefined,
		tx
			.selectFrom('colleague as c')
			.innerJoin('member as m', 'm.id', 'c.member_id')
			.select(['m.first_name', 'c.kind', 'c.track', 'c.until'])
			.where('c.accompaniment_id', '=', accompaniment.id)
			.where((eb) => eb.or([eb('c.until', 'is', null), eb('c.until', '>', sql<Date>`now()`)]))
			.where((eb) => eb.or([eb('m.ended_at', 'is', null), eb('m.ended_at', '>', sql<Date>`now()`)]))
			.orderBy('c.kind', 'desc')
			.orderBy('c.since')
			.orderBy('m.id')
			.execute()
	]);
	const others = colleagues.map((row): Companion => ({ ...row, kind: row.kind === 'cover' ? 'cover' : 'named' }));
	return lead ? [{ first_name: lead.first_name, kind: 'lead', track: accompaniment.track, until: null }, ...others] : others;
}
