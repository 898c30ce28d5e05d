import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import { HOWS, type How } from '../people/rules.ts';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { StaleError } from '../web/once.server.ts';
import { READ_BACKS, type ReadBackForm } from './rules.ts';

/** "C’est bien ça ?": one answer of hers, to one version of one text. */
export interface ReadBack {
	id: string;
	note_id: string;
	/** The version that was read; a text corrected since is to be read again. */
	note_version: number;
	value: (typeof READ_BACKS)[number];
	how: How;
	/** Her own statement, kept beside the text; '' when she made none. */
	words: string;
	/** Who noted the answer; '' when she gave it in her own space. */
	by: string;
	at: Date;
}

/** Her answers about the texts of these meetings that I may read, the latest first. */
export async function readBacksOf(tx: Tx, { accompaniment, key }: Pathway, meetings: readonly string[]): Promise<ReadBack[]> {
	const rows = await tx
		.selectFrom('read_back as b')
		.innerJoin('note as n', 'n.id', 'b.note_id')
		.leftJoin('member as m', 'm.id', 'b.recorded_by')
		.select([
			'b.id',
			'b.note_id',
			'b.note_version',
			'b.value',
			'b.how',
			'b.sealed',
			'b.at',
			sql<string>`coalesce(m.first_name, '')`.as('by')
		])
		.where('b.accompaniment_id', '=', accompaniment.id)
		.where('n.interview_id', 'in', meetings)
		.orderBy('b.at', 'desc')
		.orderBy('b.id', 'desc')
		.execute();
	return rows.map(({ sealed, value, how, ...row }) => ({
		...row,
		value: READ_BACKS.find((one) => one === value) ?? 'yes',
		how: HOWS.find((one) => one === how) ?? 'orally',
		words: sealed ? key.open<{ words: string }>('read_back', row.id, sealed).words : ''
	}));
}

/**
 * Keeps her answer to a text as it was read. Nothing is ever taken back: she may answer anew.
 * @param note the text as it stands now
 * @throws StaleError with `{ note }` when it was corrected meanwhile: her answer was to another text
 */
export async function answerReadBack(
	tx: Tx,
	{ accompaniment, key }: Pathway,
	note: { id: string; version: number },
	{ value, how, words, version }: ReadBackForm
): Promise<void> {
	if (note.version !== version) throw new StaleError({ note });
	const id = newId();
	await tx
		.insertInto('read_back')
		.values({
			id,
			accompaniment_id: accompaniment.id,
			note_id: note.id,
			note_version: version,
			value,
			how: how ?? 'orally',
			sealed: words ? key.seal('read_back', id, { words }) : null
		})
		.execute();
}
