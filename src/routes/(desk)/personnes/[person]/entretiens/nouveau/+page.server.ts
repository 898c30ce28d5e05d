import { fail, redirect } from '@sveltejs/kit';
import { openActions, overtakenAnswers, type AnsweredAction } from '#lib/actions/actions.server.ts';
import { plannedOn, releaseAppointment } from '#lib/appointments/appointments.server.ts';
import { channelOr, presentOf } from '#lib/appointments/rules.ts';
import { readFrame } from '#lib/frame/frame.server.ts';
import { goalChoices, readGoals } from '#lib/goals/goals.server.ts';
import { calledNames, namedToday } from '#lib/interviews/audience.server.ts';
import { dropDraft, keepDraft, readDrafts, takeUp } from '#lib/interviews/drafts.server.ts';
import { cameFrom, readInterview, readLatestNote, recordInterview } from '#lib/interviews/interviews.server.ts';
import type { OpenText } from '#lib/interviews/notes.server.ts';
import { InterviewForm, reviewInterview, saysSomething, typedAnswers } from '#lib/interviews/rules.ts';
import { wordsOf } from '#lib/goals/rules.ts';
import { readNeeds } from '#lib/needs/needs.server.ts';
import { glanceOf } from '#lib/needs/rules.ts';
import { eraseMemo } from '#lib/memos/memos.server.ts';
import { readPersonForm, type Numbers } from '#lib/people/form.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { readContacts } from '#lib/people/contact.server.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { readProfile } from '#lib/people/profile.server.ts';
import { as, asIn, type Tx } from '#lib/server/db.ts';
import { readNotesToBring } from '#lib/space/notes.server.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { actorOf } from '#lib/web/actor.ts';
import { typedAt } from '#lib/web/fields.ts';
import { readTyped, type Issue, type Typed } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { once, StaleError } from '#lib/web/once.server.ts';

/** The page both read: what was promised, what she thought she would do, one text, what comes next. No memo, no suggestion. */
export async function load({ locals, params, url }) {
	const id = idFrom(params.person);
	const here = presentOf(locals);
	const today = inputDate(here.now, here.zone);
	return asIn(actorOf(locals), id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		const { accompaniment } = pathway;
		// After a death the file is read, and nothing is added to it.
		if (headOf(pathway).readOnly) redirect(303, `/personnes/${id}`);
		const [named, actions, drafts, last, profile, appointments, goals, needs, shown] = await Promise.all([
			namedToday(tx, pathway),
			openActions(tx, pathway),
			readDrafts(tx, pathway),
			readLatestNote(tx, pathway),
			readProfile(tx, pathway),
			plannedOn(tx, pathway, today, here.zone),
			readGoals(tx, pathway.key, id),
			readNeeds(tx, pathway.key, id),
			readNotesToBring(tx, pathway)
		]);
		const taken = takeUp(drafts, url.searchParams.get('brouillon'));
		const names = calledNames(named);
		const appointment =
			appointments.find(({ member_id }) => named.some((one) => one.me && one.id === member_id)) ?? appointments.at(0) ?? null;
		return {
			person: headOf(pathway),
			today,
			...taken,
			channel: appointment?.channel ?? channelOr(accompaniment.last_channel),
			appointment,
			named: named.map((one) => ({ id: one.id, name: names.get(one.id) ?? one.first_name, me: one.me })),
			actions,
			/** What she shows for this meeting, in her own space. */
			shown,
			/** What is open, in words: read here, changed on its own page. */
			needs: glanceOf(needs),
			heading: goals.filter(({ state }) => state === 'open').map((goal) => ({ id: goal.id, words: wordsOf(goal) })),
			goals: goalChoices(goals.filter(({ state }) => state === 'open')),
			overtaken: await overtakenAnswers(tx, pathway, typedAnswers(taken.draft?.typed)),
			last: last ?? null,
			matters: profile.matters,
			/** A first meeting opens on "Ce qui m’amène", the frame, how to reach her. */
			opening: accompaniment.last_met_on === null ? await readOpening(tx, pathway, profile.reach) : null,
			/** One came to look back together. */
			lookBack: url.searchParams.has('regard')
		};
	});
}

async function readOpening(tx: Tx, pathway: Pathway, reach: string) {
	const [frame, contacts] = await Promise.all([readFrame(tx, pathway), readContacts(tx, pathway.accompaniment.id, pathway.key)]);
	return { frameTold: frame !== undefined, reachKnown: reach !== '' || contacts.length > 0 };
}

/** The page again, with all that was typed. */
interface Again {
	issues: Issue[];
	typed: Typed;
	numbers?: Numbers;
	/** Actions that somebody answered meanwhile. */
	overtaken?: AnsweredAction[];
	/** This form was recorded already, and was written on since: what was recorded then. */
	recorded?: { id: string } & OpenText;
	/** The draft was just kept, at this instant. */
	keptAt?: string;
	/** One more line for an action. */
	added?: boolean;
}

export const actions = {
	/** Records everything, once. */
	enregistrer: async ({ request, locals, params }) => {
		const id = idFrom(params.person);
		const actor = actorOf(locals);
		const here = presentOf(locals);
		const read = await readPersonForm(request, InterviewForm);
		const reviewed = read.ok ? reviewInterview(read.data, here) : { issues: read.issues, agreed: null };
		if (!read.ok || reviewed.issues.length > 0) {
			return fail<Again>(422, {
				issues: reviewed.issues,
				typed: read.typed,
				numbers: read.ok ? [] : read.numbers,
				overtaken: await as(actor, async (tx) => overtakenAnswers(tx, found(await readPathway(tx, id)), typedAnswers(read.typed)))
			});
		}
		const form = read.data;
		try {
			const { path, recorded } = await as(actor, async (tx) => {
				const pathway = writable(found(await readPathway(tx, id)));
				const path = await once(tx, read.formKey, async () => {
					await dropDraft(tx, pathway, read.formKey);
					const interview = await recordInterview(tx, pathway, actor, { form, agreed: reviewed.agreed, ...here });
					if (form.from_memo) await eraseMemo(tx, pathway, form.from_memo);
					return `/personnes/${id}?entretien=${interview}`;
				});
				const interview = /entretien=([0-9a-f-]{36})$/.exec(path)?.[1];
				const changed = interview !== undefined && !(await cameFrom(tx, pathway, interview, form));
				return { path, recorded: changed ? await readInterview(tx, pathway, interview) : null };
			});
			if (recorded?.note) {
				const { id: interview, note } = recorded;
				return fail<Again>(409, {
					issues: [],
					typed: { ...read.typed, form_key: crypto.randomUUID() },
					recorded: { ...note, id: interview }
				});
			}
			redirect(303, path);
		} catch (problem) {
			if (!(problem instanceof StaleError)) throw problem;
			return fail<Again>(409, { issues: [], typed: read.typed, overtaken: problem.stored.actions as AnsweredAction[] });
		}
	},

	/** Keeps what is typed for later, without JavaScript. */
	brouillon: async ({ request, locals, params }): Promise<Again> => {
		const { typed, now } = await keep(request, locals, params.person);
		return { issues: [], typed, keptAt: now.toISOString() };
	},

	/** One more empty line; everything typed stays, here and in the draft. */
	ajouter: async ({ request, locals, params }): Promise<Again> => {
		const { typed } = await keep(request, locals, params.person);
		return { issues: [], typed, added: true };
	},

	/** "On ne s’est pas vus": today’s appointment is let go, without a reason; what was typed waits in the draft. */
	'pas-vus': async ({ request, locals, params }) => {
		const { id, typed } = await keep(request, locals, params.person);
		const appointment = typeof typed['appointment'] === 'string' ? typed['appointment'] : '';
		if (appointment) {
			await as(actorOf(locals), async (tx) => releaseAppointment(tx, found(await readPathway(tx, id)), idFrom(appointment)));
		}
		redirect(303, `/personnes/${id}/rendez-vous?redonner=1`);
	},

	/** Goes to another page of hers; what was typed waits in the draft. */
	aller: async ({ request, locals, params }) => {
		const { id, typed } = await keep(request, locals, params.person);
		if (typed['vers'] !== 'relire') redirect(303, `/personnes/${id}${WAYS.get(typedAt(typed, 'vers')) ?? ''}`);
		const last = await as(actorOf(locals), async (tx) => readLatestNote(tx, found(await readPathway(tx, id))));
		const text = last?.note ?? last?.sides[0];
		redirect(303, `/personnes/${id}/entretiens/${found(last).id}/relire?texte=${found(text).id}&retour=entretien`);
	},

	/** Throws the draft away. */
	jeter: async ({ request, locals, params }) => {
		const id = idFrom(params.person);
		const { formKey } = await readTyped(request);
		await as(actorOf(locals), async (tx) => dropDraft(tx, found(await readPathway(tx, id)), formKey));
		redirect(303, `/personnes/${id}/entretiens/nouveau`);
	}
};

/** Where one may go from the middle of a meeting. */
const WAYS = new Map([
	['cadre', '/cadre'],
	['joindre', '/profil#reach'],
	['entourage', '/entourage'],
	['besoins', '/besoins'],
	['objectifs', '/objectifs']
]);

async function keep(request: Request, locals: App.Locals, person: string) {
	const id = idFrom(person);
	const { typed, formKey } = await readTyped(request);
	const now = new Date();
	await as(actorOf(locals), async (tx) => {
		const pathway = writable(found(await readPathway(tx, id)));
		if (saysSomething(typed)) await keepDraft(tx, pathway, formKey, typed, now);
	});
	return { id, typed, now };
}
