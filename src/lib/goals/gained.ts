import type { Help } from '../actions/rules.ts';

/** Something that was done, with how it was done: an answered action, or a small step. */
export interface Doing {
	id: string;
	/** What was done, as it was said. */
	text: string;
	/** What it is called when it comes back ("le portail"), where somebody said so. */
	called: string;
	/** The earlier thing that it is the same as: said in one gesture by people, never guessed from the words. */
	same_as: string | null;
	goal_id: string | null;
	/** The day it was done. */
	on: string;
	help: Help | null;
}

/** One thing, told from the first time to the latest: "le portail : ensemble en mars, sans aide en juin". */
export interface Gain {
	id: string;
	/** Empty when it is about a goal: then the goal's own words say what. */
	what: string;
	goal_id: string | null;
	times: { help: Help; on: string }[];
}

/** From done for her to done on her own (domain.md §6): only an order, to know which words come next; it is shown nowhere. */
const TOWARDS_ALONE: readonly Help[] = ['done-for', 'together', 'some-help', 'alone'];

/**
 * What was gained, in times of the same thing: those said to be the same, then those of one goal. Told when a later time needed less help
 * than every time before; a time that needed more is life and is left untold. Nothing is counted (domain.md §6: never a figure).
 * @returns the latest gain first
 */
export function gainsOf(doings: readonly Doing[]): Gain[] {
	const told = doings.filter((doing) => doing.help !== null);
	const things = Map.groupBy(told, rootsOf(doings));
	const chained = [...things.values()].filter((group) => group.length > 1);
	const inAChain = new Set(chained.flat());
	const ofGoals = Map.groupBy(
		told.filter((doing) => doing.goal_id !== null && !inAChain.has(doing)),
		(doing) => doing.goal_id
	);
	return [...chained.map((group) => gainOf(group, nameOf(group))), ...[...ofGoals.values()].map((group) => gainOf(group, ''))]
		.filter((gain) => gain.times.length > 1)
		.sort((a, b) => (a.times.at(-1)!.on < b.times.at(-1)!.on ? 1 : -1));
}

function gainOf(group: readonly Doing[], what: string): Gain {
	const inOrder = [...group].sort(byDay);
	const times: Gain['times'] = [];
	for (const { help, on } of inOrder) {
		const last = times.at(-1);
		if (help && (!last || TOWARDS_ALONE.indexOf(help) > TOWARDS_ALONE.indexOf(last.help))) times.push({ help, on });
	}
	const goals = new Set(inOrder.map(({ goal_id }) => goal_id));
	return { id: inOrder[0]!.id, what, goal_id: goals.size === 1 ? inOrder[0]!.goal_id : null, times };
}

const byDay = (a: Doing, b: Doing) => (a.on === b.on ? (a.id < b.id ? -1 : 1) : a.on < b.on ? -1 : 1);

/** The name given last; without one, the words of the first time. */
function nameOf(group: readonly Doing[]): string {
	const inOrder = [...group].sort(byDay);
	return inOrder.findLast(({ called }) => called !== '')?.called ?? inOrder[0]!.text;
}

/** Which thing each doing belongs to: whatever is tied together by "c’est la même chose", in any order, even through one I may not read. */
function rootsOf(doings: readonly Doing[]): (doing: Doing) => string {
	const above = new Map<string, string>();
	const rootOf = (id: string): string => {
		let at = id;
		while (above.has(at)) at = above.get(at)!;
		return at;
	};
	for (const { id, same_as } of doings) {
		const [here, there] = [rootOf(id), same_as ? rootOf(same_as) : id];
		if (same_as && here !== there) above.set(here, there);
	}
	return ({ id }) => rootOf(id);
}
