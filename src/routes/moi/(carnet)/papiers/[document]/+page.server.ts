import { fail, redirect } from '@sveltejs/kit';
import { erasePaper, readPaper, renamePaper, showTo, takePaperBack } from '#lib/documents/documents.server.ts';
import { paperLine } from '#lib/documents/pages.ts';
import { HerReadersForm, RenameForm } from '#lib/documents/rules.ts';
import { calledNames, walkingWithHer } from '#lib/interviews/audience.server.ts';
import { asHer, type Her, type Tx } from '#lib/server/db.ts';
import { herOf, type Part } from '#lib/space/her.server.ts';
import { inHerParts, writableHere } from '#lib/space/writing.server.ts';
import { readForm, readTyped, type Issue, type Typed } from '#lib/web/form.ts';
import { idFrom } from '#lib/web/found.ts';
import { once, refused, StaleError } from '#lib/web/once.server.ts';

/** One paper: who reads it, and what she may do with it. */
export async function load({ locals, params, url }) {
	const id = idFrom(params.document);
	return asHer(herOf(locals), async (tx) => {
		const { part, one } = await inHerParts(tx, (part) => readPaper(tx, part, id));
		const walking = await walkingWithHer(tx, part);
		const names = calledNames(walking);
		return {
			paper: paperLine(one),
			organization: part.organization.name,
			closed: part.accompaniment.ended_on !== null,
			named: walking.filter((who) => who.id !== one.author_id).map(({ id, first_name }) => ({ id, name: names.get(id) ?? first_name })),
			done: url.searchParams.get('fait'),
			formKey: crypto.randomUUID()
		};
	});
}

interface Again {
	issues: Issue[];
	typed: Typed;
	/** It changed meanwhile; the page shows how it stands. */
	stale?: true;
}

/** Does one thing with one paper of hers, once; what changed meanwhile is shown (409). */
async function doing(
	her: Her,
	read: { formKey: string; typed: Typed },
	id: string,
	said: string,
	work: (tx: Tx, part: Part) => Promise<void>
) {
	let path: string;
	try {
		path = await asHer(her, (tx) =>
			once(tx, read.formKey, async () => {
				const { part } = await inHerParts(tx, (part) => readPaper(tx, part, id));
				await work(tx, part);
				return said === 'efface' ? '/moi/papiers?fait=efface' : `/moi/papiers/${id}?fait=${said}`;
			})
		);
	} catch (problem) {
		if (!(problem instanceof StaleError)) throw problem;
		return fail<Again>(409, { issues: [], typed: { ...read.typed, form_key: undefined }, stale: true });
	}
	return redirect(303, path);
}

export const actions = {
	/** Who reads it from now on. */
	montrer: async ({ request, locals, params }) => {
		const id = idFrom(params.document);
		const read = await readForm(request, HerReadersForm);
		if (!read.ok) return refused(read);
		return doing(herOf(locals), read, id, 'lecture', (tx, part) => showTo(tx, writableHere(part), id, read.data));
	},
	/** Nobody reads it any more, in one action; also where nothing else may be written. */
	reprendre: async ({ request, locals, params }) => {
		const id = idFrom(params.document);
		return doing(herOf(locals), await readTyped(request), id, 'repris', (tx) => takePaperBack(tx, id));
	},
	renommer: async ({ request, locals, params }) => {
		const id = idFrom(params.document);
		const read = await readForm(request, RenameForm);
		if (!read.ok) return refused(read);
		return doing(herOf(locals), read, id, 'nom', (tx, part) => renamePaper(tx, part, id, read.data));
	},
	effacer: async ({ request, locals, params }) => {
		const id = idFrom(params.document);
		return doing(herOf(locals), await readTyped(request), id, 'efface', (tx, part) => erasePaper(tx, part, id));
	}
};
