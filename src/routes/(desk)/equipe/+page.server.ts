import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { referenceOf } from '#lib/people/reference.ts';
import { as, type Tx } from '#lib/server/db.ts';
import { answerQuestion, readMemosAsked, readQuestionsHere } from '#lib/space-sees/looked.server.ts';
import { AnswerForm } from '#lib/space-sees/rules.ts';
import { coverCaseload, endCover, readCovers } from '#lib/team/covers.server.ts';
import { AssignForm, CoverForm, CoverLine, endOf, ExcludeForm, SetAsideForm } from '#lib/team/rules.ts';
import { assignLead, excludeColleague, readColleagues, readLoad, readUnassigned, setAside } from '#lib/team/team.server.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { actorWho } from '#lib/web/actor.ts';
import { readForm } from '#lib/web/form.ts';
import { NotPossible, notPossible } from '#lib/web/not-possible.ts';
import { once, refused } from '#lib/web/once.server.ts';

const zoneOf = (locals: App.Locals) => locals.place?.timeZone ?? 'Europe/Paris';
const todayOf = (locals: App.Locals) => inputDate(new Date(), zoneOf(locals));

/** What each colleague carries, who has no lead, who covers whom: counts, and the names of unassigned people only. */
export async function load({ locals, url }) {
	const actor = actorWho(locals, 'see-team-load');
	const team = await as(actor, async (tx) => ({
		load: await readLoad(tx),
		unassigned: await readUnassigned(tx),
		covers: await readCovers(tx),
		colleagues: await readColleagues(tx),
		questions: (await readQuestionsHere(tx)).map(({ reference, ...one }) => ({ ...one, reference: referenceOf(reference) })),
		memos: (await readMemosAsked(tx)).map(({ reference, ...one }) => ({ ...one, reference: referenceOf(reference) }))
	}));
	return {
		...team,
		me: actor.member,
		today: todayOf(locals),
		done: url.searchParams.get('fait'),
		covered: Number(url.searchParams.get('personnes')) || 0,
		leftOut: Number(url.searchParams.get('sans')) || 0
	};
}

/** One form of this page: read, done once, back to the page with a word; what cannot be done comes back beside it. */
async function act<S extends z.ZodType>(event: RequestEvent, at: string, schema: S, work: (tx: Tx, said: z.infer<S>) => Promise<string>) {
	const actor = actorWho(event.locals, 'assign-lead');
	const read = await readForm(event.request, schema);
	if (!read.ok) return cameBack(at, refused(read));
	let to: string;
	try {
		to = await as(actor, (tx) => once(tx, read.formKey, async () => `/equipe?${await work(tx, read.data)}`));
	} catch (problem) {
		return cameBack(at, notPossible(problem, read.typed));
	}
	redirect(303, to);
}

/** Says which of the page's forms came back. */
const cameBack = (at: string, { status, data }: ReturnType<typeof refused>) => fail(status, { ...data, at });

export const actions = {
	confier: (event) =>
		act(event, 'confier', AssignForm, async (tx, said) => {
			await assignLead(tx, said);
			return 'fait=confier';
		}),
	ecarter: (event) =>
		act(event, 'ecarter', ExcludeForm, async (tx, said) => {
			await excludeColleague(tx, said);
			return 'fait=ecarter';
		}),
	demande: (event) =>
		act(event, 'demande', SetAsideForm, async (tx, said) => {
			await setAside(tx, said);
			return 'fait=demande';
		}),
	remplacer: (event) =>
		act(event, 'remplacer', CoverForm(todayOf(event.locals)), async (tx, said) => {
			const { covered, leftOut } = await coverCaseload(tx, { ...said, until: endOf(said.until, zoneOf(event.locals)) });
			return `fait=remplacer&personnes=${covered}&sans=${leftOut}`;
		}),
	repondre: (event) =>
		act(event, 'repondre', AnswerForm, async (tx, said) => {
			if (!(await answerQuestion(tx, said))) throw new NotPossible('answer', 'reading_answered', 409);
			return 'fait=repondre';
		}),
	terminer: (event) =>
		act(event, 'terminer', CoverLine, async (tx, said) => {
			await endCover(tx, said);
			return 'fait=terminer';
		})
};
