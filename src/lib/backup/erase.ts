import type pg from 'pg';

/** A way from a table to what is erased: these columns refer to those of a parent. */
interface Reference {
	child: string;
	columns: string;
	parent: string;
	parentColumns: string;
}

/** Opaque traces that say who read and who changed, in a chain that would break: they name nobody any more (docs/decisions/0035). */
const KEPT = ['public.journal', 'public.audit'];

/**
 * Erases people from the database: every row about them, and the wrapped key without which no copy of their texts opens. The tables are
 * asked of the catalogue, so that one made tomorrow is not forgotten. Runs as role loader, in the caller's transaction.
 * @param people ids of persons; those who are not there change nothing
 * @returns how many rows went
 */
export async function erasePeople(client: pg.ClientBase, people: readonly string[]): Promise<number> {
	if (people.length === 0) return 0;
	let rows = 0;
	const { rows: accompaniments } = await client.query<{ id: string }>('select id from accompaniment where person_id = any ($1::uuid[])', [
		people
	]);
	const ids = accompaniments.map(({ id }) => id);
	for (const { table, condition } of await rowsAbout(client)) {
		const { rowCount } = await client.query(
			`with her as (select $1::uuid[] as people, $2::uuid[] as files) delete from ${table} using her where ${condition}`,
			[people, ids]
		);
		rows += rowCount ?? 0;
	}
	// A post that came after its session ended says whom it is about by its address alone.
	await client.query(`delete from kept_post where path ~ any (array(select '/' || unnest($1::text[])))`, [ids]);
	return rows;
}

/** Every table with rows about a person, children before parents, and which rows those are, given her people and her files. */
async function rowsAbout(client: pg.ClientBase): Promise<{ table: string; condition: string }[]> {
	const { rows: tables } = await client.query<{ name: string; column: string | null }>(
		`select format('%I.%I', n.nspname, c.relname) as name,
			(select a.attname from pg_attribute a where a.attrelid = c.oid and not a.attisdropped and a.attname in ('accompaniment_id', 'person_id')
				order by a.attname = 'person_id' limit 1) as column
		from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname in ('public', 'keys', 'auth')`
	);
	const { rows: references } = await client.query<Reference>(
		`select format('%I.%I', cn.nspname, c.relname) as child, format('%I.%I', pn.nspname, p.relname) as parent,
			(select string_agg(format('%I', a.attname), ', ' order by k.o) from unnest(f.conkey) with ordinality k(n, o)
				join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.n) as columns,
			(select string_agg(format('%I', a.attname), ', ' order by k.o) from unnest(f.confkey) with ordinality k(n, o)
				join pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.n) as "parentColumns"
		from pg_constraint f join pg_class c on c.oid = f.conrelid join pg_namespace cn on cn.oid = c.relnamespace
		join pg_class p on p.oid = f.confrelid join pg_namespace pn on pn.oid = p.relnamespace
		where f.contype = 'f' and f.conrelid <> f.confrelid`
	);
	const columns = new Map(tables.map(({ name, column }) => [name, column]));
	const conditions = new Map<string, string | undefined>();
	function conditionOf(table: string): string | undefined {
		if (conditions.has(table)) return conditions.get(table);
		conditions.set(table, undefined);
		if (KEPT.includes(table)) return undefined;
		const column = columns.get(table);
		let condition: string | undefined;
		if (table === 'public.person') condition = 'id = any (her.people)';
		else if (table === 'public.accompaniment' || column === 'person_id') condition = 'person_id = any (her.people)';
		else if (column === 'accompaniment_id') condition = 'accompaniment_id = any (her.files)';
		else {
			// No column of its own says whom it is about: it goes with what it refers to.
			const ways = references
				.filter((reference) => reference.child === table)
				.flatMap(({ columns: own, parent, parentColumns }) => {
					const above = conditionOf(parent);
					return above ? [`(${own}) in (select ${parentColumns} from ${parent} where ${above})`] : [];
				});
			if (ways.length > 0) condition = ways.join(' or ');
		}
		conditions.set(table, condition);
		return condition;
	}
	const about = [...columns.keys()].flatMap((table) => {
		const condition = conditionOf(table);
		return condition ? [{ table, condition }] : [];
	});
	return childrenFirst(about, references);
}

function childrenFirst<T extends { table: string }>(tables: T[], references: Reference[]): T[] {
	const left = new Map(tables.map((table) => [table.table, table]));
	const ordered: T[] = [];
	while (left.size > 0) {
		const free = [...left.keys()].filter((table) => !references.some(({ child, parent }) => parent === table && left.has(child)));
		if (free.length === 0) throw new Error(`tables that refer to one another in a circle: ${[...left.keys()].join(', ')}`);
		for (const table of free) {
			ordered.push(left.get(table)!);
			left.delete(table);
		}
	}
	return ordered;
}
