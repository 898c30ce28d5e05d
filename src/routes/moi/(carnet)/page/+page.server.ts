import { fail, redirect } from '@sveltejs/kit';
import type { z } from 'zod';
import { composePage, lineSaid } from '#lib/her-page/compose.ts';
import { changePage, erasePage, pageAmong, partForPage, readHerPages, readNotebook } from '#lib/her-page/her-page.server.ts';
import {
	AddForm,
	afterGesture,
	ChangeForm,
	EraseForm,
	keyOf,
	LanguageForm,
	lineFrom,
	NameForm,
	OrderForm,
	READY,
	TakeForm,
	withLines,
	withWords,
	type StoredPage
} from '#lib/her-page/rules.ts';
import { pageSaysIn } from '#lib/her-page/words.ts';
import { sheetLanguage } from '#lib/paper/rules.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { asHer } from '#lib/server/db.ts';
import { herOf, readParts } from '#lib/space/her.server.ts';
import { readForm, type Issue, type Typed } from '#lib/web/form.ts';
import { NotPossible } from '#lib/web/not-possible.ts';
import { once, StaleError } from '#lib/web/once.server.ts';

/** "Ma page à montrer": what stands on it, what could, and how it will be printed. */
export async function load({ locals, url }) {
	const her = herOf(locals);
	return asHer(her, async (tx) => {
		const parts = await readParts(tx);
		const pages = await readHerPages(tx, parts);
		const page = pageAmong(pages, url.searchParams.get('page'));
		const notebook = await readNotebook(tx, parts);
		const place = { locale: getLocale(), zone: her.timeZone, now: new Date() };
		const language = sheetLanguage(page.language, place.locale);
		const said = pageSaysIn(language);
		const there = new Set(page.lines.map(keyOf));
		const offered = [
			...notebook.needs.map(({ id }) => `need:${id}`),
			...notebook.goals.map(({ id }) => `goal:${id}`),
			...notebook.next.map(({ id }) => `next:${id}`)
		].filter((key) => !there.has(key));
		return {
			none: parts.length === 0,
			/** In the first days of her card nothing is begun: what she composed before comes back with the rest. */
			notYet: page.id === '' && !(await partForPage(tx, parts)),
			page: {
				...page,
				language,
				lines: page.lines.map((line) => ({ ...line, shown: lineSaid(line, notebook, language, said, place) }))
			},
			others: pages.filter(({ id }) => id !== page.id).map(({ id }) => id),
			first: notebook.first,
			sheet: composePage(page, notebook, said, place),
			offered: offered.map((key) => ({ key, shown: lineSaid(lineFrom(key, key), notebook, language, said, place) })),
			ready: READY.filter((ready) => !there.has(`ready:${ready}`)),
			done: url.searchParams.get('fait')
		};
	});
}

interface Again {
	/** Which of the page's forms came back. */
	at: string;
	issues: Issue[];
	typed: Typed;
	/** It changed on another screen meanwhile. */
	stale?: true;
}

type Which = { page: string; version: number };

/** One form of this page: the page as it is to be, written once, then shown again. */
async function act<S extends z.ZodType<Which>>(
	{ request, locals }: { request: Request; locals: App.Locals },
	at: string,
	schema: S,
	change: (page: StoredPage, said: z.infer<S>) => StoredPage
) {
	const her = herOf(locals);
	const read = await readForm(request, schema);
	if (!read.ok) return fail<Again>(422, { at, issues: read.issues, typed: read.typed });
	const said = read.data;
	let path: string;
	try {
		path = await asHer(her, (tx) =>
			once(tx, read.formKey, async () => {
				await changePage(tx, await readParts(tx), said, (page) => change(page, said));
				return `/moi/page?${said.page ? `page=${said.page}&` : ''}fait=garde`;
			})
		);
	} catch (problem) {
		if (problem instanceof NotPossible)
			return fail<Again>(422, { at, issues: [{ field: problem.field, code: problem.code }], typed: read.typed });
		if (problem instanceof StaleError) return fail<Again>(409, { at, issues: [], typed: read.typed, stale: true });
		throw problem;
	}
	redirect(303, path);
}

/** @throws NotPossible when the page has no room */
function orFull<T>(page: T | null, field: string): T {
	if (page === null) throw new NotPossible(field, 'page_full');
	return page;
}

export const actions = {
	prenom: (event) => act(event, 'prenom', NameForm, (page, { named, name }) => ({ ...page, named, name })),
	ajouter: (event) =>
		act(event, 'ajouter', AddForm, (page, { head, text }) =>
			orFull(withLines(page, [{ id: crypto.randomUUID(), kind: 'own', head, text }]), 'text')
		),
	prendre: (event) =>
		act(event, 'prendre', TakeForm, (page, { lines }) =>
			orFull(
				withLines(
					page,
					lines.map((key) => lineFrom(key, crypto.randomUUID()))
				),
				'lines'
			)
		),
	/** A line that is gone meanwhile stays gone; what she typed for it is written as a new one. */
	changer: (event) =>
		act(
			event,
			'changer',
			ChangeForm,
			(page, { line, head, text }) =>
				withWords(page, line, { head, text }) ?? orFull(withLines(page, [{ id: crypto.randomUUID(), kind: 'own', head, text }]), 'text')
		),
	ordre: (event) => act(event, 'ordre', OrderForm, (page, { geste: { gesture, line } }) => afterGesture(page, gesture, line)),
	langue: (event) => act(event, 'langue', LanguageForm, (page, { language }) => ({ ...page, language })),

	effacer: async ({ request, locals }) => {
		const her = herOf(locals);
		const read = await readForm(request, EraseForm);
		if (!read.ok) return fail<Again>(422, { at: 'effacer', issues: read.issues, typed: read.typed });
		const path = await asHer(her, (tx) =>
			once(tx, read.formKey, async () => {
				if (read.data.page) await erasePage(tx, read.data.page);
				return '/moi/page?fait=efface';
			})
		);
		redirect(303, path);
	}
};
