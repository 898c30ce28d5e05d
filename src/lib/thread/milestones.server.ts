import { sql } from 'kysely';
import { allAnswered } from '../actions/actions.server.ts';
import { readGoals, type Goal, type SealedGoal } from '../goals/goals.server.ts';
import type { GoalState } from '../goals/rules.ts';
import { readNeeds } from '../needs/needs.server.ts';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { inputDate } from '../ui/dates.ts';
import type { Milestone } from './thread.ts';

/**
 * Goals, small steps, answers, needs, who joined and who covered: as far as the wall lets me read them, so that what is
 * not mine is not there at all. A need kept aside stands on its own page alone: this one is read together, and printed.
 */
export async function readMilestones(tx: Tx, pathway: Pathway, zone: string): Promise<Milestone[]> {
	const { accompaniment, key } = pathway;
	const [goals, changes, answered, needs, walking] = await Promise.all([
		readGoals(tx, key, accompaniment.id),
		readChanges(tx, pathway),
		allAnswered(tx, pathway),
		readNeeds(tx, key, accompaniment.id),
		readWalking(tx, pathway, zone)
	]);
	const day = (at: Date) => inputDate(at, zone);
	return [
		...goals.flatMap((goal) => goalStitches(goal, changes.get(goal.id) ?? [], day)),
		...answered
			.filter(({ answered_on }) => answered_on !== null)
			.map((action): Milestone => ({ kind: 'action', id: action.id, on: action.answered_on ?? '', action })),
		...needs
			.filter(({ quiet }) => !quiet)
			.flatMap(({ id, code, label, created_at, ended, ended_at, author_id }): Milestone[] => {
				const need = { kind: 'need' as const, code, label, author: author_id };
				const opened: Milestone = { ...need, id, on: day(created_at), event: 'opened' };
				return ended && ended_at ? [{ ...need, id: `${id}-ended`, on: day(ended_at), event: ended }, opened] : [opened];
			}),
		...walking
	];
}

function goalStitches(goal: Goal, changes: readonly { state: GoalState; at: Date }[], day: (at: Date) => string): Milestone[] {
	const of = { kind: 'goal' as const, author: goal.author_id };
	const wish = goal.wishes.at(0);
	const text = goal.wordings.at(-1)?.text ?? wish?.text ?? '';
	const stitches: Milestone[] = changes.map(({ state, at }, n) => ({ ...of, id: `${goal.id}-${n}`, on: day(at), event: state, text }));
	if (goal.standing === 'agreed' && goal.hers && goal.ours)
		stitches.push({ ...of, id: `${goal.id}-agreed`, on: [goal.hers.said_on, goal.ours.said_on].sort()[1]!, event: 'agreed', text });
	if (wish) stitches.push({ ...of, id: goal.id, on: day(wish.at), event: 'wished', text: wish.text });
	for (const { id, text, done_on, help } of goal.steps)
		if (done_on) stitches.push({ kind: 'small-step', id, on: done_on, text, help, author: goal.author_id });
	return stitches;
}

/** Where each goal came to stand and when, the latest first: told by its former versions, which the database keeps by itself. */
async function readChanges(tx: Tx, { accompaniment, key }: Pathway): Promise<Map<string, { state: GoalState; at: Date }[]>> {
	const [former, now] = await Promise.all([
		tx
			.selectFrom('revision')
			.select(['row_id', 'sealed', 'created_at'])
			.where('accompaniment_id', '=', accompaniment.id)
			.where('subject', '=', 'goal')
			.orderBy('row_version', 'desc')
			.execute(),
		tx.selectFrom('goal').select(['id', 'state']).where('accompaniment_id', '=', accompaniment.id).execute()
	]);
	const after = new Map(now.map(({ id, state }) => [id, state as GoalState]));
	const changes = new Map<string, { state: GoalState; at: Date }[]>();
	for (const { row_id, sealed, created_at } of former) {
		const { state } = key.open<SealedGoal>('goal', row_id, sealed);
		const next = after.get(row_id);
		if (next !== undefined && next !== state) changes.set(row_id, [...(changes.get(row_id) ?? []), { state: next, at: created_at }]);
		after.set(row_id, state);
	}
	return changes;
}

/** Who was named on a track or in general, who covered from when until when; a place that was taken back is not told. */
async function readWalking(tx: Tx, { accompaniment }: Pathway, zone: string): Promise<Milestone[]> {
	const rows = await tx
		.selectFrom('colleague as c')
		.innerJoin('member as m', 'm.id', 'c.member_id')
		.select(['c.member_id', 'm.first_name as name', 'c.kind', 'c.track', 'c.since', 'c.until'])
		.where('c.accompaniment_id', '=', accompaniment.id)
		.orderBy('c.since', 'desc')
		.orderBy('c.member_id')
		.execute();
	return rows.map(({ member_id, name, kind, track, since, until }): Milestone => {
		const on = inputDate(since, zone);
		return kind === 'cover' && until
			? { kind: 'cover', id: member_id, on, name, until, author: member_id }
			: { kind: 'joined', id: member_id, on, name, track };
	});
}

/** The track that each walks on: the lead on the accompaniment's, a colleague on his own. */
export async function readTracks(tx: Tx, { accompaniment }: Pathway): Promise<Map<string, string>> {
	const rows = await tx
		.selectFrom('colleague')
		.select(['member_id', 'track'])
		.where('accompaniment_id', '=', accompaniment.id)
		.where('track', 'is not', null)
		.where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', sql<Date>`now()`)]))
		.execute();
	const tracks = new Map(rows.map(({ member_id, track }) => [member_id, track ?? '']));
	if (accompaniment.lead_id && accompaniment.track) tracks.set(accompaniment.lead_id, accompaniment.track);
	return tracks;
}
