import { fail, redirect } from '@sveltejs/kit';
import type { z } from 'zod';
import { readEveryAction } from '#lib/actions/changes.server.ts';
import { SameThing } from '#lib/actions/rules.ts';
import type { GoalAgain } from '#lib/goals/again.ts';
import { changeGoal, putInWords, sayWishAgain, sayYes, takeBack } from '#lib/goals/agreeing.server.ts';
import { doingsOf } from '#lib/goals/doings.ts';
import { gainsOf } from '#lib/goals/gained.ts';
import { readGoal, readGoals, readHistory, type Goal } from '#lib/goals/goals.server.ts';
import {
	AgreedForm,
	DomainForm,
	NoLongerForm,
	StateForm,
	StepAgainForm,
	StepDoneForm,
	StepForm,
	StepWordsForm,
	WishAgainForm,
	YesForm
} from '#lib/goals/rules.ts';
import { addStep, changeStep, doStep, undoStep } from '#lib/goals/steps.server.ts';
import { calledNames, couldRead, nameReader, unnameReader } from '#lib/interviews/audience.server.ts';
import { ReaderForm } from '#lib/interviews/rules.ts';
import { readPersonForm } from '#lib/people/form.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, asIn, type Tx } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';
import { once, StaleError } from '#lib/web/once.server.ts';

/** Which step, in the version that was on the page, and what it is the same as. */
const SameStep = SameThing.extend(StepAgainForm.shape);

async function readOne(tx: Tx, params: { person: string; goal: string }) {
	const pathway = found(await readPathway(tx, idFrom(params.person)));
	return { pathway, goal: found(await readGoal(tx, pathway, idFrom(params.goal))) };
}

/** One goal: her wish beside what is agreed, whose yes stands, small steps, what is done for it, who reads it, what stood before. */
export async function load({ locals, params, url }) {
	const { today } = hereOf(locals);
	return asIn(actorOf(locals), idFrom(params.person), async (tx) => {
		const { pathway, goal } = await readOne(tx, params);
		const [goals, actions, history, others] = await Promise.all([
			readGoals(tx, pathway.key, pathway.accompaniment.id),
			readEveryAction(tx, pathway),
			readHistory(tx, pathway, goal.id),
			goal.mine ? couldRead(tx, pathway, goal.readers, goal.author_id) : []
		]);
		const names = calledNames([...others, ...goal.readers]);
		const doings = doingsOf(actions, goals);
		const own = new Set(doings.filter(({ goal_id }) => goal_id === goal.id).map(({ id }) => id));
		const asked = url.searchParams.get('nommer');
		return {
			person: headOf(pathway),
			goal,
			history,
			actions: actions.filter(({ goal_id }) => goal_id === goal.id),
			doings,
			gains: gainsOf(doings).filter((gain) => gain.goal_id === goal.id || own.has(gain.id)),
			others: others.map(({ id, first_name }) => ({ id, name: names.get(id) ?? first_name })),
			/** Whom to name with this goal: asked first, since it widens. */
			asked: others.some(({ id }) => id === asked) ? asked : null,
			said: url.searchParams.has('fait'),
			today,
			formKey: crypto.randomUUID()
		};
	});
}

interface Asked {
	request: Request;
	locals: App.Locals;
	params: { person: string; goal: string };
}

/** One change of one goal, done once; what somebody changed meanwhile is shown beside what was typed. */
async function change<S extends z.ZodType>(
	{ request, locals, params }: Asked,
	form: string,
	schema: S,
	work: (tx: Tx, pathway: Pathway, goal: Goal, data: z.infer<S>) => Promise<void>
) {
	const read = await readPersonForm(request, schema);
	const step = typeof read.typed['id'] === 'string' ? read.typed['id'] : '';
	if (!read.ok) return fail<GoalAgain>(422, { form, step, issues: read.issues, typed: read.typed, numbers: read.numbers });
	try {
		const path = await as(actorOf(locals), (tx) =>
			once(tx, read.formKey, async () => {
				const { pathway, goal } = await readOne(tx, params);
				await work(tx, writable(pathway), goal, read.data);
				return `/personnes/${pathway.accompaniment.id}/objectifs/${goal.id}?fait`;
			})
		);
		redirect(303, path);
	} catch (problem) {
		if (!(problem instanceof StaleError)) throw problem;
		return fail<GoalAgain>(409, { form, step, issues: [], typed: read.typed, numbers: [], stored: problem.stored.goal as Goal });
	}
}

export const actions = {
	/** Her wish said anew; the first words stay. */
	souhait: (event) => change(event, 'souhait', WishAgainForm, (tx, pathway, { id }, data) => sayWishAgain(tx, pathway, id, data)),

	/** Words for both; each may say yes at once. */
	convenir: (event) =>
		change(event, 'convenir', AgreedForm, (tx, pathway, { id }, data) => putInWords(tx, pathway, id, data, hereOf(event.locals).today)),

	/** A yes to the words that were on the page. */
	oui: (event) => change(event, 'oui', YesForm, (tx, pathway, { id }, data) => sayYes(tx, pathway, id, data, hereOf(event.locals).today)),

	/** A yes taken back. */
	reprendre: (event) => change(event, 'reprendre', NoLongerForm, (tx, pathway, { id }, { yes }) => takeBack(tx, pathway, id, yes)),

	/** Reached, paused, let go, on the way again. */
	etat: (event) => change(event, 'etat', StateForm, (tx, pathway, { id }, data) => changeGoal(tx, pathway, id, data)),

	/** What it is about. */
	domaine: (event) => change(event, 'domaine', DomainForm, (tx, pathway, { id }, data) => changeGoal(tx, pathway, id, data)),

	/** One more small step. */
	pas: (event) => change(event, 'pas', StepForm, (tx, pathway, { id }, { step }) => addStep(tx, pathway, id, step)),

	/** A step that is done. */
	fait: (event) =>
		change(event, 'fait', StepDoneForm(hereOf(event.locals).today), (tx, pathway, { id }, data) => doStep(tx, pathway, id, data)),

	/** A step that is not done after all. */
	'pas-encore': (event) => change(event, 'pas-encore', StepAgainForm, (tx, pathway, { id }, data) => undoStep(tx, pathway, id, data)),

	/** A step said otherwise. */
	redire: (event) =>
		change(event, 'redire', StepWordsForm, (tx, pathway, { id }, { step, ...which }) => changeStep(tx, pathway, id, which, { text: step })),

	/** A step that is the same thing as before. */
	pareil: (event) =>
		change(event, 'pareil', SameStep, (tx, pathway, { id }, { same_as, called, ...which }) =>
			changeStep(tx, pathway, id, which, { same_as, called })
		),

	/** Whoever opened it names somebody later: a widening, asked on the page before, told in the thread. */
	nommer: (event) =>
		change(event, 'nommer', ReaderForm, async (tx, pathway, goal, { member }) => {
			found(goal.mine || null);
			found((await nameReader(tx, pathway, goal.id, member, 'goal')) || null);
		}),

	/** Whoever opened it takes a name away: narrowing never asks. */
	retirer: (event) =>
		change(event, 'retirer', ReaderForm, async (tx, pathway, goal, { member }) => {
			found(goal.mine || null);
			await unnameReader(tx, pathway, goal.id, member, 'goal');
		})
};
