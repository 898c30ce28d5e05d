import { existsSync } from 'node:fs';
import pg from 'pg';
import { referenceOf } from '../people/reference.ts';
import type { Keyring, PersonKey } from '../server/keyring.ts';
import { StartRefused } from '../server/refusal.ts';
import { seal, writeWhole } from '../server/sealed-file.ts';
import { tarOf, type TarFile } from '../server/tar.ts';
import { openSealed, type Entry } from './lists.ts';
import type { KeptFile } from '../files/files.server.ts';
import { keptFrom, pathOf } from './files.ts';
import { README } from './organization-readme.ts';

/** What was taken along, to be told to the operator. */
export interface TakenAlong {
	organization: string;
	/** How many rows of each table. */
	counts: Record<string, number>;
	bytes: number;
}

/** Rows asked for at a time, and bytes of one file of the archive: neither grows with the organisation. */
const ROWS = 500;
const PIECE = 1024 * 1024;
/** The table of the pieces of files. */
const PIECES = 'file_piece';

/** What only the database can look for, and what opens something: none of it leaves. */
const WITHOUT = ['name_folded', 'birth_index', 'value_index', 'email_index', 'token_index', 'chain_id'];

/**
 * Everything of one organisation but its memos, opened and sealed again for whoever receives it: rows as lines of JSON, table by table, as one
 * moment saw them. Its administrators are told before anything is read.
 * @param from.ownerUrl the login that migrates: it may act as role export, which sees that organisation alone
 * @param reference the organisation's reference, id or exact name
 * @param recipient `age1…`: whoever holds its other half opens the file, nobody else
 * @param path a file that is not there yet
 * @throws StartRefused in one sentence: no such organisation, a key that is none, a name that is taken, no room
 */
export async function exportOrganization(
	from: { ownerUrl: string; ring: Keyring },
	reference: string,
	recipient: string,
	path: string
): Promise<TakenAlong> {
	if (existsSync(path)) throw new StartRefused(`There is a file at ${path} already: nothing is written over it.`);
	// A key that is none is told before anybody is told of anything.
	await seal(nothing(), [recipient]);
	const client = new pg.Client({ connectionString: from.ownerUrl, application_name: 'cheminer export' });
	// A line that is cut is told by the statement under way.
	client.on('error', () => undefined);
	await client.connect();
	try {
		await client.query('set role cheminer_export');
		const { id, name } = await findOrganization(client, reference);
		await client.query('select note_organization_export($1)', [id]);
		await client.query('begin isolation level repeatable read read only');
		await client.query(
			`select set_config('app.organization', $1, true), set_config('statement_timeout', '0', true), set_config('timezone', 'UTC', true)`,
			[id]
		);
		const counts: Record<string, number> = {};
		const at = new Date();
		const bytes = await writeWhole(path, sealedWhenRead(filesOf(client, from.ring, { name, at }, counts), at, recipient));
		await client.query('commit');
		return { organization: name, counts, bytes };
	} finally {
		await client.end().catch(() => undefined);
	}
}

/** Nothing is read before the file can be written. */
async function* sealedWhenRead(files: AsyncIterable<TarFile>, at: Date, recipient: string): AsyncGenerator<Uint8Array> {
	yield* await seal(tarOf(files, at), [recipient]);
}

/** An empty stream: a key is tried on it without sealing anything. */
async function* nothing(): AsyncGenerator<Uint8Array> {}

async function findOrganization(client: pg.Client, reference: string): Promise<{ id: string; name: string }> {
	const { rows } = await client.query<{ id: string; name: string }>('select id, name from organizations_to_export()');
	const typed = reference.trim().toLowerCase();
	const found = rows.filter(({ id, name }) => [id, referenceOf(id), name].some((one) => one.toLowerCase() === typed));
	if (found.length === 1) return found[0]!;
	const known = rows.map(({ id, name }) => `  ${referenceOf(id)}  ${name}`).join('\n');
	throw new StartRefused(
		found.length === 0
			? `There is no organisation "${reference}" here. Those that are:\n${known}`
			: `Several organisations are called "${reference}": give the reference of one.\n${known}`
	);
}

interface TableShape {
	name: string;
	columns: string[];
}

/** Every table that role export may read, in the order of their names: the wall says which. */
async function tablesOf(client: pg.Client): Promise<TableShape[]> {
	const { rows } = await client.query<TableShape>(`select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
		from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
		where n.nspname = 'public' and c.relkind = 'r' and has_table_privilege(c.oid, 'select') group by 1 order by 1`);
	return rows;
}

async function* filesOf(
	client: pg.Client,
	ring: Keyring,
	made: { name: string; at: Date },
	counts: Record<string, number>
): AsyncGenerator<TarFile> {
	yield { name: 'README.md', body: Buffer.from(README(made.name, made.at)) };
	const fileRows: Entry[] = [];
	for (const table of await tablesOf(client)) {
		// Sealed bytes are of use to nobody: files leave whole, below.
		if (table.name === PIECES) continue;
		counts[table.name] = 0;
		let number = 0;
		let lines: string[] = [];
		let length = 0;
		const file = (): TarFile => ({ name: `${table.name}/${String(++number).padStart(6, '0')}.jsonl`, body: Buffer.from(lines.join('')) });
		for await (const row of rowsOf(client, ring, table)) {
			const line = `${JSON.stringify(row)}\n`;
			lines.push(line);
			length += line.length;
			counts[table.name]! += 1;
			if (table.name === 'file') fileRows.push(row);
			if (length < PIECE) continue;
			yield file();
			[lines, length] = [[], 0];
		}
		if (lines.length > 0) yield file();
	}
	for (const row of fileRows) {
		const file = keptFrom(row);
		const body = file && (await wholeFile(client, ring, file, String(row['accompaniment_id'])));
		if (body) yield { name: pathOf(file), body };
	}
	yield { name: 'counts.json', body: Buffer.from(`${JSON.stringify(counts, null, '\t')}\n`) };
}

/** A file of ten million bytes at most, opened; undefined when its person was erased. */
async function wholeFile(client: pg.Client, ring: Keyring, file: KeptFile, accompaniment: string): Promise<Buffer | undefined> {
	const { rows: keys } = await client.query<{ person_id: string; wrapped: string }>(
		'select k.person_id, k.wrapped from accompaniment a join keys.person_key k on k.person_id = a.person_id where a.id = $1',
		[accompaniment]
	);
	if (!keys[0]) return undefined;
	const key = ring.unwrap(keys[0].person_id, keys[0].wrapped);
	const { rows } = await client.query<{ body: Buffer }>(`select body from ${PIECES} where file_id = $1 order by position`, [file.id]);
	return Buffer.concat(rows.map(({ body }, position) => key.openPiece({ table: PIECES, row: file.id, position, of: file.pieces }, body)));
}

/** The rows of one table, person after person, so that each key is unwrapped once. */
async function* rowsOf(client: pg.Client, ring: Keyring, { name, columns }: TableShape): AsyncGenerator<Entry> {
	const table = client.escapeIdentifier(name);
	const sealed = columns.includes('sealed') && columns.includes('accompaniment_id');
	const order = ['accompaniment_id', 'id'].filter((column) => columns.includes(column)).map((column) => `, t.${column}`);
	await client.query(
		`declare leaving no scroll cursor for select to_jsonb(t) - '{${WITHOUT.join(',')}}'::text[] as row${
			sealed
				? `, a.person_id, k.wrapped from ${table} t join accompaniment a on a.id = t.accompaniment_id left join keys.person_key k on k.person_id = a.person_id`
				: `, null as person_id, null as wrapped from ${table} t`
		} order by 2${order.join('')}`
	);
	let key: PersonKey | undefined;
	for (;;) {
		const { rows } = await client.query<{ row: Entry; person_id: string | null; wrapped: string | null }>(`fetch ${ROWS} from leaving`);
		for (const { row, person_id, wrapped } of rows) {
			if (name === 'reading_question') {
				yield openQuestion(ring, row);
				continue;
			}
			if (!sealed) {
				// Sealed for the house rather than for a person: an address that somebody was invited at.
				const { sealed: _, ...rest } = row;
				yield rest;
				continue;
			}
			if (key?.person !== person_id) key = person_id && wrapped ? ring.unwrap(person_id, wrapped) : undefined;
			yield openSealed(key, name, row);
		}
		if (rows.length < ROWS) break;
	}
	await client.query('close leaving');
}

/** What she asked about a reading, and what coordination answered: sealed by the house, since coordination opens no file. */
function openQuestion(ring: Keyring, { sealed, answer, ...row }: Entry): Entry {
	const about = `reading_question|${String(row['id'])}`;
	return {
		...row,
		said: ring.open<Entry>(about, String(sealed)),
		answer: typeof answer === 'string' ? ring.open<Entry>(`${about}|answer`, answer) : null
	};
}
