import { fail, redirect } from '@sveltejs/kit';
import type { z } from 'zod';
import type { Actor } from '#lib/access/access.ts';
import { answerAction } from '#lib/actions/actions.server.ts';
import {
	linkGoal,
	readAction,
	readEveryAction,
	readFormerWords,
	sayOtherwise,
	tieAction,
	type FullAction
} from '#lib/actions/changes.server.ts';
import { GoalOfAction, OneAnswer, SaidAction, SameThing } from '#lib/actions/rules.ts';
import { doingsOf } from '#lib/goals/doings.ts';
import { goalChoices, readGoals } from '#lib/goals/goals.server.ts';
import { calledNames, namedToday } from '#lib/interviews/audience.server.ts';
import { readPersonForm, type Numbers } from '#lib/people/form.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, asIn, type Tx } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import type { Issue, Typed } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';
import { once, StaleError } from '#lib/web/once.server.ts';

async function readOne(tx: Tx, params: { person: string; action: string }) {
	const pathway = found(await readPathway(tx, idFrom(params.person)));
	return { pathway, action: found(await readAction(tx, pathway, idFrom(params.action))) };
}

/** One action: what became of it, its words now and before, what it is for, what it is the same as. */
export async function load({ locals, params, url }) {
	return asIn(actorOf(locals), idFrom(params.person), async (tx) => {
		const { pathway, action } = await readOne(tx, params);
		const [former, actions, goals, named] = await Promise.all([
			readFormerWords(tx, pathway, action.id),
			readEveryAction(tx, pathway),
			readGoals(tx, pathway.key, pathway.accompaniment.id),
			namedToday(tx, pathway)
		]);
		const names = calledNames(named);
		return {
			person: headOf(pathway),
			action,
			former,
			goals: goalChoices(goals),
			doings: doingsOf(actions, goals).filter(({ id }) => id !== action.id),
			colleagues: named.filter(({ me }) => !me).map((one) => ({ id: one.id, name: names.get(one.id) ?? one.first_name })),
			said: url.searchParams.has('fait'),
			formKey: crypto.randomUUID()
		};
	});
}

interface Again {
	form: 'repondre' | 'corriger' | 'relier' | 'pareil';
	issues: Issue[];
	typed: Typed;
	numbers: Numbers;
	/** Somebody was quicker: what is stored now. */
	stored?: FullAction;
}

interface Asked {
	request: Request;
	locals: App.Locals;
	params: { person: string; action: string };
}

/** One change of one action, done once; what somebody changed meanwhile is shown beside what was typed. */
async function change<S extends z.ZodType>(
	{ request, locals, params }: Asked,
	form: Again['form'],
	schema: S,
	work: (tx: Tx, pathway: Pathway, id: string, data: z.infer<S>, actor: Actor) => Promise<void>
) {
	const read = await readPersonForm(request, schema);
	if (!read.ok) return fail<Again>(422, { form, issues: read.issues, typed: read.typed, numbers: read.numbers });
	const actor = actorOf(locals);
	try {
		const path = await as(actor, (tx) =>
			once(tx, read.formKey, async () => {
				const { pathway, action } = await readOne(tx, params);
				await work(tx, writable(pathway), action.id, read.data, actor);
				return `/personnes/${pathway.accompaniment.id}/actions/${action.id}?fait`;
			})
		);
		redirect(303, path);
	} catch (problem) {
		if (!(problem instanceof StaleError)) throw problem;
		return fail<Again>(409, { form, issues: [], typed: read.typed, numbers: [], stored: problem.stored.action as FullAction });
	}
}

export const actions = {
	/** What became of it, said outside a meeting. */
	repondre: (event) => {
		const { today } = hereOf(event.locals);
		return change(event, 'repondre', OneAnswer, async (tx, pathway, id, answer) => {
			const done = await answerAction(tx, pathway, { id, ...answer }, { interview: null, on: today });
			if (!done) throw new StaleError({ action: await readAction(tx, pathway, id) });
		});
	},

	/** Other words, another hand, another day: the former words are kept. */
	corriger: (event) => change(event, 'corriger', SaidAction, (tx, pathway, id, data, actor) => sayOtherwise(tx, pathway, actor, id, data)),

	/** What it is for. */
	relier: (event) => change(event, 'relier', GoalOfAction, linkGoal),

	/** "C’est la même chose qu’en mars." */
	pareil: (event) => change(event, 'pareil', SameThing, tieAction)
};
