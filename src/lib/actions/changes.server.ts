import { sql } from 'kysely';
import type { Actor } from '../access/access.ts';
import { namedToday } from '../interviews/audience.server.ts';
import { formerVersions } from '../people/former.server.ts';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { found } from '../web/found.ts';
import { StaleError } from '../web/once.server.ts';
import { keepActions, type SealedAction } from './actions.server.ts';
import {
	ANSWERS,
	HELPS,
	ownerOf,
	type AnswerState,
	type Help,
	type NewAction,
	type Owner,
	type SaidAction,
	type SameThing
} from './rules.ts';

/** An action of a pathway, wherever it was said, with what became of it. */
export interface FullAction {
	id: string;
	text: string;
	/** Someone else who does it, by name. */
	who: string;
	/** What it is called when it comes back ("le portail"). */
	called: string;
	owner: Owner;
	owner_member_id: string | null;
	owner_first_name: string | null;
	mine: boolean;
	due_on: string | null;
	state: AnswerState | 'open';
	help: Help | null;
	answered_on: string | null;
	/** The meeting at which it was answered. */
	answered_in: string | null;
	/** The meeting whose text it was born in; null when it was said outside one, or that text is not mine to read. */
	interview_id: string | null;
	/** Said in the text of a meeting: then it is read like that text, and may change its goal. */
	born_in_note: boolean;
	/** What it is for, when that goal is mine to read. */
	goal_id: string | null;
	/** It is for a goal that is not mine to read: nothing says so on a page, and nothing of mine may take its place. */
	taken: boolean;
	same_as: string | null;
	said_at: Date;
	version: number;
}

/** Every action of this pathway that I may read, open or answered, the oldest first; one of them when it is asked for. */
export async function readEveryAction(tx: Tx, { accompaniment, key }: Pathway, only?: string): Promise<FullAction[]> {
	const rows = await tx
		.selectFrom('action as c')
		.leftJoin('member as m', 'm.id', 'c.owner_member_id')
		.leftJoin('goal as g', 'g.id', 'c.goal_id')
		.leftJoin('note as n', 'n.id', 'c.note_id')
		.select([
			'c.id',
			'c.sealed',
			'c.owner',
			'c.owner_member_id',
			'c.due_on',
			'c.state',
			'c.help',
			'c.answered_on',
			'c.answered_in',
			'c.same_as',
			'c.version'
		])
		.select(['m.first_name as owner_first_name', 'n.interview_id', 'g.id as goal_id', 'c.created_at as said_at'])
		.select(sql<boolean>`c.owner_member_id is not distinct from me()`.as('mine'))
		.select(sql<boolean>`c.note_id is not null`.as('born_in_note'))
		.select(sql<boolean>`c.goal_id is not null and g.id is null`.as('taken'))
		.where('c.accompaniment_id', '=', accompaniment.id)
		.$if(only !== undefined, (query) => query.where('c.id', '=', only ?? ''))
		.orderBy('c.created_at')
		.orderBy('c.id')
		.execute();
	return rows.map(({ sealed, state, help, owner, ...row }) => {
		const { text, who, called } = key.open<SealedAction>('action', row.id, sealed);
		return {
			...row,
			text,
			who: who ?? '',
			called: called ?? '',
			owner: owner as Owner,
			state: ANSWERS.find((one) => one === state) ?? 'open',
			help: HELPS.find((one) => one === help) ?? null
		};
	});
}

/** One action, or undefined when it is not mine to read or never was. */
export async function readAction(tx: Tx, pathway: Pathway, id: string): Promise<FullAction | undefined> {
	return (await readEveryAction(tx, pathway, id)).at(0);
}

/** Who holds it, as the table says it: a colleague who is not named any more holds nothing, then it is someone else's. */
async function holderOf(tx: Tx, pathway: Pathway, actor: Actor, { who, name }: { who: string; name: string }, former?: string | null) {
	const owned = ownerOf(who, actor.member);
	const holder = owned.owner_member_id;
	const stands = holder === null || holder === former || (await namedToday(tx, pathway)).some(({ id }) => id === holder);
	const held = stands ? owned : ownerOf('other', actor.member);
	return { ...held, who: held.owner === 'other' ? name : '' };
}

/** Says an action outside a meeting: read like its goal, and without one by everybody who walks with her. */
export async function addAction(tx: Tx, pathway: Pathway, actor: Actor, form: NewAction): Promise<void> {
	const held = await holderOf(tx, pathway, actor, form);
	await keepActions(tx, pathway, null, [{ ...held, text: form.what, due_on: form.due, goal_id: form.goal }]);
}

/** The action as it stands, kept from other hands, in the version that was on the page. */
async function held(tx: Tx, pathway: Pathway, { id, version }: { id: string; version: number }): Promise<FullAction> {
	await tx
		.selectFrom('action')
		.select('id')
		.where('id', '=', id)
		.where('accompaniment_id', '=', pathway.accompaniment.id)
		.forUpdate()
		.execute();
	const action = found(await readAction(tx, pathway, id));
	if (action.version !== version) throw new StaleError({ action });
	return action;
}

/**
 * Says an action otherwise. The former words are kept by the database, with who changed them.
 * @throws StaleError with `{ action }` when somebody changed or answered it meanwhile
 */
export async function sayOtherwise(tx: Tx, pathway: Pathway, actor: Actor, id: string, form: SaidAction): Promise<void> {
	const action = await held(tx, pathway, { id, version: form.version });
	const { who, ...holder } = await holderOf(tx, pathway, actor, form, action.owner_member_id);
	const sealed: SealedAction = { text: form.what, ...(who && { who }), ...(action.called && { called: action.called }) };
	await tx
		.updateTable('action')
		.set({ ...holder, due_on: form.due, sealed: pathway.key.seal('action', id, sealed), version: form.version + 1 })
		.where('id', '=', id)
		.execute();
}

/**
 * Links an action to what it is for. One that was said outside a meeting is read like its goal from then on.
 * @throws StaleError with `{ action }` when somebody changed it meanwhile
 * @throws HttpError 404 for a goal that is not mine to read, by the wall
 */
export async function linkGoal(tx: Tx, pathway: Pathway, id: string, form: { goal: string | null; version: number }): Promise<void> {
	const action = await held(tx, pathway, { id, version: form.version });
	if (action.goal_id === form.goal) return;
	await tx
		.updateTable('action')
		.set({ goal_id: form.goal, version: form.version + 1 })
		.where('id', '=', id)
		.execute();
}

/** "C’est la même chose qu’en mars": ties an action to an earlier thing that I read, and says what it is called; or unties it. */
export async function tieAction(tx: Tx, pathway: Pathway, id: string, form: SameThing): Promise<void> {
	const action = await held(tx, pathway, { id, version: form.version });
	const sealed: SealedAction = { text: action.text, ...(action.who && { who: action.who }), ...(form.called && { called: form.called }) };
	await tx
		.updateTable('action')
		.set({ same_as: form.same_as, sealed: pathway.key.seal('action', id, sealed), version: form.version + 1 })
		.where('id', '=', id)
		.execute();
}

/** An action as it was said before, and who said it otherwise. */
export interface FormerWords {
	id: string;
	text: string;
	who: string;
	by: string;
	replaced_by: string | null;
	at: Date;
}

/** Former words of an action that I may read, the latest first. */
export async function readFormerWords(tx: Tx, pathway: Pathway, action: string): Promise<FormerWords[]> {
	const rows = await formerVersions(tx, pathway).where('v.subject', '=', 'action_words').where('v.row_id', '=', action).execute();
	return rows.map(({ id, sealed, at, author, by }) => {
		const { text, who } = pathway.key.open<SealedAction>('action', action, sealed);
		return { id, text, who: who ?? '', by: author, replaced_by: by, at };
	});
}
