import { channelOr } from '../appointments/rules.ts';
import { readMeetingRows } from '../interviews/interviews.server.ts';
import { withNotes } from '../interviews/notes.server.ts';
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
	const [rows, told, milestones] = await Promise.all([
		readMeetingRows(tx, pathway),
		readTold(tx, pathway),
		readMilestones(tx, pathway, zone)
	]);
	// By track, whose text it is decides: then every text is opened; else those of this page.
	const opened = query.track === null ? [] : await withNotes(tx, pathway, rows);
	const meetings = rows.map((row): PastStitch => {
		const bare = { ...row, channel: channelOr(row.channel), kind: 'one-to-one' as const, note: null, sides: [], attendees: [] };
		const interview = opened.find(({ id }) => id === row.id) ?? bare;
		return { kind: 'interview', id: row.id, on: row.held_on, interview, full: true, answered: [] };
	});
	// An answer given at a meeting is told there; read alone, each answer stands by itself.
	const alone = milestones.filter((stitch) => stitch.kind !== 'action' || query.sort === 'pas' || stitch.action.answered_in === null);
	const laid = composeThread([], [...meetings, ...told, ...alone]) as PastStitch[];
	const { page, next } = pageOf(narrowed(laid, query, tracks), query.after);
	const shown = page.flatMap((stitch) => (stitch.kind === 'interview' ? [stitch.id] : []));
	const here = rows.filter(({ id }) => shown.includes(id));
	const texts = query.track === null ? await withNotes(tx, pathway, here) : opened;
	const answered = milestones.flatMap((stitch) => (stitch.kind === 'action' ? [stitch.action] : []));
	const stitches = page.map((stitch): PastStitch => {
		const interview = stitch.kind === 'interview' ? texts.find(({ id }) => id === stitch.id) : undefined;
		if (stitch.kind !== 'interview' || !interview) return stitch;
		return { ...stitch, interview, answered: answered.filter(({ answered_in }) => answered_in === interview.id) };
	});
	return { stitches, next };
}
