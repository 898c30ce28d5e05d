import { sql } from 'kysely';
import type { Actor } from '../access/access.ts';
import { channelOr, type Agreed, type Channel, type Present } from '../appointments/rules.ts';
import { calledNames, namedToday, type Named } from '../interviews/audience.server.ts';
import { dropDraft, keepDraft, readMyDrafts, type MyDraft } from '../interviews/drafts.server.ts';
import { recordInterview } from '../interviews/interviews.server.ts';
import { wordsOf } from '../interviews/lines.ts';
import type { InterviewForm } from '../interviews/rules.ts';
import { firstName, shownName } from '../people/name.ts';
import { noteReading, readPathway, type Pathway } from '../people/pathway.server.ts';
import { keyring, type Tx } from '../server/db.ts';
import { typedAt } from '../web/fields.ts';
import type { Typed } from '../web/form.ts';
import { isId } from '../web/found.ts';
import { once } from '../web/once.server.ts';
import { shapeOf, type GroupForm, type Shape } from './rules.ts';

/** Somebody of the group, as my page shows her. */
export interface Member {
	/** Her accompaniment: names her line. */
	id: string;
	name: string;
	first: string;
	/** Every name she could be recognised by: never shown, compared. */
	names: string[];
	named: { id: string; name: string; me: boolean }[];
	/** What I typed in her line; undefined before anything was. */
	typed: Typed | undefined;
}

/** A moment being written up. It stands nowhere but in my drafts: one for each person, sealed with her key. */
export interface Group {
	formKey: string;
	shape: Shape;
	held_on: string;
	channel: Channel;
	common: string;
	people: Member[];
	keptAt: string;
}

const lineOf = (typed: Typed): Typed | undefined => {
	const line = typed['line'];
	return typeof line === 'object' && !Array.isArray(line) ? line : undefined;
};

/** The moments I began to write up, the latest first: their keys and when they were kept. */
export async function readBegun(tx: Tx, actor: Actor): Promise<{ formKey: string; keptAt: string }[]> {
	const drafts = await readMyDrafts(tx, actor, 'collective');
	const latest = new Map<string, string>();
	for (const { formKey, keptAt } of drafts) if (keptAt > (latest.get(formKey) ?? '')) latest.set(formKey, keptAt);
	return [...latest].map(([formKey, keptAt]) => ({ formKey, keptAt })).sort((a, b) => (a.keptAt < b.keptAt ? 1 : -1));
}

/** One of them, with the people who are in my reach today; null when there is none. Names and my own words: one line in the journal. */
export async function readGroup(tx: Tx, actor: Actor, formKey: string): Promise<Group | null> {
	const [, all] = await Promise.all([noteReading(tx, 'list'), readMyDrafts(tx, actor, 'collective')]);
	const drafts = all.filter((draft) => draft.formKey === formKey);
	const [latest] = [...drafts].sort((a, b) => (a.keptAt < b.keptAt ? 1 : -1));
	if (!latest) return null;
	return {
		formKey,
		shape: shapeOf(typedAt(latest.typed, 'shape')),
		held_on: typedAt(latest.typed, 'held_on'),
		channel: channelOr(typedAt(latest.typed, 'channel')),
		common: typedAt(latest.typed, 'common'),
		people: await readMembers(tx, drafts),
		keptAt: latest.keptAt
	};
}

async function readMembers(tx: Tx, drafts: readonly MyDraft[]): Promise<Member[]> {
	const rows = await tx
		.selectFrom('accompaniment')
		.select(['id', 'lead_id', 'name_to_use', 'alias', 'concealed', 'name_folded'])
		.where(
			'id',
			'in',
			drafts.map(({ accompaniment_id }) => accompaniment_id)
		)
		.where((eb) => eb.or([eb('ended_how', 'is', null), eb('ended_how', '<>', 'death')]))
		.orderBy(sql`name_folded collate "C"`)
		.orderBy('id')
		.execute();
	return Promise.all(
		rows.map(async (row) => {
			const named = await namedToday(tx, { accompaniment: row });
			const name = shownName(row);
			const draft = drafts.find(({ accompaniment_id }) => accompaniment_id === row.id);
			return {
				id: row.id,
				name,
				first: firstName(name),
				names: [row.name_to_use, ...(row.alias ? [row.alias] : [])],
				named: calledOf(named),
				typed: draft && lineOf(draft.typed)
			};
		})
	);
}

function calledOf(named: Named[]): Member['named'] {
	const names = calledNames(named);
	return named.map(({ id, me }) => ({ id, me, name: names.get(id) ?? '' }));
}

/** What stands above the lines, as it is kept with each of them. */
export interface Head {
	shape: Shape;
	held_on: string;
	channel: Channel;
	common: string;
}

async function reachable(tx: Tx, id: string): Promise<Pathway | null> {
	const pathway = isId(id) ? await readPathway(tx, id) : undefined;
	return pathway && pathway.accompaniment.ended_how !== 'death' ? pathway : null;
}

/**
 * Keeps what is typed so far: one draft for each person, the common note in each.
 * @param lines by accompaniment; undefined for somebody who was just added
 * @returns the words of people who are not in my reach any more, for whoever typed them; `refused` when it was recorded already
 */
export async function keepGroup(
	tx: Tx,
	formKey: string,
	head: Head,
	lines: ReadonlyMap<string, Typed | undefined>
): Promise<{ lost: string[]; refused: boolean }> {
	const lost: string[] = [];
	let refused = false;
	for (const [id, line] of inOrder(lines)) {
		const pathway = await reachable(tx, id);
		const typed: Typed = { ...head, line };
		if (!pathway) lost.push(...(line ? wordsOf(line) : []));
		else if (!(await keepDraft(tx, pathway, formKey, typed, undefined, { form: 'collective', says: true }))) refused = true;
	}
	return { lost, refused };
}

/** Always in the same order: two who write at once wait for each other, and do not lock each other up. */
const inOrder = <T>(lines: ReadonlyMap<string, T>): [string, T][] => [...lines].sort(([a], [b]) => (a < b ? -1 : 1));

/** Takes somebody off the page; her draft goes with it. */
export async function leaveOut(tx: Tx, formKey: string, id: string): Promise<void> {
	const pathway = await reachable(tx, id);
	if (pathway) await dropDraft(tx, pathway, formKey, { form: 'collective' });
}

/** Throws a moment that was begun away. */
export async function dropGroup(tx: Tx, actor: Actor, formKey: string): Promise<void> {
	const drafts = await readMyDrafts(tx, actor, 'collective');
	for (const { accompaniment_id } of drafts.filter((draft) => draft.formKey === formKey)) await leaveOut(tx, formKey, accompaniment_id);
}

/** Somebody of the group is not in my reach any more: nothing was recorded for anybody. */
export class OutOfReach extends Error {
	readonly ids: string[];
	constructor(ids: string[]) {
		super('not in reach');
		this.ids = ids;
	}
}

/** One person's own part. */
export interface Part {
	form: InterviewForm;
	agreed: Agreed | null;
}

/**
 * Records the moment, all of it or nothing: on each thread an interview of its own, sealed with that person's key. No row, id or
 * address says who else was there; what is kept of the form is a fingerprint with the installation's pepper.
 * @returns the page to go to; null when this form was recorded before with other words: nothing is overwritten, nothing added
 * @throws OutOfReach
 */
export async function recordGroup(
	tx: Tx,
	actor: Actor,
	formKey: string,
	group: GroupForm,
	parts: ReadonlyMap<string, Part>,
	here: Present
): Promise<string | null> {
	const said = JSON.stringify([group, inOrder(parts).map(([id, { form }]) => [id, form])]);
	const expected = `/bureau/collectif?note=${keyring().peppered(`collective|${formKey}`, said)}`;
	const pathways = new Map<string, Pathway>();
	const out: string[] = [];
	for (const [id] of inOrder(parts)) {
		const pathway = await reachable(tx, id);
		if (pathway) pathways.set(id, pathway);
		else out.push(id);
	}
	if (out.length > 0) throw new OutOfReach(out);
	const path = await once(tx, formKey, async () => {
		for (const [id, { form, agreed }] of inOrder(parts)) {
			const pathway = pathways.get(id)!;
			await dropDraft(tx, pathway, formKey, { form: 'collective' });
			await recordInterview(tx, pathway, actor, {
				form: { ...form, held_on: group.held_on, channel: group.channel },
				agreed,
				...here,
				// A workshop fulfils no appointment of two; two people met together had theirs.
				...(group.shape === 'group' && { appointment: null, collective: { common: group.common } })
			});
		}
		return expected;
	});
	return path === expected ? path : null;
}
