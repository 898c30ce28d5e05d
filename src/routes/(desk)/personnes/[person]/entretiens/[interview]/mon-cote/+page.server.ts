import { fail, redirect } from '@sveltejs/kit';
import { calledNames, couldRead, nameReader, namedToday, readWidenings, unnameReader } from '#lib/interviews/audience.server.ts';
import { changeReaders, readOne } from '#lib/interviews/change-readers.server.ts';
import { readFormerNotes } from '#lib/interviews/corrections.server.ts';
import { dropDraft, keepDraft, readDrafts, takeUp, type Place } from '#lib/interviews/drafts.server.ts';
import type { ReadInterview, ReadNote } from '#lib/interviews/notes.server.ts';
import { SideForm } from '#lib/interviews/rules.ts';
import { defaultReaders, mayAddSide, writeSide } from '#lib/interviews/sides.server.ts';
import { readPersonForm, type Numbers } from '#lib/people/form.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { as, asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { typedAt } from '#lib/web/fields.ts';
import { readTyped, type Issue, type Typed } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { once, StaleError } from '#lib/web/once.server.ts';

const mySide = ({ sides }: ReadInterview): ReadNote | undefined => sides.find(({ mine }) => mine);

const draftOf = (interview: string): Place => ({ form: 'side', about: interview });

/** My side of a meeting I was at: to write, or to put right. 404 for whoever was not there. */
export async function load({ locals, params, url }) {
	return asIn(actorOf(locals), idFrom(params.person), async (tx) => {
		const { pathway, interview } = await readOne(tx, params);
		const side = mySide(interview) ?? null;
		found(side ?? (mayAddSide(interview) || null));
		const [named, former, others, widenings, drafts] = await Promise.all([
			namedToday(tx, pathway),
			side ? readFormerNotes(tx, pathway, side.id) : [],
			side ? couldRead(tx, pathway, side.readers, side.author_id) : [],
			side ? readWidenings(tx, pathway, interview.id) : [],
			readDrafts(tx, pathway, draftOf(interview.id))
		]);
		const names = calledNames([...named, ...(side?.readers ?? [])]);
		const called = (one: { id: string; first_name: string }) => ({ id: one.id, name: names.get(one.id) ?? one.first_name });
		const asked = url.searchParams.get('nommer');
		return {
			person: headOf(pathway),
			interview,
			side,
			named: named.map((one) => ({ ...called(one), me: one.me })),
			readers: defaultReaders(interview, named),
			former,
			others: others.map(called),
			widenings: widenings.filter(({ note_id }) => note_id === side?.id),
			asked: others.some(({ id }) => id === asked) ? asked : null,
			said: url.searchParams.get('fait'),
			...takeUp(drafts, url.searchParams.get('brouillon'))
		};
	});
}

interface Again {
	form: 'text';
	issues: Issue[];
	typed: Typed;
	numbers?: Numbers;
	/** The draft was just kept, at this instant. */
	keptAt?: string;
	/** What I wrote meanwhile, in another window. */
	stored?: ReadNote;
}

const page = { which: mySide, below: '/mon-cote' };

export const actions = {
	ecrire: async ({ request, locals, params }) => {
		const read = await readPersonForm(request, SideForm);
		if (!read.ok) return fail<Again>(422, { form: 'text', issues: read.issues, typed: read.typed, numbers: read.numbers });
		try {
			const path = await as(actorOf(locals), (tx) =>
				once(tx, read.formKey, async () => {
					const { pathway, interview } = await readOne(tx, params);
					found(mySide(interview) ?? (mayAddSide(interview) || null));
					await dropDraft(tx, pathway, read.formKey, draftOf(interview.id));
					await writeSide(tx, writable(pathway), interview, read.data);
					return `/personnes/${pathway.accompaniment.id}/entretiens/${interview.id}?fait=cote`;
				})
			);
			redirect(303, path);
		} catch (problem) {
			if (!(problem instanceof StaleError)) throw problem;
			return fail<Again>(409, { form: 'text', issues: [], typed: read.typed, stored: problem.stored['side'] as ReadNote });
		}
	},

	/** Keeps what is typed for later; while one types, the page's script sends it here too. Refused once it is recorded. */
	brouillon: async ({ request, locals, params }) => {
		const { typed, formKey } = await readTyped(request);
		const now = new Date();
		const kept = await as(actorOf(locals), async (tx) => {
			const { pathway, interview } = await readOne(tx, params);
			const side = found(mySide(interview) ?? (mayAddSide(interview) || null));
			const says = side !== true || typedAt(typed, 'said') !== '' || typedAt(typed, 'kept_between') !== '';
			return keepDraft(tx, writable(pathway), formKey, typed, now, { ...draftOf(interview.id), says });
		});
		if (!kept) return fail<Again>(409, { form: 'text', issues: [], typed: { ...typed, form_key: crypto.randomUUID() } });
		return { form: 'text', issues: [], typed, keptAt: now.toISOString() } satisfies Again as Again;
	},

	jeter: async ({ request, locals, params }) => {
		const { formKey } = await readTyped(request);
		const path = await as(actorOf(locals), async (tx) => {
			const { pathway, interview } = await readOne(tx, params);
			await dropDraft(tx, pathway, formKey, draftOf(interview.id));
			return `/personnes/${pathway.accompaniment.id}/entretiens/${interview.id}/mon-cote`;
		});
		redirect(303, path);
	},

	/** Names somebody later with my side: a widening, asked on the page before, told in the thread. */
	nommer: async (event) => changeReaders(event, { ...page, said: 'nomme' }, nameReader),

	/** Takes a name away: narrowing never asks. */
	retirer: async (event) => changeReaders(event, { ...page, said: 'retire' }, unnameReader)
};
