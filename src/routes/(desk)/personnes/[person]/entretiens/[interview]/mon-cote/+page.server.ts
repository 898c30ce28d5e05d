import { fail, redirect } from '@sveltejs/kit';
import { calledNames, couldRead, nameReader, namedToday, readWidenings, unnameReader } from '#lib/interviews/audience.server.ts';
import { changeReaders, readOne } from '#lib/interviews/change-readers.server.ts';
import { readFormerNotes } from '#lib/interviews/corrections.server.ts';
import type { ReadInterview, ReadNote } from '#lib/interviews/notes.server.ts';
import { SideForm } from '#lib/interviews/rules.ts';
import { defaultReaders, mayAddSide, writeSide } from '#lib/interviews/sides.server.ts';
import { readPersonForm, type Numbers } from '#lib/people/form.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { as, asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import type { Issue, Typed } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { once, StaleError } from '#lib/web/once.server.ts';

const mySide = ({ sides }: ReadInterview): ReadNote | undefined => sides.find(({ mine }) => mine);

/** My side of a meeting I was at: to write, or to put right. 404 for whoever was not there. */
export async function load({ locals, params, url }) {
	return asIn(actorOf(locals), idFrom(params.person), async (tx) => {
		const { pathway, interview } = await readOne(tx, params);
		const side = mySide(interview) ?? null;
		found(side ?? (mayAddSide(interview) || null));
		const [named, former, others, widenings] = await Promise.all([
			namedToday(tx, pathway),
			side ? readFormerNotes(tx, pathway, side.id) : [],
			side ? couldRead(tx, pathway, side.readers, side.author_id) : [],
			side ? readWidenings(tx, pathway, interview.id) : []
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
			formKey: crypto.randomUUID()
		};
	});
}

interface Again {
	form: 'text';
	issues: Issue[];
	typed: Typed;
	numbers?: Numbers;
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

	/** Names somebody later with my side: a widening, asked on the page before, told in the thread. */
	nommer: async (event) => changeReaders(event, { ...page, said: 'nomme' }, nameReader),

	/** Takes a name away: narrowing never asks. */
	retirer: async (event) => changeReaders(event, { ...page, said: 'retire' }, unnameReader)
};
