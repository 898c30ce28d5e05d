import { fail, redirect } from '@sveltejs/kit';
import { calledNames, couldRead, nameReader, readReaders, readWidenings, unnameReader } from '#lib/interviews/audience.server.ts';
import { closeDraft, dropDraft, keepDraft, readDrafts, takeUp, type Place } from '#lib/interviews/drafts.server.ts';
import { ReaderForm } from '#lib/interviews/rules.ts';
import { readFormerNeeds } from '#lib/needs/history.server.ts';
import { changeNeed, endNeed, readNeed, type Need } from '#lib/needs/needs.server.ts';
import { EndingForm, NeedForm, placeOf } from '#lib/needs/rules.ts';
import { readPersonForm, type Numbers } from '#lib/people/form.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, asIn, type Tx } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { readForm, readTyped, type FormRead, type Issue, type Typed } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { onceAsTyped, StaleError } from '#lib/web/once.server.ts';

async function readOne(tx: Tx, params: { person: string; need: string }) {
	const pathway = found(await readPathway(tx, idFrom(params.person)));
	return { pathway, need: found(await readNeed(tx, pathway, idFrom(params.need))) };
}

const draftOf = (need: string): Place => ({ form: 'need', about: need });

/** One need in its two voices, with who reads it and what stood there before. */
export async function load({ locals, params, url }) {
	return asIn(actorOf(locals), idFrom(params.person), async (tx) => {
		const { pathway, need } = await readOne(tx, params);
		const [former, readers, widenings, drafts] = await Promise.all([
			readFormerNeeds(tx, pathway, need.id),
			readReaders(tx, 'need', [need.id]),
			readWidenings(tx, pathway, need.id),
			readDrafts(tx, pathway, draftOf(need.id))
		]);
		const others = need.mine ? await couldRead(tx, pathway, readers, need.author_id) : [];
		const names = calledNames([...others, ...readers]);
		const asked = url.searchParams.get('nommer');
		return {
			person: headOf(pathway),
			need,
			former,
			widenings,
			readers: readers.map(({ id, first_name }) => ({ id, first_name: names.get(id) ?? first_name })),
			others: others.map(({ id, first_name }) => ({ id, name: names.get(id) ?? first_name })),
			/** Whom to name with it: asked first, since it widens. */
			asked: others.some(({ id }) => id === asked) ? asked : null,
			said: url.searchParams.get('fait'),
			...takeUp(drafts, url.searchParams.get('brouillon'))
		};
	});
}

interface Again {
	form: 'text' | 'state';
	issues: Issue[];
	typed: Typed;
	numbers?: Numbers;
	/** The draft was just kept, at this instant. */
	keptAt?: string;
	/** What is stored now, when somebody was quicker. */
	stored?: Need;
}
interface Event {
	request: Request;
	locals: App.Locals;
	params: { person: string; need: string };
}

/** Does one thing to this need, once, and goes to the page it leads to; 409 with what is stored when somebody was quicker. */
async function changing<T>(
	{ locals, params }: Event,
	form: Again['form'],
	read: Extract<FormRead<T>, { ok: true }>,
	work: (tx: Tx, pathway: Pathway, need: Need) => Promise<{ done: boolean; to: string }>
) {
	let path: string;
	try {
		path = await as(actorOf(locals), (tx) =>
			onceAsTyped(tx, read, async () => {
				const { pathway, need } = await readOne(tx, params);
				const { done, to } = await work(tx, writable(pathway), need);
				found(done || null);
				return `/personnes/${pathway.accompaniment.id}/besoins${to}`;
			})
		);
	} catch (problem) {
		if (!(problem instanceof StaleError)) throw problem;
		return fail<Again>(409, { form, issues: [], typed: read.typed, stored: problem.stored.need as Need });
	}
	redirect(303, path);
}

/** Its author alone says who reads it. */
async function changeReaders(event: Event, said: string, change: typeof nameReader) {
	const read = await readForm(event.request, ReaderForm);
	if (!read.ok) return fail<Again>(422, { form: 'state', issues: read.issues, typed: read.typed });
	return changing(event, 'state', read, async (tx, pathway, need) => {
		found(need.mine || null);
		return { done: await change(tx, pathway, need.id, read.data.member, 'need'), to: `/${need.id}?fait=${said}` };
	});
}

export const actions = {
	/** Her voice, by whoever reads the need; mine, by me. The former texts are kept. */
	noter: async (event) => {
		const read = await readPersonForm(event.request, NeedForm);
		if (!read.ok) return fail<Again>(422, { form: 'text', issues: read.issues, typed: read.typed, numbers: read.numbers });
		return changing(event, 'text', read, async (tx, pathway, need) => {
			// One that was being opened when somebody else opened it has its draft there.
			for (const place of [draftOf(need.id), { form: 'need' } as const]) await closeDraft(tx, pathway, read.formKey, place);
			return { done: await changeNeed(tx, pathway, need.id, read.data), to: `?fait=note${placeOf(need)}` };
		});
	},

	/** Keeps what is typed for later; while one types, the page's script sends it here too. Refused once it is recorded. */
	brouillon: async ({ request, locals, params }) => {
		const { typed, formKey } = await readTyped(request);
		const now = new Date();
		const kept = await as(actorOf(locals), async (tx) => {
			const { pathway, need } = await readOne(tx, params);
			return keepDraft(tx, writable(pathway), formKey, typed, now, { ...draftOf(need.id), says: true });
		});
		if (!kept) return fail<Again>(409, { form: 'text', issues: [], typed: { ...typed, form_key: crypto.randomUUID() } });
		return { form: 'text', issues: [], typed, keptAt: now.toISOString() } satisfies Again as Again;
	},

	jeter: async ({ request, locals, params }) => {
		const { formKey } = await readTyped(request);
		const path = await as(actorOf(locals), async (tx) => {
			const { pathway, need } = await readOne(tx, params);
			await dropDraft(tx, pathway, formKey, draftOf(need.id));
			return `/personnes/${pathway.accompaniment.id}/besoins/${need.id}`;
		});
		redirect(303, path);
	},

	/** Settled, or not spoken of any more: nothing is erased. */
	clore: async (event) => {
		const read = await readForm(event.request, EndingForm);
		if (!read.ok) return fail<Again>(422, { form: 'state', issues: read.issues, typed: read.typed });
		const { end, version } = read.data;
		if (!end) return fail<Again>(422, { form: 'state', issues: [{ field: 'end', code: 'choice' }], typed: read.typed });
		return changing(event, 'state', read, async (tx, pathway, { id }) => ({
			done: await endNeed(tx, pathway, id, { end, version }),
			to: '?fait=clos'
		}));
	},

	rouvrir: async (event) => {
		const read = await readForm(event.request, EndingForm);
		if (!read.ok) return fail<Again>(422, { form: 'state', issues: read.issues, typed: read.typed });
		return changing(event, 'state', read, async (tx, pathway, { id }) => ({
			done: await endNeed(tx, pathway, id, { end: null, version: read.data.version }),
			to: `/${id}?fait=rouvert`
		}));
	},

	/** Named later: a widening, asked on the page before, told in the thread. */
	nommer: async (event) => changeReaders(event, 'nomme', nameReader),

	/** A name taken away: narrowing never asks. */
	retirer: async (event) => changeReaders(event, 'retire', unnameReader)
};
