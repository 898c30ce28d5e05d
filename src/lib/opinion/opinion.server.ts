import { sql } from 'kysely';
import type { Tx } from '../server/db.ts';
import { StaleError } from '../web/once.server.ts';
import { noCounts, peopleIn, type Counts, type Question, type WordForm } from './rules.ts';

/** What was answered in one half-year, in one organisation, and what its team says of it. */
export interface Opinions {
	/** `2026-2`: the second half of that year. Nothing finer is known. */
	half: string;
	counts: Counts;
	people: number;
	words: string;
	/** Those who are accompanied there read it too. */
	shown: boolean;
	version: number;
}

/**
 * The answers that can be read, the latest half-year first: those of one's own organisation; in her own space, what its team has shown.
 * @param organization whose
 */
export async function readOpinions(tx: Tx, organization: string): Promise<Opinions[]> {
	const [rows, words] = await Promise.all([
		tx.selectFrom('opinion_count').select(['half', 'question', 'answer', 'people']).where('organization_id', '=', organization).execute(),
		tx.selectFrom('opinion_word').select(['half', 'words', 'shown', 'version']).where('organization_id', '=', organization).execute()
	]);
	const halves = [...new Set(rows.map(({ half }) => half))].sort().reverse();
	return halves.map((half) => {
		const counts = noCounts();
		for (const row of rows) if (row.half === half) counts[row.question as Question][row.answer as keyof Counts[Question]] = row.people;
		const said = words.find((word) => word.half === half) ?? { words: '', shown: false, version: 0 };
		return { ...said, half, counts, people: peopleIn(counts) };
	});
}

/**
 * What the team says of a half-year, and whether those who are accompanied read it.
 * @throws StaleError with `{ words, shown }` when a colleague said something meanwhile: nothing is overwritten
 */
export async function sayOfOpinions(tx: Tx, organization: string, { half, words, shown, version }: WordForm): Promise<void> {
	const written =
		version === 0
			? await tx
					.insertInto('opinion_word')
					.values({ half, words, shown })
					.onConflict((conflict) => conflict.doNothing())
					.executeTakeFirst()
					.then(({ numInsertedOrUpdatedRows }) => numInsertedOrUpdatedRows)
			: await tx
					.updateTable('opinion_word')
					.set({ words, shown, version: sql<number>`version + 1` })
					.where('organization_id', '=', organization)
					.where('half', '=', half)
					.where('version', '=', version)
					.executeTakeFirst()
					.then(({ numUpdatedRows }) => numUpdatedRows);
	if (written === 1n) return;
	const stored = (await readOpinions(tx, organization)).find((one) => one.half === half);
	throw new StaleError({ words: stored?.words ?? '', shown: stored?.shown ?? false });
}
