import { fail, redirect } from '@sveltejs/kit';
import type { z } from 'zod';
import { readGoal, type Goal } from '#lib/goals/goals.server.ts';
import { sayHerWishAgain, sayHerYes, takeHerYesBack } from '#lib/goals/hers.server.ts';
import { HerWishAgainForm, HerYesForm, NoLongerForm } from '#lib/goals/rules.ts';
import { asHer, type Tx } from '#lib/server/db.ts';
import { herOf, type Part } from '#lib/space/her.server.ts';
import { partHead } from '#lib/space/parts.ts';
import { inHerParts, writableHere } from '#lib/space/writing.server.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { readForm, type Issue, type Typed } from '#lib/web/form.ts';
import { idFrom } from '#lib/web/found.ts';
import { onceAsTyped, StaleError } from '#lib/web/once.server.ts';

const readOne = (tx: Tx, params: { goal: string }) => inHerParts(tx, (part) => readGoal(tx, part, idFrom(params.goal)));

/** One goal of hers: her wish and what was decided together, side by side, with every wording before. */
export async function load({ locals, params, url }) {
	return asHer(herOf(locals), async (tx) => {
		const { part, one: goal } = await readOne(tx, params);
		return { part: partHead(part), goal, said: url.searchParams.get('fait'), formKey: crypto.randomUUID() };
	});
}

interface Again {
	issues: Issue[];
	typed: Typed;
	/** What is stored now, when somebody was quicker. */
	stored?: Goal;
}
interface Event {
	request: Request;
	locals: App.Locals;
	params: { goal: string };
}

/** Does one thing to this goal, once; 409 with what is stored when somebody was quicker. */
async function changing<S extends z.ZodType>(
	{ request, locals, params }: Event,
	schema: S,
	work: (tx: Tx, part: Part, id: string, form: z.infer<S>, today: string) => Promise<void>
) {
	const her = herOf(locals);
	const read = await readForm(request, schema);
	if (!read.ok) return fail<Again>(422, { issues: read.issues, typed: read.typed });
	let path: string;
	try {
		path = await asHer(her, (tx) =>
			onceAsTyped(tx, read, async () => {
				const { part, one: goal } = await readOne(tx, params);
				await work(tx, writableHere(part), goal.id, read.data, inputDate(new Date(), her.timeZone));
				return `/moi/ce-qui-compte/souhaits/${goal.id}?fait=note`;
			})
		);
	} catch (problem) {
		if (!(problem instanceof StaleError)) throw problem;
		return fail<Again>(409, { issues: [], typed: read.typed, stored: problem.stored.goal as Goal });
	}
	redirect(303, path);
}

export const actions = {
	/** Her own yes to the words that are on the page. */
	oui: async (event) => changing(event, HerYesForm, sayHerYes),

	/** Her yes taken back, whoever noted it. */
	reprendre: async (event) => changing(event, NoLongerForm, (tx, part, id, { yes }) => takeHerYesBack(tx, part, id, yes)),

	/** Her wish, said otherwise: the former words stay. */
	redire: async (event) => changing(event, HerWishAgainForm, sayHerWishAgain)
};
