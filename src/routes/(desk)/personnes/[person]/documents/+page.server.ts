import { fail, redirect } from '@sveltejs/kit';
import { addPaper, erasePaper, readPapers, renamePaper, type Paper } from '#lib/documents/documents.server.ts';
import { answerLetter, noteLetter, readLetters, type Letter } from '#lib/documents/letters.server.ts';
import { paperLine } from '#lib/documents/pages.ts';
import { AddedForm, AddedNameForm, LetterAnswerForm, OneDocumentForm, ReadTogetherForm } from '#lib/documents/rules.ts';
import { PAPERS, UnfitFile } from '#lib/files/rules.ts';
import { readFileForm, withIssue } from '#lib/files/sent.server.ts';
import { calledNames, namedToday } from '#lib/interviews/audience.server.ts';
import { readPersonForm, type Numbers } from '#lib/people/form.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { readPathway, type Pathway } from '#lib/people/pathway.server.ts';
import { as, asIn, type Tx } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { readForm, type Issue, type Typed } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { once, StaleError } from '#lib/web/once.server.ts';

/** What she shows me, what was added with my name, and the papers that she does not understand and sent to me. */
export async function load({ locals, params, url }) {
	const id = idFrom(params.person);
	const actor = actorOf(locals);
	return asIn(actor, id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		const [papers, letters, named] = await Promise.all([readPapers(tx, pathway), readLetters(tx, pathway), namedToday(tx, pathway)]);
		const names = calledNames(named);
		return {
			person: headOf(pathway),
			papers: papers.map((paper) => ({ ...paperLine(paper), mine: paper.author_id === actor.member })),
			letters: letters.map(({ file, ...letter }) => ({ ...letter, file: file !== null })),
			colleagues: named.filter(({ me }) => !me).map(({ id, first_name }) => ({ id, name: names.get(id) ?? first_name })),
			done: url.searchParams.get('fait'),
			formKey: crypto.randomUUID()
		};
	});
}

interface Again {
	/** Which form came back. */
	about: 'ajouter' | 'renommer' | 'repondre' | 'ensemble';
	issues: Issue[];
	typed: Typed;
	numbers?: Numbers;
	/** It was renamed, or answered, meanwhile. */
	stored?: { paper?: Paper; letter?: Letter };
}

const again = (about: Again['about'], { issues, typed, numbers }: Omit<Again, 'about'>) =>
	fail<Again>(422, { about, issues, typed, ...(numbers && { numbers }) });

type Acting = { request: Request; locals: App.Locals; params: { person: string } };

/** Does one thing in this file, once. */
function doing(
	{ locals, params }: Acting,
	formKey: string,
	said: string,
	work: (tx: Tx, pathway: Pathway) => Promise<unknown>
): Promise<string> {
	const id = idFrom(params.person);
	return as(actorOf(locals), (tx) =>
		once(tx, formKey, async () => {
			await work(tx, writable(found(await readPathway(tx, id))));
			return `/personnes/${id}/documents?fait=${said}`;
		})
	);
}

export const actions = {
	ajouter: async (event) => {
		// To look at a file costs time: whoever is not there sends none.
		await as(actorOf(event.locals), async (tx) => found(await readPathway(tx, idFrom(event.params.person))));
		const read = await readFileForm(event.request, AddedForm, { kinds: PAPERS, required: true });
		if (!read.ok) return again('ajouter', read);
		let path: string;
		try {
			path = await doing(event, read.formKey, 'ajoute', (tx, pathway) => addPaper(tx, pathway, read.file!, read.data));
		} catch (problem) {
			if (!(problem instanceof UnfitFile)) throw problem;
			return again('ajouter', withIssue(read, 'file', problem.code));
		}
		redirect(303, path);
	},

	renommer: async (event) => {
		idFrom(event.params.person);
		const read = await readForm(event.request, AddedNameForm);
		if (!read.ok) return again('renommer', read);
		let path: string;
		try {
			path = await doing(event, read.formKey, 'renomme', (tx, pathway) => renamePaper(tx, pathway, read.data.document, read.data));
		} catch (problem) {
			if (!(problem instanceof StaleError)) throw problem;
			return fail<Again>(409, { about: 'renommer', issues: [], typed: { ...read.typed, form_key: undefined }, stored: problem.stored });
		}
		redirect(303, path);
	},

	/** What I added myself goes; what somebody else added stays his. */
	retirer: async (event) => {
		idFrom(event.params.person);
		const read = await readForm(event.request, OneDocumentForm);
		if (!read.ok) return again('renommer', read);
		redirect(303, await doing(event, read.formKey, 'retire', (tx, pathway) => erasePaper(tx, pathway, read.data.document)));
	},

	repondre: async (event) => {
		idFrom(event.params.person);
		const read = await readPersonForm(event.request, LetterAnswerForm);
		if (!read.ok) return again('repondre', read);
		let path: string;
		try {
			path = await doing(event, read.formKey, 'repondu', (tx, pathway) => answerLetter(tx, pathway, read.data));
		} catch (problem) {
			if (!(problem instanceof StaleError)) throw problem;
			return fail<Again>(409, { about: 'repondre', issues: [], typed: read.typed, stored: problem.stored });
		}
		redirect(303, path);
	},

	/** She brought it to the desk: what was said of it stays with her. */
	ensemble: async (event) => {
		idFrom(event.params.person);
		const read = await readPersonForm(event.request, ReadTogetherForm);
		if (!read.ok) return again('ensemble', read);
		const { member } = actorOf(event.locals);
		redirect(303, await doing(event, read.formKey, 'ensemble', (tx, pathway) => noteLetter(tx, pathway, member, read.data)));
	}
};
