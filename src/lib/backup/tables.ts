import type pg from 'pg';

/** A table as an archive keeps it. */
export interface Table {
	/** `schema.table`, as SQL and as a folder of the archive. */
	name: string;
	/** What is copied, in the order of the rows: generated columns are worked out again. */
	columns: string[];
}

/** The two tables that never stand in the archive of data, but in the archive of keys (decisions 13). */
export const KEY_TABLES = ['keys.installation', 'keys.person_key'];

/**
 * What the archive of data holds: every table that role backup may read, parents before children. The list is the wall's own:
 * a table made with `guard('…')` is archived, one made with `archived => false` is not.
 */
export async function archivedTables(client: pg.ClientBase): Promise<Table[]> {
	return tablesWhere(client, `n.nspname in ('public', 'auth') and has_table_privilege('cheminer_backup', c.oid, 'select')`);
}

/** The tables of the archive of keys. */
export async function keyTables(client: pg.ClientBase): Promise<Table[]> {
	return tablesWhere(client, `n.nspname || '.' || c.relname = any (array['${KEY_TABLES.join(`', '`)}'])`);
}

async function tablesWhere(client: pg.ClientBase, condition: string): Promise<Table[]> {
	const { rows } = await client.query<Table & { parents: string[] }>(
		`select format('%I.%I', n.nspname, c.relname) as name,
			array(select format('%I', a.attname) from pg_attribute a
				where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
			array(select distinct format('%I.%I', pn.nspname, p.relname) from pg_constraint f join pg_class p on p.oid = f.confrelid
				join pg_namespace pn on pn.oid = p.relnamespace where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as parents
		from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where c.relkind = 'r' and ${condition} order by 1`
	);
	return parentsFirst(rows).map(({ name, columns }) => ({ name, columns }));
}

/** Rows come in the order in which their references are there already. */
function parentsFirst<T extends { name: string; parents: string[] }>(tables: T[]): T[] {
	const left = new Map(tables.map((table) => [table.name, table]));
	const ordered: T[] = [];
	while (left.size > 0) {
		const free = [...left.values()].filter((table) => !table.parents.some((parent) => left.has(parent)));
		if (free.length === 0) throw new Error(`tables that refer to one another in a circle: ${[...left.keys()].join(', ')}`);
		for (const table of free) left.delete(table.name);
		ordered.push(...free);
	}
	return ordered;
}

/** Names and columns of an archive become SQL: only what a migration could have made. */
export function isPlainTable({ name, columns }: Table): boolean {
	const word = /^("[a-z][a-z0-9_]{0,62}"|[a-z][a-z0-9_]{0,62})$/;
	const parts = name.split('.');
	return parts.length === 2 && [...parts, ...columns].every((part) => word.test(part));
}
