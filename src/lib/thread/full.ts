import { isDay } from '../web/fields.ts';
import type { PastStitch } from './thread.ts';

/** How many stitches one page holds: half a year of one who comes every week. */
export const STITCHES_A_PAGE = 30;

/** What can be read alone, as it stands in the address. The list is the same for everybody: no choice says that there is something. */
export const SORTS = {
	entretiens: ['interview'],
	pas: ['small-step', 'her-step', 'action'],
	objectifs: ['goal'],
	besoins: ['need'],
	qui: ['handover', 'set-aside', 'joined', 'cover', 'view'],
	textes: ['widening'],
	reperes: ['answer', 'opened', 'frame', 'moment', 'card', 'ending', 'reopened']
} as const satisfies Record<string, readonly PastStitch['kind'][]>;
export type Sort = keyof typeof SORTS;

/** What the address asks for. */
export interface ThreadQuery {
	sort: Sort | null;
	/** Code of a track. */
	track: string | null;
	after: string | null;
}

/** @param tracks those of today, by their word in the address: another one is no filter */
export function readThreadQuery(params: URLSearchParams, tracks: Record<string, string>): ThreadQuery {
	const sort = params.get('sorte') ?? '';
	const track = params.get('piste') ?? '';
	return {
		sort: Object.hasOwn(SORTS, sort) ? (sort as Sort) : null,
		track: Object.hasOwn(tracks, track) ? tracks[track]! : null,
		after: params.get('avant')
	};
}

/** Who holds a stitch, when somebody does and I may know it: a meeting whose text is not mine to read is nobody's here. */
export function holderOf(stitch: PastStitch): string | null {
	if (stitch.kind === 'interview') return stitch.interview.note?.author_id ?? null;
	return 'author' in stitch ? stitch.author : null;
}

/** Keeps what was asked for. @param trackOf the track of each member who walks with her */
export function narrowed(
	stitches: readonly PastStitch[],
	{ sort, track }: ThreadQuery,
	trackOf: ReadonlyMap<string, string>
): PastStitch[] {
	const kinds: readonly string[] | null = sort && SORTS[sort];
	return stitches.filter((stitch) => {
		if (kinds && !kinds.includes(stitch.kind)) return false;
		if (track === null) return true;
		if (stitch.kind === 'joined') return stitch.track === track;
		const holder = holderOf(stitch);
		return holder !== null && trackOf.get(holder) === track;
	});
}

type Placed = Pick<PastStitch, 'on' | 'kind' | 'id'>;
const keyOf = ({ on, kind, id }: Placed) => `${on}~${kind}~${id}`;

/**
 * One page of what is laid out from today down, and the address of the next: the last stitch shown. When that stitch is no more, the page
 * begins on the day before it: nothing is shown twice.
 */
export function pageOf<S extends Placed>(
	laid: readonly S[],
	after: string | null,
	most = STITCHES_A_PAGE
): { page: S[]; next: string | null } {
	const at = after === null ? -1 : laid.findIndex((stitch) => keyOf(stitch) === after);
	const day = (after ?? '').slice(0, 10);
	const below = laid.findIndex(({ on }) => on < day);
	const from = at >= 0 ? at + 1 : after === null || !isDay(day) ? 0 : below < 0 ? laid.length : below;
	const page = laid.slice(from, from + most);
	const last = page.at(-1);
	return { page, next: last && from + most < laid.length ? keyOf(last) : null };
}
