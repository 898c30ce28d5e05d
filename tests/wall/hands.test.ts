import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import pg from 'pg';
import { HANDS, type Hand, type Touch } from '#lib/access/hands.ts';
import { house } from '../house.ts';
import { plantScene } from './scene.ts';

const home = await house({ after });
await plantScene(home, 'practitioner', 'lead');

const ALL_HANDS = Object.keys(HANDS) as Hand[];
const PRIVILEGES = { read: 'SELECT', add: 'INSERT', change: 'UPDATE' } as const;

/** What the catalogue of the database says of one hand. */
async function touchesOf(hand: Hand): Promise<Record<string, Touch>> {
	const rows = await home.sql<{ at: string; columns: string[]; read: string[]; add: string[]; change: string[]; remove: boolean }>(
		`select case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end as at,
			array_agg(a.attname::text order by a.attname) as columns, has_table_privilege($1, c.oid, 'DELETE') as remove,
			${Object.entries(PRIVILEGES)
				.map(
					([may, name]) =>
						`coalesce(array_agg(a.attname::text order by a.attname) filter (where has_column_privilege($1, c.oid, a.attnum, '${name}')), '{}') as ${may}`
				)
				.join(', ')}
		from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
		where n.nspname in ('public', 'keys', 'auth') and c.relkind in ('r', 'p', 'v', 'm', 'f') group by n.nspname, c.relname, c.oid order by 1`,
		[`cheminer_${hand}`]
	);
	const wholeOr = (some: string[], all: string[]) => (some.length === 0 ? {} : some.length === all.length ? 'all' : some);
	return Object.fromEntries(
		rows
			.filter(({ read, add, change, remove }) => read.length + add.length + change.length > 0 || remove)
			.map(({ at, columns, read, add, change, remove }): [string, Touch] => {
				const touch: Touch = {};
				for (const [may, some] of Object.entries({ read, add, change })) {
					const said = wholeOr(some, columns);
					if (Array.isArray(said) || said === 'all') Object.assign(touch, { [may]: said });
				}
				return [at, remove ? { ...touch, remove } : touch];
			})
	);
}

for (const hand of ALL_HANDS) {
	test(`The database gives the hand of ${hand} what src/lib/access/hands.ts says, column by column, and nothing else.`, async () => {
		assert.deepEqual(await touchesOf(hand), HANDS[hand].touches, `Say in src/lib/access/hands.ts what ${hand} may touch and why it must.`);
	});
}

/** Asks as one hand; whether it was let through. */
async function lets(client: pg.Client, text: string): Promise<boolean> {
	await client.query('savepoint s');
	try {
		await client.query(text);
		return true;
	} catch (problem) {
		assert.ok(problem instanceof pg.DatabaseError && problem.code === '42501', `${text}: ${String(problem)}`);
		return false;
	} finally {
		await client.query('rollback to savepoint s');
	}
}

test('Asked for every column of every table, statistics gives ids, dates, track and way of meeting: no text, no name, no memo, nothing to write.', async () => {
	const columns = await home.sql<{ at: string; name: string; column: string }>(
		`select n.nspname || '.' || c.relname as at, case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end as name, quote_ident(a.attname) as column
		from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
		where n.nspname in ('public', 'keys', 'auth') and c.relkind in ('r', 'p', 'v', 'm', 'f')`
	);
	assert.ok(columns.length > 400);
	const client = new pg.Client({ connectionString: home.serverUrl });
	await client.connect();
	try {
		await client.query('begin');
		await client.query('set local role cheminer_statistics');
		const { touches } = HANDS.statistics;
		for (const { at, name, column } of columns) {
			const given = touches[name]?.read;
			assert.equal(
				await lets(client, `select ${column} from ${at} limit 1`),
				Array.isArray(given) && given.includes(column),
				`${at}.${column}`
			);
			// Not by asking for a row, an order, a join or a shape either.
			if (!Array.isArray(given)) assert.equal(await lets(client, `select count(*) from ${at} where ${column} is not null`), false, at);
		}
		for (const at of new Set(columns.map((one) => one.at))) {
			for (const text of [
				`select t from ${at} t`,
				`select to_jsonb(t) from ${at} t`,
				`delete from ${at}`,
				`insert into ${at} default values`,
				`copy ${at} to stdout`
			])
				assert.equal(await lets(client, text), false, text);
		}
		for (const text of [
			'select * from reach()',
			'select * from organization_changes(null, 10)',
			`select * from front_desk(now(), now())`,
			'select * from unassigned()'
		])
			assert.equal(await lets(client, text), false, text);
	} finally {
		await client.end();
	}
});

test('A column that somebody adds tomorrow is refused to statistics, whatever the table.', async () => {
	const owner = new pg.Client({ connectionString: home.ownerUrl });
	await owner.connect();
	try {
		await owner.query('begin');
		await owner.query('set local role cheminer_owner');
		for (const table of Object.keys(HANDS.statistics.touches)) await owner.query(`alter table ${table} add column tomorrow text`);
		const { rows } = await owner.query<{ at: string; may: boolean }>(
			`select c.relname as at, has_column_privilege('cheminer_statistics', c.oid, 'tomorrow', 'SELECT') as may from pg_class c where c.relname = any ($1) order by 1`,
			[Object.keys(HANDS.statistics.touches)]
		);
		assert.deepEqual(
			rows.filter(({ may }) => may).map(({ at }) => at),
			[]
		);
	} finally {
		await owner.query('rollback');
		await owner.end();
	}
});
