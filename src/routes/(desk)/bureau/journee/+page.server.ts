import { fail, redirect } from '@sveltejs/kit';
import { presentOf } from '#lib/appointments/rules.ts';
import { readDay } from '#lib/day/day.server.ts';
import { soughtIn } from '#lib/caseload/rules.ts';
import { dayAfter, dayAsked } from '#lib/day/rules.ts';
import { keepBeside, keepLines, LineForm, openPathway, recordLine, releaseLine, type Line } from '#lib/day/writing.server.ts';
import { findPeople } from '#lib/desk/desk.server.ts';
import { readInterview } from '#lib/interviews/interviews.server.ts';
import { fieldOf, readLines, wordsOf, type Posted } from '#lib/interviews/lines.ts';
import { reviewInterview } from '#lib/interviews/rules.ts';
import { readPersonFields, type Numbers } from '#lib/people/form.ts';
import { noteReading } from '#lib/people/pathway.server.ts';
import { as } from '#lib/server/db.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { actorWho } from '#lib/web/actor.ts';
import { typedFrom, type Issue, type Typed } from '#lib/web/form.ts';
import { isId } from '#lib/web/found.ts';
import { StaleError } from '#lib/web/once.server.ts';

/** One line for each meeting of a day: mine, and those of the people I cover. Names and hours; what was said before is not here. */
export async function load({ locals, url }) {
	const actor = actorWho(locals, 'walk-with-people');
	const here = presentOf(locals);
	const today = inputDate(here.now, here.zone);
	const day = dayAsked(url.searchParams.get('jour'), today);
	const added = url.searchParams.getAll('avec').filter(isId).slice(0, 12);
	const note = url.searchParams.get('note');
	return as(actor, async (tx) => ({
		...(await readDay(tx, actor, day, here, added)),
		day,
		before: dayAfter(day, -1),
		after: day < today ? dayAfter(day, 1) : null,
		today,
		/** The meeting written up by the last gesture, or whose appointment was let go. */
		note: note && isId(note) ? note : null,
		free: url.searchParams.get('libre')
	}));
}

/** The page again; each line shows what was typed in it. */
interface Again {
	/** The line that came back, with what to put right in it. */
	line: string;
	issues: Issue[];
	typed?: Typed;
	numbers?: Numbers;
	/** Written up meanwhile: by whom, and what, if it is mine to read. */
	conflict?: { interview: string | null; stored: string; person: string };
	/** Words of people who are not in my reach any more. */
	lost: string[];
	keptAt?: string;
	search?: string;
	results?: { id: string; name: string }[];
}

const AGAIN = { line: '', issues: [] as Issue[], lost: [] as string[] };

/** What stands above the lines, and every line kept first: whatever happens to one, no other is lost. */
async function begin(request: Request, locals: App.Locals, all?: (posted: Posted) => string[]) {
	const actor = actorWho(locals, 'walk-with-people');
	const here = presentOf(locals);
	const posted = await readLines(request);
	const day = dayAsked(fieldOf(posted.form, 'day'), inputDate(here.now, here.zone));
	const line = fieldOf(posted.form, 'line') || fieldOf(posted.form, 'numbers_line');
	const others = new Map([...posted.lines].filter(([key]) => key !== line));
	const { lost } = await as(actor, (tx) =>
		keepLines(tx, actor, day, all ? posted.lines : others, { aside: true, all: all?.(posted) ?? [] })
	);
	return { actor, here, posted, day, line, lost };
}

type Begun = Awaited<ReturnType<typeof begin>>;

/** One line of what was posted, or the answer that shows it again. */
function readLine({ posted, line, day, here, lost }: Begun) {
	const form = posted.lines.get(line) ?? new FormData();
	const choice = fieldOf(posted.form, 'numbers');
	if (choice) form.set('numbers', choice);
	const read = readPersonFields(form, LineForm);
	const reviewed = read.ok ? reviewInterview({ ...read.data, held_on: day }, here) : { issues: read.issues, agreed: null };
	const again: Again = { line, issues: reviewed.issues, typed: posted.typed, numbers: read.ok ? [] : read.numbers, lost };
	if (!read.ok || reviewed.issues.length > 0) return { ok: false as const, again };
	return {
		ok: true as const,
		again,
		typed: read.typed,
		read: { formKey: read.formKey, day, data: read.data, agreed: reviewed.agreed, here }
	};
}

/** Blank lines that were added stay on the page. */
function addedIn({ posted, line }: Begun): string {
	const people = [...posted.lines]
		.filter(([key, form]) => key !== line && !fieldOf(form, 'appointment'))
		.map(([, form]) => fieldOf(form, 'person'));
	return people
		.filter(isId)
		.map((person) => `&avec=${person}`)
		.join('');
}

const gone = (begun: Begun, typed: Typed) => fail<Again>(404, { ...AGAIN, line: '', lost: [...begun.lost, ...wordsOf(typed)] });

/** There is something to put right: that line is kept as a draft too, and comes back under the same key. */
async function notYet({ actor, day, line, posted }: Begun, again: Again) {
	const own = posted.lines.get(line);
	const { lost } = own ? await as(actor, (tx) => keepLines(tx, actor, day, new Map([[line, own]]), { all: [line], aside: true })) : AGAIN;
	return fail<Again>(422, { ...again, lost: [...again.lost, ...lost] });
}

async function record(begun: Begun) {
	const line = readLine(begun);
	if (!line.ok) return notYet(begun, line.again);
	try {
		const path = await as(begun.actor, (tx) => recordLine(tx, begun.actor, line.read));
		if (path === null) return gone(begun, line.typed);
		if (begun.lost.length > 0) return { ...AGAIN, lost: begun.lost } satisfies Again;
		redirect(303, path + addedIn(begun));
	} catch (problem) {
		if (!(problem instanceof StaleError)) throw problem;
		return fail<Again>(409, await conflictOf(begun, line.read, line.typed, problem));
	}
}

async function conflictOf({ actor, lost }: Begun, line: Line, typed: Typed, { stored }: StaleError): Promise<Again> {
	return as(actor, async (tx) => {
		const { key, interview } = await keepBeside(tx, line, typed, stored);
		const pathway = await openPathway(tx, line.data.person);
		// What is shown of it is a reading; what was typed is kept whatever was read before.
		if (pathway && interview) await noteReading(tx, 'pathway', pathway.accompaniment.id, false);
		const read = pathway && interview ? await readInterview(tx, pathway, interview) : undefined;
		return { ...AGAIN, lost, line: key, conflict: { interview, stored: read?.note?.text ?? '', person: line.data.person } };
	});
}

export const actions = {
	/** Records one line; the others stay as they are typed. */
	enregistrer: async ({ request, locals }) => record(await begin(request, locals)),

	/** "Rien à noter": we met, and that is all. */
	rien: async ({ request, locals }) => {
		const begun = await begin(request, locals);
		const typed = typedFrom(begun.posted.lines.get(begun.line) ?? new FormData());
		const words = (['said', 'moved', 'outcome'] as const).find((field) => typed[field]);
		if (words) {
			const issues = [{ field: words, code: 'not_nothing' }];
			return notYet(begun, { ...AGAIN, line: begun.line, issues, typed: begun.posted.typed, lost: begun.lost });
		}
		return record(begun);
	},

	/** "On ne s’est pas vus": let go without a reason; another date if one was given. */
	'pas-vus': async ({ request, locals }) => {
		const begun = await begin(request, locals);
		const line = readLine(begun);
		if (!line.ok) return notYet(begun, line.again);
		const path = await as(begun.actor, (tx) => releaseLine(tx, line.read, line.typed));
		if (path === null) return gone(begun, line.typed);
		redirect(303, path + addedIn(begun));
	},

	/** Keeps what is typed for later, without JavaScript. */
	brouillon: async ({ request, locals }): Promise<Again> => {
		const { lost, here, posted } = await begin(request, locals, () => []);
		return { ...AGAIN, typed: posted.typed, lost, keptAt: here.now.toISOString() };
	},

	/** On to the full page with what is typed: promises, needs, who was there. */
	complet: async ({ request, locals }) => {
		const begun = await begin(request, locals, ({ form }) => [fieldOf(form, 'line')]);
		const form = begun.posted.lines.get(begun.line);
		const [person, key] = [fieldOf(form, 'person'), fieldOf(form, 'form_key')];
		if (!form || !isId(person) || !isId(key) || begun.lost.length > 0) return gone(begun, typedFrom(new FormData()));
		redirect(303, `/personnes/${person}/entretiens/nouveau?brouillon=${key}`);
	},

	/** Looks for somebody met without an appointment, among those I walk with. */
	chercher: async ({ request, locals }): Promise<Again> => {
		const { actor, lost, posted } = await begin(request, locals, () => []);
		const search = soughtIn(fieldOf(posted.form, 'q'));
		const { people } = search ? await as(actor, (tx) => findPeople(tx, actor, search)) : { people: [] };
		return { ...AGAIN, typed: posted.typed, lost, search, results: people.map(({ id, name }) => ({ id, name })) };
	},

	/** A line for her. */
	ajouter: async ({ request, locals }) => {
		const begun = await begin(request, locals, () => []);
		const person = fieldOf(begun.posted.form, 'person');
		redirect(303, `/bureau/journee?jour=${begun.day}${addedIn({ ...begun, line: '' })}${isId(person) ? `&avec=${person}` : ''}`);
	}
};
