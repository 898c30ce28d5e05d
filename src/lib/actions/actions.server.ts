import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Actor } from '../access/access.ts';
import { shownName } from '../people/name.ts';
import type { Pathway } from '../people/pathway.server.ts';
import { keyring, type Tx } from '../server/db.ts';
import { ANSWERS, HELPS, type AnswerState, type Help, type Owner } from './rules.ts';

/** Something that someone does before next time, still to be looked at together. */
export interface OpenAction {
	id: string;
	text: string;
	owner: Owner;
	/** First name of the practitioner who promised it; null when it is hers, ours or someone else's. */
	owner_first_name: string | null;
	owner_member_id: string | null;
	/** I promised it. */
	mine: boolean;
	due_on: string | null;
	/** Someone else who does it, by name: "la crèche"; '' when nobody said. */
	who: string;
	/** What it is for, among the goals I may read. */
	goal_id: string | null;
	/** When it was said. */
	said_at: Date;
	version: number;
}

/** What the sealed column of an action holds. */
export interface SealedAction {
	text: string;
	/** Someone else who does it. */
	who?: string;
	/** What the thing is called when it comes back. */
	called?: string;
}

/** What an action became, and who said so: shown when two people answered it. */
export interface AnsweredAction {
	id: string;
	text: string;
	state: AnswerState | 'open';
	help: Help | null;
	answered_on: string | null;
	version: number;
}

/** A promise of mine, with the person as screens show her. */
export interface Promised {
	id: string;
	accompaniment_id: string;
	shown_name: string;
	text: string;
	due_on: string | null;
	said_at: Date;
}

/** A line of "D’ici la prochaine fois", ready to be stored. */
export interface ActionToKeep {
	owner: Owner;
	owner_member_id: string | null;
	text: string;
	due_on: string | null;
	/** Someone else who does it, by name. */
	who?: string;
	/** What it is for: a goal that I read. */
	goal_id?: string | null;
}

/** Actions of this pathway that I may read and that nobody answered yet: my promises first, then the oldest first. */
export async function openActions(tx: Tx, { accompaniment, key }: Pathway): Promise<OpenAction[]> {
	const rows = await tx
		.selectFrom('action as c')
		.leftJoin('member as m', 'm.id', 'c.owner_member_id')
		// Joined, so that the wall keeps a goal that is not mine to read: not even its id is told.
		.leftJoin('goal as g', 'g.id', 'c.goal_id')
		.select([
			'c.id',
			'c.sealed',
			'c.owner',
			'c.owner_member_id',
			'c.due_on',
			'c.created_at',
			'c.version',
			'm.first_name',
			'g.id as goal_id'
		])
		.select(sql<boolean>`c.owner_member_id is not distinct from me()`.as('mine'))
		.where('c.accompaniment_id', '=', accompaniment.id)
		.where('c.state', '=', 'open')
		.orderBy('mine', 'desc')
		.orderBy('c.created_at')
		.orderBy('c.id')
		.execute();
	return rows.map(({ sealed, owner, first_name, created_at, ...row }) => {
		const { text, who } = key.open<SealedAction>('action', row.id, sealed);
		return { ...row, text, who: who ?? '', owner: owner as Owner, owner_first_name: first_name, said_at: created_at };
	});
}

/** What I promised to anybody in my reach and is still open, the nearest date first, at most `limit`. For the desk. */
export async function myPromises(tx: Tx, actor: Actor, limit = 50): Promise<Promised[]> {
	const rows = await tx
		.selectFrom('action as c')
		.innerJoin('accompaniment as a', 'a.id', 'c.accompaniment_id')
		.innerJoin('keys.person_key as k', 'k.person_id', 'a.person_id')
		.select(['c.id', 'c.accompaniment_id', 'c.sealed', 'c.due_on', 'c.created_at as said_at'])
		.select(['a.person_id', 'a.name_to_use', 'a.alias', 'a.concealed', 'k.wrapped'])
		.where('c.owner_member_id', '=', actor.member)
		.where('c.state', '=', 'open')
		.where('a.ended_on', 'is', null)
		.orderBy(sql`c.due_on asc nulls last`)
		.orderBy('c.created_at')
		.orderBy('c.id')
		.limit(limit)
		.execute();
	return rows.map(({ sealed, person_id, wrapped, name_to_use, alias, concealed, ...row }) => ({
		...row,
		shown_name: shownName({ name_to_use, alias, concealed }),
		text: keyring().unwrap(person_id, wrapped).open<SealedAction>('action', row.id, sealed).text
	}));
}

/** Stores what was agreed before next time; read like the note it was born in. */
export async function keepActions(
	tx: Tx,
	{ accompaniment, key }: Pathway,
	note_id: string | null,
	actions: readonly ActionToKeep[]
): Promise<void> {
	if (actions.length === 0) return;
	const rows = actions.map(({ text, who, ...action }) => {
		const id = newId();
		const sealed: SealedAction = { text, ...(who && { who }) };
		return { id, accompaniment_id: accompaniment.id, note_id, ...action, sealed: key.seal('action', id, sealed) };
	});
	await tx.insertInto('action').values(rows).execute();
}

/** Those of these actions that I may read on this pathway, as they stand now. */
export async function readActions(tx: Tx, pathway: Pathway, ids: readonly string[]): Promise<AnsweredAction[]> {
	if (ids.length === 0) return [];
	const rows = await tx
		.selectFrom('action')
		.select(['id', 'sealed', 'state', 'help', 'answered_on', 'version'])
		.where('accompaniment_id', '=', pathway.accompaniment.id)
		.where('id', 'in', [...ids])
		.orderBy('created_at')
		.orderBy('id')
		.execute();
	return rows.map((row) => answered(pathway, row));
}

/** Who does it, and what became of it. */
export interface ToldAction extends AnsweredAction {
	owner: Owner;
	owner_first_name: string | null;
	due_on: string | null;
	/** Someone else who does it, by name; '' when nobody said. */
	who: string;
	/** The meeting at which it was answered. */
	answered_in: string | null;
}

/** Actions that a note brought, with what became of them, in the order in which they were said. */
export async function bornIn(tx: Tx, pathway: Pathway, note: string): Promise<ToldAction[]> {
	const rows = await told(tx, pathway).where('c.note_id', '=', note).execute();
	return rows.map((row) => toldAction(pathway, row));
}

/** What was answered on this pathway, at a meeting or between two, in the order in which it was said. */
export async function allAnswered(tx: Tx, pathway: Pathway): Promise<ToldAction[]> {
	const rows = await told(tx, pathway).where('c.state', '<>', 'open').execute();
	return rows.map((row) => toldAction(pathway, row));
}

function told(tx: Tx, { accompaniment }: Pathway) {
	return tx
		.selectFrom('action as c')
		.leftJoin('member as m', 'm.id', 'c.owner_member_id')
		.select(['c.id', 'c.sealed', 'c.owner', 'c.due_on', 'c.state', 'c.help', 'c.answered_on', 'c.answered_in', 'c.version'])
		.select('m.first_name as owner_first_name')
		.where('c.accompaniment_id', '=', accompaniment.id)
		.orderBy('c.created_at')
		.orderBy('c.id');
}

function toldAction(pathway: Pathway, row: Awaited<ReturnType<ReturnType<typeof told>['execute']>>[number]): ToldAction {
	const { owner, owner_first_name, due_on, answered_in } = row;
	const { who } = pathway.key.open<SealedAction>('action', row.id, row.sealed);
	return { ...answered(pathway, row), who: who ?? '', owner: owner as Owner, owner_first_name, due_on, answered_in };
}

const answered = (
	{ key }: Pathway,
	row: { id: string; sealed: string; state: string; help: string | null; answered_on: string | null; version: number }
): AnsweredAction => ({
	id: row.id,
	text: key.open<SealedAction>('action', row.id, row.sealed).text,
	state: ANSWERS.find((state) => state === row.state) ?? 'open',
	help: HELPS.find((help) => help === row.help) ?? null,
	answered_on: row.answered_on,
	version: row.version
});

/** Among answers typed but not sent yet: actions that changed since they were read, as they stand now. */
export async function overtakenAnswers(
	tx: Tx,
	pathway: Pathway,
	typed: readonly { id: string; version: number }[]
): Promise<AnsweredAction[]> {
	const stored = await readActions(
		tx,
		pathway,
		typed.map(({ id }) => id)
	);
	return stored.filter(({ id, version }) => typed.find((one) => one.id === id)?.version !== version);
}

/**
 * Writes what became of one action.
 * @returns false when it changed since it was read (its version is another), or is not mine to read any more: nothing was written
 */
export async function answerAction(
	tx: Tx,
	{ accompaniment, key }: Pathway,
	answer: { id: string; version: number; state: AnswerState; help: Help | null },
	when: { interview: string | null; on: string }
): Promise<boolean> {
	const former = await tx
		.selectFrom('action')
		.select(['state', 'help', 'answered_on', 'author_id', 'version'])
		.where('id', '=', answer.id)
		.where('accompaniment_id', '=', accompaniment.id)
		.where('version', '=', answer.version)
		.forUpdate()
		.executeTakeFirst();
	if (!former) return false;
	if (former.state !== 'open') await keepFormerAnswer(tx, { accompaniment, key }, answer.id, former);
	await tx
		.updateTable('action')
		.set({
			state: answer.state,
			help: answer.state === 'done' ? answer.help : null,
			answered_on: when.on,
			answered_in: when.interview,
			version: former.version + 1
		})
		.where('id', '=', answer.id)
		.execute();
	return true;
}

/** An answer put over another keeps the former one. */
async function keepFormerAnswer(
	tx: Tx,
	{ accompaniment, key }: Pathway,
	action: string,
	{
		version,
		author_id,
		...said
	}: { state: string; help: string | null; answered_on: string | null; author_id: string | null; version: number }
): Promise<void> {
	const id = newId();
	// The owner of a promise may not read the text it was born in: then the former answer is kept beside the file, not the text.
	const note = await tx
		.selectFrom('note')
		.select('id')
		.where('id', '=', (of) => of.selectFrom('action').select('note_id').where('action.id', '=', action))
		.executeTakeFirst();
	await tx
		.insertInto('revision')
		.values({
			id,
			accompaniment_id: accompaniment.id,
			note_id: note?.id ?? null,
			subject: 'action',
			row_id: action,
			row_version: version,
			sealed: key.seal('revision', id, said),
			author_id,
			replaced_by: sql`me()`
		})
		.execute();
}
