import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { NeedCode } from '../needs/codes.ts';
import { readPlanSource } from '../paper/plan.server.ts';
import type { Tx } from '../server/db.ts';
import { openParts, type Part } from '../space/her.server.ts';
import { found } from '../web/found.ts';
import { NotPossible } from '../web/not-possible.ts';
import { StaleError } from '../web/once.server.ts';
import { NEW_PAGE, type StoredPage } from './rules.ts';

/** A page of hers, with the part of her pathway in which it is kept; version 0 and no id until something was written. */
export interface HerPage extends StoredPage {
	id: string;
	version: number;
}

/** What she may take from her notebook, as it stands there now. */
export interface Notebook {
	/** How she is called where the page is kept. */
	first: string;
	/** Her words on a need, or its topic when she said nothing yet. */
	needs: { id: string; words: string; code: NeedCode | null }[];
	goals: { id: string; words: string }[];
	/** Her next appointment in each part: the day and the hour, nothing of where or with whom. */
	next: { id: string; at: Date }[];
}

/** Her pages that her cards open: one for each part at most, and hardly ever more than one in all. */
export async function readHerPages(tx: Tx, parts: readonly Part[]): Promise<HerPage[]> {
	const rows = await tx.selectFrom('her_page').select(['id', 'accompaniment_id', 'sealed', 'version']).orderBy('id').execute();
	return rows.flatMap(({ accompaniment_id, sealed, ...row }) => {
		const part = parts.find(({ accompaniment }) => accompaniment.id === accompaniment_id);
		return part ? [{ ...row, ...part.key.open<StoredPage>('her_page', row.id, sealed) }] : [];
	});
}

/**
 * The page that is asked for, or the first, or a new one.
 * @param wanted an id; '' or null for whichever there is
 * @throws HttpError 404 for one that is not hers
 */
export function pageAmong(pages: readonly HerPage[], wanted: string | null): HerPage {
	if (wanted) return found(pages.find(({ id }) => id === wanted));
	return pages[0] ?? { id: '', version: 0, ...NEW_PAGE };
}

/** What she may choose from, wherever her cards open. Needs that stand on their own page alone are not offered: a paper may be found. */
export async function readNotebook(tx: Tx, parts: readonly Part[]): Promise<Notebook> {
	const sources = await Promise.all(parts.map(async (part) => ({ part, source: await readPlanSource(tx, part) })));
	return {
		first: parts[0]?.first ?? '',
		needs: sources.flatMap(({ source }) =>
			source.needs.map(({ id, code, label, words }) => ({ id, words: words || label, code: words || label ? null : code }))
		),
		goals: sources.flatMap(({ source }) => source.goals.flatMap(({ id, text }) => (text ? [{ id, words: text }] : []))),
		next: sources.flatMap(({ part, source }) => (source.next ? [{ id: part.accompaniment.id, at: source.next.at }] : []))
	};
}

/** Where a new page of hers is kept; undefined as long as each card she came with is in its first days: there may be one already. */
export async function partForPage(tx: Tx, parts: readonly Part[]): Promise<Part | undefined> {
	const { rows } = await sql<{ file: string }>`select her_young_files() as file`.execute(tx);
	const settled = parts.filter(({ accompaniment }) => !rows.some(({ file }) => file === accompaniment.id));
	return openParts(settled)[0] ?? settled[0];
}

/**
 * Writes her page as it is to be, from how it stood when she saw it.
 * @param seen which page she had before her, and its version: '' and 0 for a new one
 * @param change makes the new page from the stored one
 * @throws StaleError with `{ page }` when it changed on another screen; NotPossible in the first days of her card; HttpError 404 for one that is
 *   not hers
 */
export async function changePage(
	tx: Tx,
	parts: readonly Part[],
	seen: { page: string; version: number },
	change: (page: StoredPage) => StoredPage
): Promise<void> {
	const pages = await readHerPages(tx, parts);
	const { id, version, ...stored } = pageAmong(pages, seen.page);
	if (version !== seen.version) throw new StaleError({ page: { id, version, ...stored } });
	const page = change(stored);
	if (id === '') {
		found(parts[0]);
		const part = await partForPage(tx, parts);
		if (!part) throw new NotPossible('', 'page_not_yet');
		const fresh = newId();
		const row = await tx
			.insertInto('her_page')
			.values({ id: fresh, accompaniment_id: part.accompaniment.id, sealed: part.key.seal('her_page', fresh, page) })
			.onConflict((conflict) => conflict.column('accompaniment_id').doNothing())
			.returning('id')
			.executeTakeFirst();
		if (!row) throw new StaleError({ page: pageAmong(await readHerPages(tx, parts), null) });
		return;
	}
	// One person has one key, whichever part the page is kept in.
	const { key } = found(parts[0]);
	const row = await tx
		.updateTable('her_page')
		.set({ sealed: key.seal('her_page', id, page), version: version + 1 })
		.where('id', '=', id)
		.where('version', '=', version)
		.returning('id')
		.executeTakeFirst();
	if (!row) throw new StaleError({ page: pageAmong(await readHerPages(tx, parts), id) });
}

/** The page is gone, with every line on it; what it was taken from stays. Gone already is gone. */
export async function erasePage(tx: Tx, id: string): Promise<void> {
	await tx.deleteFrom('her_page').where('id', '=', id).execute();
}
