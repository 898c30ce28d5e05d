import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { channelOr, presentOf } from '#lib/appointments/rules.ts';
import { readCaseload } from '#lib/caseload/caseload.server.ts';
import { readQuery, soughtIn } from '#lib/caseload/rules.ts';
import {
	dropGroup,
	keepGroup,
	leaveOut,
	OutOfReach,
	readBegun,
	readGroup,
	recordGroup,
	type Group,
	type Head,
	type Part
} from '#lib/collective/collective.server.ts';
import { GroupForm, namesIn, shapeOf, whyNotTogether, withoutNames } from '#lib/collective/rules.ts';
import { dayAsked } from '#lib/day/rules.ts';
import { findPeople } from '#lib/desk/desk.server.ts';
import { fieldOf, readLines, wordsOf, type Posted } from '#lib/interviews/lines.ts';
import { InterviewForm, reviewInterview } from '#lib/interviews/rules.ts';
import { m } from '#lib/paraglide/messages.js';
import { readPersonFields, type Numbers } from '#lib/people/form.ts';
import { shownName } from '#lib/people/name.ts';
import { as } from '#lib/server/db.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { actorWho } from '#lib/web/actor.ts';
import { readForm, typedFrom, type Issue, type Typed } from '#lib/web/form.ts';
import { isId } from '#lib/web/found.ts';

/** First who was there, then what is to be noted; the people chosen stand in drafts of mine, never in the address. */
export async function load({ locals, url }) {
	const actor = actorWho(locals, 'walk-with-people');
	const here = presentOf(locals);
	const key = url.searchParams.get('brouillon');
	const shape = shapeOf(url.searchParams.get('a'));
	const common = { today: inputDate(here.now, here.zone), saved: url.searchParams.has('note'), again: url.searchParams.has('deja') };
	return as(actor, async (tx) => {
		const group = key && isId(key) ? await readGroup(tx, actor, key) : null;
		// Names she could be recognised by are compared here, and stay here.
		if (group)
			return {
				...common,
				shape: group.shape,
				begun: [],
				more: false,
				people: [],
				group: { ...group, people: group.people.map(shownMember) }
			};
		const [begun, list] = await Promise.all([readBegun(tx, actor), readCaseload(tx, actor.member, readQuery(new URLSearchParams()), 60)]);
		return { ...common, shape, begun, group: null, people: list.rows.map(({ id, name }) => ({ id, name })), more: list.next !== null };
	});
}

const shownMember = ({ id, name, first, named, typed }: Group['people'][number]) => ({ id, name, first, named, typed });

interface Again {
	issues: Issue[];
	/** Names found: null stands for the common note, else whose line it is. */
	names: { of: string | null; words: string[] }[];
	numbers: Numbers;
	/** Words of people who are not in my reach any more. */
	lost: string[];
	gone?: boolean;
	kept?: string;
	search?: string;
	results?: { id: string; name: string }[];
	/** Ticked so far, while one is choosing. */
	chosen?: { id: string; name: string }[];
}

const AGAIN: Again = { issues: [], names: [], numbers: [], lost: [] };

/** Whoever was ticked. */
const ChooseForm = z.object({
	people: z.array(z.uuid('choice')).max(60, 'too_long').default([]),
	q: z.string().max(100, 'too_long').default('')
});

async function begin(request: Request, locals: App.Locals) {
	const actor = actorWho(locals, 'walk-with-people');
	const here = presentOf(locals);
	const posted = await readLines(request);
	const formKey = fieldOf(posted.form, 'form_key');
	const head = headOf(posted, inputDate(here.now, here.zone));
	const lines = new Map<string, Typed | undefined>([...posted.lines].map(([id, form]) => [id, typedFrom(form)]));
	return { actor, here, posted, formKey: isId(formKey) ? formKey : crypto.randomUUID(), head, lines };
}

function headOf({ form }: Posted, today: string): Head {
	return {
		shape: shapeOf(fieldOf(form, 'shape')),
		held_on: dayAsked(fieldOf(form, 'held_on'), today),
		channel: channelOr(fieldOf(form, 'channel')),
		common: fieldOf(form, 'common')
	};
}

type Begun = Awaited<ReturnType<typeof begin>>;
const keep = ({ actor, formKey, head, lines }: Begun) => as(actor, (tx) => keepGroup(tx, formKey, head, lines));
const pageOf = ({ formKey }: Pick<Begun, 'formKey'>) => `/bureau/collectif?brouillon=${formKey}`;

/** Everything read, its issues named as the page names the fields. */
function readAll({ posted, here }: Begun) {
	const choice = fieldOf(posted.form, 'numbers');
	const above = new FormData();
	for (const [name, value] of posted.form) if (!name.startsWith('lines.')) above.append(name, value);
	const group = readPersonFields(above, GroupForm);
	const issues: Issue[] = group.ok ? [] : [...group.issues];
	const numbers: Numbers = group.ok ? [] : [...group.numbers];
	const parts = new Map<string, Part>();
	for (const [id, form] of posted.lines) {
		if (choice) form.set('numbers', choice);
		form.set('held_on', fieldOf(posted.form, 'held_on'));
		const read = readPersonFields(form, InterviewForm);
		const reviewed = read.ok ? reviewInterview(read.data, here) : { issues: read.issues, agreed: null };
		for (const { field, code } of reviewed.issues) issues.push({ field: field === 'held_on' ? field : `lines.${id}.${field}`, code });
		if (read.ok) parts.set(id, { form: read.data, agreed: reviewed.agreed });
		else numbers.push(...read.numbers);
	}
	return { group, parts, numbers, issues: issues.filter(({ field }, at) => issues.findIndex((one) => one.field === field) === at) };
}

type Slipped = Again['names'][number] & { id: string | null };

/** Names of people who were there, in words that another of them would read. Her own name in her own line is hers. */
async function slipped({ actor, formKey }: Begun, group: GroupForm, parts: Map<string, Part>): Promise<Slipped[]> {
	if (group.shape === 'two') return [];
	const people = (await as(actor, (tx) => readGroup(tx, actor, formKey)))?.people ?? [];
	const all = people.flatMap(({ names }) => names);
	const found = people.map(({ id, first, names }) => {
		const form = parts.get(id)?.form;
		const words = namesIn(`${form?.said ?? ''}\n${form?.moved ?? ''}`, all);
		return { id, of: first, words: words.filter((word) => namesIn(word, names).length === 0) };
	});
	return [{ id: null, of: null, words: namesIn(group.common, all) }, ...found].filter(({ words }) => words.length > 0);
}

/** "Une personne" in the place of each name: in what is common, and in each one's own part. */
function takeOut(found: readonly Slipped[], group: GroupForm, parts: Map<string, Part>): GroupForm {
	let { common } = group;
	for (const { id, words } of found) {
		const part = id === null ? undefined : parts.get(id);
		const clean = (text: string) => withoutNames(text, words, m.collective_someone());
		if (part) part.form = { ...part.form, said: clean(part.form.said), moved: clean(part.form.moved) };
		else common = clean(common);
	}
	return { ...group, common };
}

export const actions = {
	/** Looks for somebody who is not in the list; whoever is ticked stays ticked. Once they are chosen: somebody to add. */
	chercher: async ({ request, locals }) => {
		const begun = await begin(request, locals);
		const { actor, posted, lines } = begun;
		const search = soughtIn(fieldOf(posted.form, 'q'));
		const { lost } = lines.size > 0 ? await keep(begun) : AGAIN;
		const ticked = posted.form
			.getAll('people[]')
			.filter((id): id is string => typeof id === 'string' && isId(id))
			.slice(0, 60);
		return as(actor, async (tx): Promise<Again> => {
			const { people } = search ? await findPeople(tx, actor, search) : { people: [] };
			const rows =
				ticked.length > 0
					? await tx.selectFrom('accompaniment').select(['id', 'name_to_use', 'alias', 'concealed']).where('id', 'in', ticked).execute()
					: [];
			const chosen = rows.map((row) => ({ id: row.id, name: shownName(row) }));
			return { ...AGAIN, lost, search, chosen, results: people.filter(({ id }) => !lines.has(id)).map(({ id, name }) => ({ id, name })) };
		});
	},

	/** These people were there: a page to write on, kept in drafts of mine. */
	choisir: async ({ request, locals, url }) => {
		const actor = actorWho(locals, 'walk-with-people');
		const here = presentOf(locals);
		const read = await readForm(request, ChooseForm);
		const shape = shapeOf(url.searchParams.get('a'));
		const people = read.ok ? [...new Set(read.data.people)] : [];
		const why = whyNotTogether(people, shape);
		if (!read.ok || why) {
			const chosen = people.map((id) => ({ id, name: '' }));
			return fail(422, { ...AGAIN, issues: [{ field: 'people', code: why ?? 'choice' }], chosen } satisfies Again);
		}
		const formKey = read.formKey;
		const head: Head = { shape, held_on: inputDate(here.now, here.zone), channel: 'presence', common: '' };
		await as(actor, (tx) => keepGroup(tx, formKey, head, new Map(people.map((id) => [id, undefined]))));
		redirect(303, pageOf({ formKey }));
	},

	/** One more person; everything typed stays. */
	ajouter: async ({ request, locals }) => {
		const begun = await begin(request, locals);
		const person = fieldOf(begun.posted.form, 'person');
		if (isId(person) && !begun.lines.has(person)) begun.lines.set(person, undefined);
		const { lost } = await keep(begun);
		if (lost.length > 0) return { ...AGAIN, lost } satisfies Again;
		redirect(303, pageOf(begun));
	},

	/** Takes somebody off the page, unless something is written for her. */
	retirer: async ({ request, locals }) => {
		const begun = await begin(request, locals);
		const person = fieldOf(begun.posted.form, 'person');
		const { lost } = await keep(begun);
		const line = begun.lines.get(person);
		if (line && wordsOf(line).length > 0) {
			return fail(422, { ...AGAIN, lost, issues: [{ field: `lines.${person}.said`, code: 'not_nothing' }] } satisfies Again);
		}
		await as(begun.actor, (tx) => leaveOut(tx, begun.formKey, person));
		redirect(303, pageOf(begun));
	},

	/** Keeps what is typed for later, without JavaScript. */
	brouillon: async ({ request, locals }): Promise<Again> => {
		const begun = await begin(request, locals);
		const { lost } = await keep(begun);
		return { ...AGAIN, lost, kept: begun.here.now.toISOString() };
	},

	/** Throws away what was begun. */
	jeter: async ({ request, locals }) => {
		const { actor, formKey } = await begin(request, locals);
		await as(actor, (tx) => dropGroup(tx, actor, formKey));
		redirect(303, '/bureau/collectif');
	},

	/** Records it on each one's thread, once. */
	enregistrer: async ({ request, locals }) => {
		const begun = await begin(request, locals);
		const { actor, formKey, here, posted } = begun;
		const kept = await keep(begun);
		const { group, parts, issues, numbers } = readAll(begun);
		// Whoever left my reach meanwhile is no reason to keep the others’ words from being recorded.
		if (posted.lines.size === 0) issues.push({ field: 'people', code: 'choose_someone' });
		if (!group.ok || issues.length > 0 || numbers.length > 0)
			return fail(422, { ...AGAIN, lost: kept.lost, issues, numbers } satisfies Again);
		const answer = fieldOf(posted.form, 'names');
		const found = answer === 'keep' ? [] : await slipped(begun, group.data, parts);
		if (found.length > 0 && answer !== 'remove') {
			return fail(422, { ...AGAIN, lost: kept.lost, names: found.map(({ of, words }) => ({ of, words })) } satisfies Again);
		}
		const said = { ...takeOut(found, group.data, parts), held_on: begun.head.held_on, channel: begun.head.channel };
		try {
			const path = await as(actor, (tx) => recordGroup(tx, actor, formKey, said, parts, here));
			if (path !== null) redirect(303, path);
		} catch (problem) {
			if (!(problem instanceof OutOfReach)) throw problem;
			const words = problem.ids.flatMap((id) => wordsOf(begun.lines.get(id) ?? {}));
			return fail(404, { ...AGAIN, lost: words, gone: true } satisfies Again);
		}
		// Recorded before, and written on since: it becomes another moment, kept under a key of its own.
		const fresh = { ...begun, formKey: crypto.randomUUID() };
		await keep(fresh);
		redirect(303, `${pageOf(fresh)}&deja`);
	}
};
