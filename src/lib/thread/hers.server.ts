import type { Tx } from '../server/db.ts';
import type { Part } from '../space/her.server.ts';
import { layThread, openTexts, type Laid } from './full.server.ts';
import { pageOf } from './full.ts';
import type { PastStitch } from './thread.ts';

/** A stitch of her path, with the organisation it belongs to. */
export type HerStitch = PastStitch & { part: string; organization: string };

/** What she is proud of: what moved, what was done, what was reached. */
function isStep(stitch: PastStitch): boolean {
	if (stitch.kind === 'interview') return [stitch.interview.note, ...stitch.interview.sides].some((note) => note?.outcome === 'moved');
	if (stitch.kind === 'action')
		return stitch.action.state === 'done' && (stitch.action.owner === 'person' || stitch.action.owner === 'both');
	return stitch.kind === 'small-step' || (stitch.kind === 'goal' && stitch.event === 'reached');
}

/**
 * One page of her path, across the organisations that her cards open, from today down: one thread, whoever holds each stitch.
 * @param query `steps`: her steps alone; `after`: the last stitch of the page before
 */
export async function readHerThread(
	tx: Tx,
	parts: readonly Part[],
	{ steps, after }: { steps: boolean; after: string | null },
	zone: string
): Promise<{ stitches: HerStitch[]; next: string | null }> {
	const each: { part: Part; all: Laid }[] = [];
	for (const part of parts) each.push({ part, all: await layThread(tx, part, zone, { opened: steps, alone: steps }) });
	const laid = each.flatMap(({ part, all }) =>
		all.laid.map((stitch): HerStitch => {
			const { id } = part.accompaniment;
			// The beginning has no row of its own, hence no id that is nobody else's.
			return { ...stitch, id: stitch.kind === 'opened' ? `${id}-opened` : stitch.id, part: id, organization: part.organization.name };
		})
	);
	// Within one day each part keeps its own order.
	laid.sort((a, b) => (a.on === b.on ? 0 : a.on < b.on ? 1 : -1));
	const { page, next } = pageOf(steps ? laid.filter(isStep) : laid, after);
	const opened = new Map<string, HerStitch>();
	for (const { part, all } of each) {
		const own = page.filter((stitch) => stitch.part === part.accompaniment.id);
		for (const stitch of await openTexts(tx, part, all, own)) opened.set(`${stitch.kind} ${stitch.id}`, stitch);
	}
	return { stitches: page.map((stitch) => opened.get(`${stitch.kind} ${stitch.id}`) ?? stitch), next };
}
