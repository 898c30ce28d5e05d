import { channelOr } from '../appointments/rules.ts';
import { readMeetingRows } from '../interviews/interviews.server.ts';
import type { ToldAction } from '../actions/actions.server.ts';
import { withNotes, type MeetingRow, type ReadInterview } from '../interviews/notes.server.ts';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { narrowed, pageOf, type ThreadQuery } from './full.ts';
import { readMilestones } from './milestones.server.ts';
import { readTold } from './thread.server.ts';
import { composeThread, type PastStitch } from './thread.ts';

/**
 * One page of the thread in full, from today down: everything that the wall lets me read, laid out first as lines, and the texts of this page
 * opened last. Whether a meeting has a text that is not mine changes neither its place nor any number.
 * @param tracks the track of each member who walks with her, from `readTracks`
 */
export async function readFullThread(
	tx: Tx,
	pathway: Pathway,
	query: ThreadQuery,
	tracks: ReadonlyMap<string, string>,
	zone: string
): Promise<{ stitches: PastStitch[]; next: string | null }> {
	// By track, whose text it is decides: then every text is opened; else those of this page.
	const all = await layThread(tx, pathway, zone, { opened: query.track !== null, alone: query.sort === 'pas' });
	const { page, next } = pageOf(narrowed(all.laid, query, tracks), query.after);
	return { stitches: await openTexts(tx, pathway, all, page), next };
}

/** Everything of one pathway, laid out as lines. */
export interface Laid {
	laid: PastStitch[];
	rows: MeetingRow[];
	/** Texts that were opened already; null while none was. */
	opened: ReadInterview[] | null;
	answered: ToldAction[];
}

/**
 * Lays out everything that the wall lets through, from today down, meetings without their texts.
 * @param how `opened`: with every text; `alone`: an answer given at a meeting stands by itself, not only there
 */
export async function layThread(tx: Tx, pathway: Pathway, zone: string, how: { opened: boolean; alone: boolean }): Promise<Laid> {
	const [rows, told, milestones] = await Promise.all([
		readMeetingRows(tx, pathway),
		readTold(tx, pathway),
		readMilestones(tx, pathway, zone)
	]);
	const opened = how.opened ? await withNotes(tx, pathway, rows) : null;
	const meetings = rows.map((row): PastStitch => {
		const bare = { ...row, channel: channelOr(row.channel), kind: 'one-to-one' as const, note: null, sides: [], attendees: [] };
		const interview = opened?.find(({ id }) => id === row.id) ?? bare;
		return { kind: 'interview', id: row.id, on: row.held_on, interview, full: true, answered: [] };
	});
	// An answer given at a meeting is told there; read alone, each answer stands by itself.
	const shown = milestones.filter((stitch) => stitch.kind !== 'action' || how.alone || stitch.action.answered_in === null);
	return {
		laid: composeThread([], [...meetings, ...told, ...shown]) as PastStitch[],
		rows,
		opened,
		answered: milestones.flatMap((stitch) => (stitch.kind === 'action' ? [stitch.action] : []))
	};
}

/** Opens the texts of these stitches, and says at each meeting what became of former actions. */
export async function openTexts<S extends PastStitch>(
	tx: Tx,
	pathway: Pathway,
	{ rows, opened, answered }: Laid,
	page: readonly S[]
): Promise<S[]> {
	const shown = new Set(page.flatMap((stitch) => (stitch.kind === 'interview' ? [stitch.id] : [])));
	const texts =
		opened ??
		(await withNotes(
			tx,
			pathway,
			rows.filter(({ id }) => shown.has(id))
		));
	return page.map((stitch): S => {
		const interview = stitch.kind === 'interview' ? texts.find(({ id }) => id === stitch.id) : undefined;
		if (!interview) return stitch;
		return { ...stitch, interview, answered: answered.filter(({ answered_in }) => answered_in === interview.id) };
	});
}
