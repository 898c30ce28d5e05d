import type pg from 'pg';
import type { Keyring, PersonKey } from '../server/keyring.ts';
import { keyIdOf, SealError } from '../server/keyring.ts';

/** Read at once: keys are small, texts are not. */
const PAGE = 2_000;

/** What the wrapped keys of a database are worth. */
export interface KeysFound {
	people: number;
	/** Persons whose wrapped key is not there, or does not open. */
	missing: string[];
	closed: string[];
	/** How many are wrapped by each installation key. */
	by: Record<string, number>;
}

/** Opens every person's key, page by page. Runs as role loader. */
export async function openKeys(client: pg.ClientBase, ring: Keyring): Promise<KeysFound> {
	const found: KeysFound = { people: 0, missing: [], closed: [], by: {} };
	for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
		const { rows } = await client.query<{ id: string; wrapped: string | null }>(
			'select p.id, k.wrapped from person p left join keys.person_key k on k.person_id = p.id where p.id > $1 order by p.id limit $2',
			[after, PAGE]
		);
		for (const { id, wrapped } of rows) {
			found.people += 1;
			if (wrapped === null) found.missing.push(id);
			else {
				const key = keyIdOf(wrapped);
				found.by[key] = (found.by[key] ?? 0) + 1;
				if (!opens(() => ring.unwrap(id, wrapped))) found.closed.push(id);
			}
		}
		if (rows.length < PAGE) return found;
		after = rows.at(-1)!.id;
	}
}

/** How many texts of each table are opened. */
const SAMPLE = 40;

/** Texts bound to their own row in the house's usual way: table, id, person, column. */
export const SAMPLED = ['note', 'need', 'goal', 'action', 'memo', 'contact', 'document', 'letter', 'file'];

/**
 * Opens some texts of each kind, taken all over the table.
 * @returns how many opened, and which rows did not
 */
export async function openSample(client: pg.ClientBase, ring: Keyring): Promise<{ opened: number; closed: string[] }> {
	const closed: string[] = [];
	let opened = 0;
	for (const table of SAMPLED) {
		const { rows } = await client.query<{ id: string; person_id: string; sealed: string; wrapped: string }>(
			`select t.id, a.person_id, t.sealed, k.wrapped from (select id, accompaniment_id, sealed from ${table} order by md5(id::text) limit ${SAMPLE}) t
			join accompaniment a on a.id = t.accompaniment_id join keys.person_key k on k.person_id = a.person_id`
		);
		for (const row of rows) {
			const opening = (key: PersonKey) => key.open(table, row.id, row.sealed);
			if (opens(() => opening(ring.unwrap(row.person_id, row.wrapped)))) opened += 1;
			else closed.push(`${table} ${row.id}`);
		}
	}
	return { opened, closed };
}

function opens(work: () => unknown): boolean {
	try {
		work();
		return true;
	} catch (problem) {
		if (problem instanceof SealError) return false;
		throw problem;
	}
}
