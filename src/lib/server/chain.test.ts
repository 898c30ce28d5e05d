import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { noteReading } from '#lib/people/pathway.server.ts';
import { as, asRole } from '#lib/server/db.ts';
import { house } from '../../../tests/house.ts';
import { closeChain, readHead, verifyChain } from './close-chain.ts';
import { headOf, inOrder, type Line } from './chain.ts';

const home = await house({ after });
const organization = await home.organization();
const aurore = await home.member(organization);
const close = () => asRole('cheminer_jobs', closeChain);
const verify = () => asRole('cheminer_jobs', verifyChain);

/** Something that writes in both: a pathway (audit) and its reading (journal). */
async function life(name: string) {
	const { id } = await home.pathway(aurore, name);
	await as(aurore, (tx) => noteReading(tx, 'pathway', id));
}

beforeEach(async () => {
	await home.sql('delete from journal');
	await home.sql('delete from audit');
	await home.sql('delete from chain where true');
});

const line = (id: string, values: (string | null)[] = ['a']): Line => ({ source: 'journal', id, values });

test('The same lines give the same head in whatever order they come.', () => {
	const closing = { previous: '', id: 'x', closedAt: '2026-11-22T10:00:00.000000Z' };
	const lines = [line('2'), line('1'), { ...line('1'), source: 'audit' as const }];
	assert.equal(headOf(closing, lines), headOf(closing, [...lines].reverse()));
	assert.deepEqual(
		inOrder(lines).map(({ source, id }) => source + id),
		['audit1', 'journal1', 'journal2']
	);
});

test('A value, a null, a line, the head before or the batch itself: whatever differs gives another head.', () => {
	const closing = { previous: 'p', id: 'x', closedAt: '2026-11-22T10:00:00.000000Z' };
	const heads = [
		headOf(closing, [line('1', ['a', null])]),
		headOf(closing, [line('1', ['a', ''])]),
		headOf(closing, [line('1', [null, 'a'])]),
		headOf(closing, [line('1', ['a']), line('2', [null])]),
		headOf(closing, []),
		headOf({ ...closing, previous: 'q' }, [line('1', ['a', null])]),
		headOf({ ...closing, id: 'y' }, [line('1', ['a', null])]),
		headOf({ ...closing, closedAt: '2026-11-22T10:00:00.000001Z' }, [line('1', ['a', null])])
	];
	assert.equal(new Set(heads).size, heads.length);
	assert.ok(heads.every((head) => /^[0-9a-f]{64}$/.test(head)));
});

test('Before the first closing there is no head, and nothing to find.', async () => {
	assert.deepEqual(await asRole('cheminer_jobs', readHead), {});
	const { batches, head, findings } = await verify();
	assert.deepEqual({ batches, head, findings }, { batches: 0, head: null, findings: [] });
});

test('Each closing takes the lines that are not in the chain yet, and hangs from the one before.', async () => {
	await life('Nadia');
	const first = await close();
	assert.ok(first >= 2);
	assert.equal(await close(), 0, 'nothing new, no batch');
	await life('Irina');
	await close();
	const found = await verify();
	assert.deepEqual({ batches: found.batches, open: found.open, findings: found.findings }, { batches: 2, open: 0, findings: [] });
	assert.match(found.head ?? '', /^[0-9a-f]{64}$/);
	assert.equal((await asRole('cheminer_jobs', readHead)).head, found.head);
	const ends = await home.sql<{ first: boolean }>('select previous_id is null as first from chain order by closed_at');
	assert.deepEqual(ends, [{ first: true }, { first: false }]);
});

test('Six processes that close at once make one chain.', async () => {
	for (let count = 0; count < 4; count += 1) {
		await life(`Personne ${count}`);
		await Promise.all(Array.from({ length: 6 }, close));
	}
	const found = await verify();
	assert.deepEqual(found.findings, []);
	assert.equal(found.batches, 4);
});

test('Lines that were committed late come in the next batch.', async () => {
	await life('Nadia');
	await home.sql(`update journal set at = now() - interval '20 seconds'`);
	await close();
	await life('Irina');
	await home.sql(`update journal set at = now() - interval '30 seconds' where chain_id is null`);
	await close();
	assert.deepEqual((await verify()).findings, []);
});

async function twoBatches() {
	await life('Nadia');
	await close();
	await life('Irina');
	await close();
	assert.deepEqual((await verify()).findings, []);
}

test('A changed line is found: another actor, another minute, another column.', async () => {
	for (const change of [
		`update journal set member_id = gen_random_uuid() where id = (select id from journal limit 1)`,
		`update journal set at = at + interval '1 microsecond' where id = (select id from journal limit 1)`,
		`update audit set columns = array['lead_id'] where id = (select id from audit limit 1)`,
		`update audit set member_id = null where id = (select id from audit where member_id is not null limit 1)`
	]) {
		await home.sql('delete from journal');
		await home.sql('delete from audit');
		await home.sql('delete from chain where true');
		await twoBatches();
		await home.sql(change);
		assert.deepEqual(
			(await verify()).findings.map(({ kind }) => kind),
			['changed'],
			change
		);
	}
});

test('A removed line is found.', async () => {
	await twoBatches();
	await home.sql('delete from journal where id = (select id from journal limit 1)');
	assert.deepEqual(
		(await verify()).findings.map(({ kind }) => kind),
		['changed']
	);
});

test('A line slipped into a closed batch is found, and one dated long before the batch it came in.', async () => {
	await twoBatches();
	await home.sql(
		`insert into journal (hour, organization_id, account_id, member_id, kind, chain_id)
		select date_trunc('hour', now()), $1, $2, $3, 'search', id from chain order by closed_at limit 1`,
		[aurore.organization, aurore.account, aurore.member]
	);
	assert.deepEqual(
		(await verify()).findings.map(({ kind }) => kind),
		['changed']
	);
	await home.sql(`update journal set chain_id = null, at = now() - interval '3 days' where kind = 'search'`);
	await close();
	assert.deepEqual(
		(await verify()).findings.map(({ kind, lines }) => ({ kind, lines })),
		[{ kind: 'late', lines: 1 }]
	);
});

test('A batch that is taken away is found, with its lines and without.', async () => {
	await twoBatches();
	const [last] = await home.sql<{ id: string }>('select id from chain order by closed_at desc limit 1');
	await home.sql('delete from chain where id = $1', [last!.id]);
	assert.deepEqual(
		(await verify()).findings.map(({ kind }) => kind),
		['lost']
	);
});

test('The last batch taken away with all its lines shows against a head that was kept elsewhere.', async () => {
	await twoBatches();
	const { head } = await verify();
	const [last] = await home.sql<{ id: string }>('select id from chain order by closed_at desc limit 1');
	for (const table of ['journal', 'audit']) await home.sql(`delete from ${table} where chain_id = $1`, [last!.id]);
	await home.sql('delete from chain where id = $1', [last!.id]);
	const shorter = await verify();
	assert.deepEqual(shorter.findings, []);
	assert.notEqual(shorter.head, head);
});

test('The hands that close the chain cannot open it again, nor rewrite a line, nor a head.', async () => {
	await twoBatches();
	const updated = await asRole('cheminer_jobs', (tx) => sql`update journal set chain_id = null`.execute(tx));
	assert.equal(updated.numAffectedRows, 0n);
	for (const attempt of [
		sql`update journal set member_id = gen_random_uuid()`,
		sql`delete from journal`,
		sql`update chain set head = ''`,
		sql`delete from chain`
	]) {
		await assert.rejects(
			asRole('cheminer_jobs', (tx) => attempt.execute(tx)),
			{ status: 404 }
		);
	}
	assert.deepEqual((await verify()).findings, []);
});

test('No page can touch the chain, or write the journal by hand.', async () => {
	await twoBatches();
	for (const attempt of [
		sql`update journal set chain_id = null`,
		sql`delete from audit`,
		sql`insert into journal (hour, organization_id, account_id, member_id, kind) values (now(), ${organization}, ${aurore.account}, ${aurore.member}, 'list')`,
		sql`select * from chain`
	]) {
		await assert.rejects(
			as(aurore, (tx) => attempt.execute(tx)),
			{ status: 404 }
		);
	}
});
