import { sql } from 'kysely';
import { HELPS, type Help } from '../actions/rules.ts';
import { readReaders, type Reader } from '../interviews/audience.server.ts';
import type { Family } from '../needs/codes.ts';
import { formerVersions } from '../people/former.server.ts';
import type { Pathway } from '../people/pathway.server.ts';
import { HOWS, type How } from '../people/rules.ts';
import type { Tx } from '../server/db.ts';
import type { PersonKey } from '../server/keyring.ts';
import { lineOf, STATES, standingOf, wordsOf, yesOf, type GoalState, type Standing, type Voice } from './rules.ts';

/** Words as they were said, and whose hand noted them. */
export interface Wording {
	id: string;
	text: string;
	how: How;
	/** First name of the practitioner who noted it. */
	by: string;
	at: Date;
}

/** A yes that stands: "dit par Nadia, à l’oral, noté par Aurore le 12 mars". */
export interface Said {
	id: string;
	voice: Voice;
	wording_id: string;
	how: How;
	by: string;
	/** I noted it. */
	mine: boolean;
	said_on: string;
}

/** A small step, in her words. */
export interface Step {
	id: string;
	goal_id: string;
	text: string;
	done_on: string | null;
	help: Help | null;
	/** What it is called when it comes back, and the earlier thing it is the same as. */
	called: string;
	same_as: string | null;
	version: number;
}

/** A goal I may read: I wrote it, or I am named with it. */
export interface Goal {
	id: string;
	state: GoalState;
	/** A need family, or null: work is one among others. */
	domain: Family | null;
	/** Her wish, the first words first. Never empty, never overwritten. */
	wishes: Wording[];
	/** What both could say yes to, the first wording first; the last one counts. */
	wordings: Wording[];
	standing: Standing;
	hers: Said | null;
	ours: Said | null;
	steps: Step[];
	readers: Reader[];
	/** I opened it: I say who reads it. */
	mine: boolean;
	/** Null when she opened it herself. */
	author_id: string | null;
	created_at: Date;
	version: number;
}

/** What the sealed columns hold. */
export interface SealedGoal {
	domain: Family | null;
	state: GoalState;
}
export interface SealedStep {
	text: string;
	doneOn: string | null;
	help: Help | null;
	called?: string;
}

/** How goals are laid out: what is under way first, then the oldest first. It says nothing of what matters more. */
const LAID_OUT: readonly GoalState[] = ['open', 'paused', 'reached', 'let-go'];

/** Goals of this pathway that I may read, with all that stands on them; the wall keeps the others, and nothing says that they exist. */
export async function readGoals(tx: Tx, key: PersonKey, id: string, only?: string): Promise<Goal[]> {
	const [goals, wordings, said, steps] = await Promise.all([
		tx
			.selectFrom('goal')
			.select(['id', 'state', 'sealed', 'author_id', 'created_at', 'version', sql<boolean>`coalesce(author_id = me(), false)`.as('mine')])
			.where('accompaniment_id', '=', id)
			.$if(only !== undefined, (query) => query.where('id', '=', only ?? ''))
			.orderBy('created_at')
			.orderBy('id')
			.execute(),
		readWordings(tx, key, id, only),
		readSaid(tx, id, only),
		readSteps(tx, key, id, only)
	]);
	const readers = await readReaders(
		tx,
		'goal',
		goals.map(({ id }) => id)
	);
	return goals
		.map(({ sealed, ...row }): Goal => {
			const { domain } = key.open<SealedGoal>('goal', row.id, sealed);
			const own = wordings.filter(({ goal_id }) => goal_id === row.id);
			const agreed = own.filter(({ kind }) => kind === 'agreed').map(({ wording }) => wording);
			const wording = agreed.at(-1)?.id ?? null;
			const yeses = said.filter(({ goal_id }) => goal_id === row.id).map(({ yes }) => yes);
			return {
				...row,
				state: STATES.find((state) => state === row.state) ?? 'open',
				domain,
				wishes: own.filter(({ kind }) => kind === 'wish').map(({ wording }) => wording),
				wordings: agreed,
				standing: standingOf(wording, yeses),
				hers: yesOf('person', wording, yeses) ?? null,
				ours: yesOf('practitioner', wording, yeses) ?? null,
				steps: steps.filter(({ goal_id }) => goal_id === row.id),
				readers: readers.filter(({ text_id }) => text_id === row.id)
			};
		})
		.sort((a, b) => LAID_OUT.indexOf(a.state) - LAID_OUT.indexOf(b.state));
}

/** One goal, or undefined when it is not mine to read or never was. */
export async function readGoal(tx: Tx, pathway: Pathway, id: string): Promise<Goal | undefined> {
	return (await readGoals(tx, pathway.key, pathway.accompaniment.id, id)).at(0);
}

async function readWordings(tx: Tx, key: PersonKey, accompaniment: string, only?: string) {
	const rows = await tx
		.selectFrom('goal_wording as w')
		.leftJoin('member as m', 'm.id', 'w.author_id')
		.select(['w.id', 'w.goal_id', 'w.kind', 'w.how', 'w.sealed', 'w.created_at', 'm.first_name'])
		.where('w.accompaniment_id', '=', accompaniment)
		.$if(only !== undefined, (query) => query.where('w.goal_id', '=', only ?? ''))
		.orderBy('w.created_at')
		.orderBy('w.id')
		.execute();
	return rows.map(({ id, goal_id, kind, how, sealed, created_at, first_name }) => ({
		goal_id,
		kind,
		wording: {
			id,
			text: key.open<{ text: string }>('goal_wording', id, sealed).text,
			how: howOr(how),
			by: first_name ?? '',
			at: created_at
		}
	}));
}

async function readSaid(tx: Tx, accompaniment: string, only?: string) {
	const rows = await tx
		.selectFrom('goal_confirmation as c')
		.leftJoin('member as m', 'm.id', 'c.recorded_by')
		.select(['c.id', 'c.goal_id', 'c.wording_id', 'c.voice', 'c.how', 'c.said_on', 'm.first_name'])
		.select(sql<boolean>`coalesce(c.recorded_by = me(), false)`.as('mine'))
		.where('c.accompaniment_id', '=', accompaniment)
		.where('c.withdrawn_at', 'is', null)
		.$if(only !== undefined, (query) => query.where('c.goal_id', '=', only ?? ''))
		.execute();
	return rows.map(({ goal_id, voice, how, first_name, ...row }) => ({
		goal_id,
		yes: { ...row, voice: voice as Voice, how: howOr(how), by: first_name ?? '' } satisfies Said
	}));
}

async function readSteps(tx: Tx, key: PersonKey, accompaniment: string, only?: string): Promise<Step[]> {
	const rows = await tx
		.selectFrom('goal_step')
		.select(['id', 'goal_id', 'done_on', 'help', 'same_as', 'sealed', 'version'])
		.where('accompaniment_id', '=', accompaniment)
		.$if(only !== undefined, (query) => query.where('goal_id', '=', only ?? ''))
		.orderBy('position')
		.orderBy('created_at')
		.orderBy('id')
		.execute();
	return rows.map(({ sealed, help, ...row }) => {
		const { text, called } = key.open<SealedStep>('goal_step', row.id, sealed);
		return { ...row, text, called: called ?? '', help: HELPS.find((one) => one === help) ?? null };
	});
}

const howOr = (how: string): How => HOWS.find((one) => one === how) ?? 'orally';

/** Goals to choose from, by the words they are called by. */
export const goalChoices = (goals: readonly Goal[]): { id: string; words: string }[] =>
	goals.map((goal) => ({ id: goal.id, words: lineOf(wordsOf(goal)) }));

/** What a goal or one of its steps was before, and who changed it. */
export interface FormerGoal {
	id: string;
	of: { state: GoalState; domain: Family | null } | { step: string };
	by: string;
	at: Date;
}

/** What stood before on a goal that I may read, the latest first: its states, what it was about, the words of its steps. */
export async function readHistory(tx: Tx, pathway: Pathway, goal: string): Promise<FormerGoal[]> {
	const { key } = pathway;
	const rows = await formerVersions(tx, pathway).where('v.goal_id', '=', goal).where('v.subject', 'in', ['goal', 'goal_step']).execute();
	return rows.map(({ id, subject, row_id, sealed, at, by }) => ({
		id,
		at,
		by: by ?? '',
		of: subject === 'goal' ? key.open<SealedGoal>('goal', row_id, sealed) : { step: key.open<SealedStep>('goal_step', row_id, sealed).text }
	}));
}

/** Ids of the goals of this accompaniment that I read. */
export async function readableGoals(tx: Tx, accompaniment: string): Promise<ReadonlySet<string>> {
	const rows = await tx.selectFrom('goal').select('id').where('accompaniment_id', '=', accompaniment).execute();
	return new Set(rows.map(({ id }) => id));
}
