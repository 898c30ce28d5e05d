import { fail, redirect } from '@sveltejs/kit';
import { bornIn } from '#lib/actions/actions.server.ts';
import { coming } from '#lib/appointments/appointments.server.ts';
import { presentOf } from '#lib/appointments/rules.ts';
import { calledNames, couldRead, nameReader, namedToday, readWidenings, unnameReader } from '#lib/interviews/audience.server.ts';
import { changeReaders, readOne } from '#lib/interviews/change-readers.server.ts';
import { correctMeeting, correctNote, readFormerNotes } from '#lib/interviews/corrections.server.ts';
import type { ReadInterview } from '#lib/interviews/notes.server.ts';
import { CorrectionForm, MeetingForm } from '#lib/interviews/rules.ts';
import { readPersonForm, type Numbers } from '#lib/people/form.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { as, asIn } from '#lib/server/db.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { actorOf } from '#lib/web/actor.ts';
import { readForm, type Issue, type Typed } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { once, StaleError } from '#lib/web/once.server.ts';

/** One meeting, with its readers and its former texts; without its text when that is not mine to read. */
export async function load({ locals, params, url }) {
	const { zone, now } = presentOf(locals);
	return asIn(actorOf(locals), idFrom(params.person), async (tx) => {
		const { pathway, interview } = await readOne(tx, params);
		const { note } = interview;
		const [former, actions, others, named, widenings, ahead] = await Promise.all([
			note ? readFormerNotes(tx, pathway, note.id) : [],
			note ? bornIn(tx, pathway, note.id) : [],
			note?.mine ? couldRead(tx, pathway, note.readers, note.author_id) : [],
			note?.mine ? namedToday(tx, pathway) : null,
			note ? readWidenings(tx, pathway, interview.id) : [],
			coming(tx, pathway, now)
		]);
		const names = calledNames([...others, ...(named ?? []), ...(note?.readers ?? [])]);
		const asked = url.searchParams.get('nommer');
		return {
			person: headOf(pathway),
			interview,
			former,
			actions,
			widenings: widenings.filter(({ note_id }) => note_id === note?.id),
			next: ahead[0]?.starts_at ?? null,
			others: others.map(({ id, first_name }) => ({ id, name: names.get(id) ?? first_name })),
			/** To say who else was there: whoever recorded the meeting. */
			colleagues: named?.filter(({ me }) => !me).map(({ id, first_name }) => ({ id, name: names.get(id) ?? first_name })) ?? null,
			/** Whom to name with this text: asked first, since it widens. */
			asked: others.some(({ id }) => id === asked) ? asked : null,
			said: url.searchParams.get('fait'),
			today: inputDate(now, zone),
			formKey: crypto.randomUUID()
		};
	});
}

interface Again {
	form: 'text' | 'meeting';
	issues: Issue[];
	typed: Typed;
	numbers?: Numbers;
	/** What is stored now, when somebody was quicker. */
	stored?: ReadInterview;
}

const stale = (problem: unknown, form: Again['form'], typed: Typed) => {
	if (!(problem instanceof StaleError)) throw problem;
	return fail<Again>(409, { form, issues: [], typed, stored: problem.stored.interview as ReadInterview });
};

export const actions = {
	/** Any of the people named with a text puts it right; the former one is kept. */
	corriger: async ({ request, locals, params }) => {
		const actor = actorOf(locals);
		const read = await readPersonForm(request, CorrectionForm);
		if (!read.ok) return fail<Again>(422, { form: 'text', issues: read.issues, typed: read.typed, numbers: read.numbers });
		try {
			const path = await as(actor, (tx) =>
				once(tx, read.formKey, async () => {
					const { pathway, interview } = await readOne(tx, params);
					await correctNote(tx, writable(pathway), actor, { ...interview, note: found(interview.note) }, read.data);
					return `/personnes/${pathway.accompaniment.id}/entretiens/${interview.id}?fait=corrige`;
				})
			);
			redirect(303, path);
		} catch (problem) {
			return stale(problem, 'text', read.typed);
		}
	},

	/** Whoever recorded a meeting puts its day or its way right. */
	dater: async ({ request, locals, params }) => {
		const { zone, now } = presentOf(locals);
		const read = await readForm(request, MeetingForm(inputDate(now, zone)));
		if (!read.ok) return fail<Again>(422, { form: 'meeting', issues: read.issues, typed: read.typed });
		try {
			const path = await as(actorOf(locals), (tx) =>
				once(tx, read.formKey, async () => {
					const { pathway, interview } = await readOne(tx, params);
					found((await correctMeeting(tx, writable(pathway), interview.id, read.data)) || null);
					return `/personnes/${pathway.accompaniment.id}/entretiens/${interview.id}?fait=corrige`;
				})
			);
			redirect(303, path);
		} catch (problem) {
			return stale(problem, 'meeting', read.typed);
		}
	},

	/** Its author names somebody later: a widening, asked on the page before, told in the thread. */
	nommer: async (event) => changeReaders(event, { which: ({ note }) => note, below: '', said: 'nomme' }, nameReader),

	/** Its author takes a name away: narrowing never asks. */
	retirer: async (event) => changeReaders(event, { which: ({ note }) => note, below: '', said: 'retire' }, unnameReader)
};
