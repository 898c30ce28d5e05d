import { sql, type RawBuilder } from 'kysely';
import { firstName, shownName } from '../people/name.ts';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { readQuestionsOf } from '../space-sees/looked.server.ts';
import { HER_LISTS, openSealed, READER_LISTS, type Entry, type LeavingFile, type ListName } from './lists.ts';

/** Whose file it is and what only the database can look for: neither leaves. */
const WITHOUT = new Set([
	'accompaniment_id',
	'organization_id',
	'person_id',
	'account_id',
	'birth_index',
	'value_index',
	'name_folded',
	'chain_id',
	'hour'
]);

/** Columns that hold a colleague: named by what he is there. */
const COLLEAGUE: Record<string, string> = {
	lead_id: 'lead',
	member_id: 'member',
	author_id: 'author',
	owner_member_id: 'owner_name',
	from_id: 'from',
	to_id: 'to',
	to_member_id: 'to'
};

/** Where nobody of the house stands behind a text, she wrote it herself, in her own space. Who wrote a former profile is not kept. */
const HERS_WHEN_EMPTY: Record<string, readonly string[]> = {
	action: ['author_id'],
	need: ['author_id'],
	need_voice: ['author_id'],
	goal: ['author_id'],
	goal_wording: ['author_id'],
	goal_step: ['author_id'],
	read_back: ['recorded_by'],
	goal_confirmation: ['recorded_by'],
	data_request: ['recorded_by'],
	revision: ['replaced_by']
};

/** The row with her own name where it stands for nobody of the house. */
function signed(list: string, row: Entry, first: string): Entry {
	const columns = [...(HERS_WHEN_EMPTY[list] ?? []), ...(list === 'revision' && row['subject'] !== 'profile' ? ['author_id'] : [])];
	return { ...row, ...Object.fromEntries(columns.filter((column) => row[column] === null).map((column) => [column, first])) };
}

/** What is said of a file besides what it holds. */
type Made = Pick<LeavingFile, 'made_by' | 'language' | 'time_zone'> & { at: Date };

/**
 * Everything of one pathway that the asker may read, opened. What the wall keeps from him is simply not there; a list that is empty says nothing.
 * @param made.made_by the member who gives it
 * @param made.apart texts of meetings that put somebody else in danger: they are told to be there, with their former versions, and no word of them
 * Starts from a reading that was noted as an export (`readPathway(tx, id, 'export')`).
 */
export async function readLeavingFile(tx: Tx, pathway: Pathway, made: Made & { apart?: readonly string[] }): Promise<LeavingFile> {
	const { apart = [], ...rest } = made;
	const [members, excluded] = await Promise.all([
		tx.selectFrom('member').select(['id', 'account_id', 'first_name', 'last_name']).execute(),
		tx.selectFrom('exclusion').selectAll().where('person_id', '=', pathway.accompaniment.person_id).orderBy('created_at').execute()
	]);
	const names = new Map(members.map((one) => [one.id, `${one.first_name} ${one.last_name}`.trim()]));
	const accounts = new Map(members.map((one) => [one.account_id, one.id]));
	const kept = excluded.map(({ account_id, ...row }) => ({ ...row, member_id: accounts.get(account_id) ?? null }));
	return fileOf(tx, pathway, { ...rest, made_by: names.get(made.made_by) ?? '' }, names, kept, apart);
}

/**
 * The same, made by herself in her own space: everything on her pathway, and those who walk with her by first name.
 * @param made.made_by how she is called
 */
export async function readHerFile(tx: Tx, pathway: Pathway, made: Made): Promise<LeavingFile> {
	const [members, { rows: kept }] = await Promise.all([
		tx.selectFrom('member').select(['id', 'first_name']).execute(),
		sql<Entry>`select first_name as member_id, since as created_at from her_exclusions()
			where organization_id = ${pathway.accompaniment.organization_id}::uuid`.execute(tx)
	]);
	const file = await fileOf(tx, pathway, made, new Map(members.map((one) => [one.id, one.first_name])), kept, [], {
		desk_word: sql`her_desk_words()`
	});
	const [questions, pages] = await Promise.all([
		readQuestionsOf(tx, pathway),
		tx.selectFrom('her_page').select(['id', 'sealed']).where('accompaniment_id', '=', pathway.accompaniment.id).execute()
	]);
	const hers = {
		reading_question: questions.map((one) => ({ ...one })),
		her_page: pages.map((row) => openSealed(pathway.key, 'her_page', row))
	};
	return { ...file, by_herself: true, lists: { ...file.lists, ...hers } };
}

async function fileOf(
	tx: Tx,
	{ accompaniment, key }: Pathway,
	{ at, made_by, ...rest }: Made,
	names: ReadonlyMap<string, string>,
	excluded: Entry[],
	apart: readonly string[],
	instead: Partial<Record<string, RawBuilder<unknown>>> = {}
): Promise<LeavingFile> {
	const id = accompaniment.id;
	const [organization, hers, readers] = await Promise.all([
		tx
			.selectFrom('organization')
			.select(['name', 'address', 'phone'])
			.where('id', '=', accompaniment.organization_id)
			.executeTakeFirstOrThrow(),
		Promise.all(
			Object.entries(HER_LISTS).map(async ([name, order]) => {
				const { rows } =
					await sql<Entry>`select * from ${instead[name] ?? sql.table(name)} where accompaniment_id = ${id} order by ${sql.raw(order)}`.execute(
						tx
					);
				return [name, rows] as const;
			})
		),
		Promise.all(
			Object.entries(READER_LISTS).map(async ([name, text]) => {
				const of = sql.ref(`r.${text === 'view_text' ? 'view' : text}_id`);
				const { rows } = await sql<Entry>`select r.* from ${sql.table(name)} r join ${sql.table(text)} t on t.id = ${of}
					where t.accompaniment_id = ${id} order by r.added_at, r.member_id`.execute(tx);
				return [name, rows] as const;
			})
		)
	]);
	const opened: [string, Entry[]][] = [
		['accompaniment', [accompaniment]],
		['exclusion', excluded],
		...hers.map(([name, rows]): [string, Entry[]] => [
			name,
			rows.map((row) => (isApart(name, row, apart) ? hidden(row) : openSealed(key, name, row)))
		]),
		...readers.map(([name, rows]): [string, Entry[]] => [name, rows])
	];
	const first = firstName(shownName(accompaniment));
	const lists = Object.fromEntries(
		opened.map(([name, rows]) => [name, rows.map((row) => told(signed(name, row, first), names) as Entry)])
	) as Record<ListName, Entry[]>;
	return {
		format: 'cheminer-person',
		version: 1,
		made_at: at.toISOString(),
		made_by,
		...rest,
		organization,
		lists
	};
}

/** Is it a text that was set apart, or a former version of one? */
const isApart = (list: string, row: Entry, apart: readonly string[]) =>
	(list === 'note' && apart.includes(String(row['id']))) ||
	(list === 'revision' && row['subject'] === 'note' && apart.includes(String(row['row_id'])));

function hidden({ sealed: _, outcome: __, ...row }: Entry): Entry {
	return { ...row, set_apart: true };
}

/** Without what only serves the machine; a colleague's id becomes a name, wherever it stands. */
function told(value: unknown, names: ReadonlyMap<string, string>): unknown {
	if (typeof value === 'string') return names.get(value) ?? value;
	if (value instanceof Date || typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map((one) => told(one, names));
	return Object.fromEntries(
		Object.entries(value)
			.filter(([name]) => !WITHOUT.has(name) && name !== 'form')
			.map(([name, one]) => [COLLEAGUE[name] ?? name, told(one, names)])
	);
}
