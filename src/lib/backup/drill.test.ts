import assert from 'node:assert/strict';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { v7 as newId } from 'uuid';
import { identityToRecipient } from 'age-encryption';
import { loadDemo } from '../../../demo/load.ts';
import { testDatabase, type TestDatabase } from '../../../tests/database.ts';
import { closeChain } from '../server/close-chain.ts';
import { asRole, closeDatabase, openDatabase } from '../server/db.ts';
import { openKeyring } from '../server/keyring.ts';
import { seal, writeWhole } from '../server/sealed-file.ts';
import { makeArchive, type Made } from './backup.ts';
import { connected } from './connection.ts';
import { erasePeople } from './erase.ts';
import { erase, lookAt } from './erasure.ts';
import { FORMAT, packArchive } from './format.ts';
import { copyLedger, ledgerOf, readLedger, recordErasure } from './ledger.ts';
import { archivesIn, findArchive, nameOf, placeAt, preparePlace, prune } from './place.ts';
import { readyToRestore, restoreArchive } from './restore.ts';
import { retireKey, rotateKeys } from './rotate.ts';
import { verifyArchive, verifyDatabase } from './verify.ts';
import { referenceOf } from '../people/reference.ts';

const folder = mkdtempSync(join(tmpdir(), 'cheminer-drill-'));
const data = join(folder, 'data');
const keyFile = join(folder, 'keys', 'installation.json');
const last: (() => unknown)[] = [];
after(async () => {
	for (const work of last) await work();
	rmSync(folder, { recursive: true, force: true });
});

const another = () => testDatabase({ after: (work) => last.push(work) });
let house: TestDatabase;
let made: Made;
const ring = openKeyring(keyFile, { create: true });
const place = preparePlace(join(folder, 'archives'), keyFile);

/** What somebody writes while the archive is made. */
const written: string[] = [];

let stopWriting = false;

/** Somebody at work: one line after another, until told to stop. */
async function write(): Promise<void> {
	await asLoader(house.ownerUrl, async (sql) => {
		const [account] = await sql<{ id: string }>('select id from auth.account limit 1');
		while (!stopWriting) {
			const key = newId();
			await sql('insert into form_key (account_id, key) values ($1, $2)', [account!.id, key]);
			written.push(key);
		}
	});
}

type Sql = <R>(text: string, values?: unknown[]) => Promise<R[]>;

function asLoader<T>(ownerUrl: string, work: (sql: Sql) => Promise<T>): Promise<T> {
	return connected(ownerUrl, async (client) => {
		await client.query('set role cheminer_loader');
		return work(async <R>(text: string, values: unknown[] = []) => (await client.query(text, values)).rows as R[]);
	});
}

/** How many rows each table holds. */
const countsOf = (ownerUrl: string) =>
	asLoader(ownerUrl, async (sql) => {
		const tables = await sql<{ name: string }>(
			`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'auth', 'keys') and tablename <> 'migration' order by 1`
		);
		const counts: Record<string, number> = {};
		for (const { name } of tables) counts[name] = (await sql<{ n: number }>(`select count(*)::int as n from ${name}`))[0]!.n;
		return counts;
	});

/** Everything in some tables, as a digest that no order changes. */
const digestOf = (ownerUrl: string, tables: string[]) =>
	asLoader(ownerUrl, async (sql) => {
		const digests: Record<string, string> = {};
		for (const table of tables)
			digests[table] = (await sql<{ d: string }>(`select md5(string_agg(t::text, '|' order by t::text)) as d from ${table} t`))[0]!.d;
		return digests;
	});

before(async () => {
	house = await another();
	await openDatabase(house.serverUrl, keyFile);
	last.unshift(closeDatabase);
	await loadDemo(house, keyFile);
	await asRole('cheminer_jobs', closeChain);
	const writing = write();
	made = await makeArchive({ ownerUrl: house.ownerUrl, data, ring }, place, 35);
	stopWriting = true;
	await writing;
});

/** The same archives in another folder, to be spoiled there. */
function copyOfArchives(): string {
	const copy = mkdtempSync(join(folder, 'copy-'));
	cpSync(place.folder, copy, { recursive: true });
	return copy;
}

const back = async (from: string, opener = ring) => {
	const target = await another();
	return { target, restored: await restoreArchive(await readyToRestore(findArchive(from), opener), target) };
};

/** What lives an hour, a day or a week, is somebody else's copy, or would leave a second time. A new table is archived unless it stands here. */
const LEFT_OUT = [
	'auth.attempt',
	'auth.reset',
	'auth.session',
	'auth.used_code',
	'auth.verification',
	'public.archive',
	'public.arrival',
	'public.bring_in',
	'public.bring_in_piece',
	'public.bring_in_progress',
	'public.house_clock',
	'public.kept_post',
	'public.outbox',
	'public.reading_pace',
	'public.room',
	'public.view_shown'
];

test('An archive made while somebody writes comes back elsewhere, row for row, and its texts open.', async () => {
	const before = await countsOf(house.ownerUrl);
	const { target, restored } = await back(place.folder);
	const after = await countsOf(target.ownerUrl);
	const same = Object.keys(before).filter((name) => ![...LEFT_OUT, 'public.form_key', 'public.audit'].includes(name));
	assert.deepEqual(
		same.map((name) => [name, after[name]]),
		same.map((name) => [name, before[name]])
	);
	const exact = same.filter((name) => !['public.invitation'].includes(name));
	assert.deepEqual(await digestOf(target.ownerUrl, exact), await digestOf(house.ownerUrl, exact));
	assert.ok(restored.people > 100 && restored.opened > 100);
	assert.deepEqual(restored.chain.sentences, []);
	assert.ok(restored.chain.batches > 0);
	// One moment: what was written meanwhile is there up to a point, and nothing after it.
	const kept = await asLoader(target.ownerUrl, (sql) => sql<{ key: string }>('select key from form_key order by key'));
	assert.deepEqual(
		kept.map(({ key }) => key),
		written.slice(0, kept.length)
	);
	assert.ok(written.length > kept.length);
});

test('What was left out comes back empty: sessions, links, and mails, which would leave a second time.', async () => {
	const from = copyOfArchives();
	const { target } = await back(from);
	const counts = await countsOf(target.ownerUrl);
	for (const table of LEFT_OUT.filter((name) => !['public.house_clock', 'public.room'].includes(name)))
		assert.equal(counts[table], 0, table);
	assert.deepEqual(
		Object.keys(counts).filter(
			(name) => !LEFT_OUT.includes(name) && counts[name] === 0 && name.startsWith('auth.') && name !== 'auth.two_factor'
		),
		[]
	);
	await asLoader(target.ownerUrl, async (sql) => {
		assert.equal((await sql('select from invitation where accepted_at is null and withdrawn_at is null')).length, 0);
		const told = await sql(`select from audit where act = 'restore'`);
		assert.equal(told.length, counts['public.organization']);
	});
});

test('Every table is either archived or known to be left out.', async () => {
	const archived = new Set(
		await asLoader(house.ownerUrl, async (sql) =>
			(
				await sql<{ name: string }>(
					`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'auth') and tablename <> 'migration'
					and has_table_privilege('cheminer_backup', format('%I.%I', schemaname, tablename), 'select')`
				)
			).map(({ name }) => name)
		)
	);
	const tables = Object.keys(await countsOf(house.ownerUrl)).filter((name) => !name.startsWith('keys.'));
	assert.deepEqual(
		tables.filter((name) => !archived.has(name)),
		LEFT_OUT
	);
});

test('The archive of data holds no key, the archive of keys no text, and neither shows a word.', async () => {
	const opener = await ring.archiveKey();
	const { readArchive } = await import('./format.ts');
	const { unsealFile } = await import('../server/sealed-file.ts');
	const tablesOf = async (path: string) => (await readArchive(unsealFile(path, opener), {})).manifest.tables.map(({ name }) => name);
	assert.deepEqual(await tablesOf(made.keys), ['keys.person_key', 'keys.installation'].sort());
	assert.ok(!(await tablesOf(made.archive)).some((name) => name.startsWith('keys.')));
	assert.ok(!readFileSync(made.archive, 'latin1').includes('public.note'));
});

test('Without the key, with another one, or with a copy of it from before a rotation, nothing is restored and one sentence says why.', async () => {
	const stranger = openKeyring(join(folder, 'stranger.json'), { create: true });
	await assert.rejects(readyToRestore(findArchive(place.folder), stranger), {
		name: 'Damaged',
		message: /^The archive cheminer-.*\.data\.age cannot be used: it was sealed for another key\. Give the copy of the installation key/
	});
	assert.throws(() => openKeyring(join(folder, 'absent.json'), { create: false }), /The installation key file is missing/);
	const older = join(folder, 'older.json');
	const file = JSON.parse(readFileSync(keyFile, 'utf8')) as { current: string; keys: Record<string, string> };
	writeFileSync(older, JSON.stringify({ ...file, current: 'k9', keys: { k9: 'ab'.repeat(32) } }));
	await assert.rejects(back(place.folder, openKeyring(older, { create: false })), /this copy of it is older than the archive of keys/);
	await assert.rejects(verifyArchive(findArchive(place.folder), openKeyring(older, { create: false })), /needs the installation key "k1"/);
});

test('Cut short, one bit changed, or another file in its place: refused, and the database stays empty.', async () => {
	const target = await another();
	const spoil: [string, (path: string, bytes: Buffer) => void][] = [
		['cut in the middle', (path, bytes) => truncateSync(path, bytes.length >> 1)],
		['its last byte gone', (path, bytes) => truncateSync(path, bytes.length - 1)],
		['one bit', (path, bytes) => writeFileSync(path, flipped(bytes, bytes.length >> 1))],
		['one bit near its end', (path, bytes) => writeFileSync(path, flipped(bytes, bytes.length - 40))],
		['empty', (path) => truncateSync(path, 0)],
		['a text', (path) => writeFileSync(path, 'Nadia\n')]
	];
	for (const [how, change] of spoil) {
		for (const kind of ['data', 'keys'] as const) {
			const from = copyOfArchives();
			const path = archivesIn(kind === 'data' ? from : join(from, 'keys'), kind)[0]!;
			change(path, readFileSync(path));
			await assert.rejects(
				async () => restoreArchive(await readyToRestore(findArchive(from), ring), target),
				{ name: 'Damaged', message: /cannot be used: it/ },
				`${kind}: ${how}`
			);
			await assert.rejects(verifyArchive(findArchive(from), ring), { name: 'Damaged' }, `${kind}: ${how}`);
		}
	}
	const counts = await countsOf(target.ownerUrl);
	assert.deepEqual(
		Object.entries(counts).filter(([, count]) => count > 0),
		[]
	);
});

const flipped = (bytes: Buffer, at: number) => {
	bytes[at]! ^= 4;
	return bytes;
};

test('An archive that was sealed well but does not hold what its manifest says is refused.', async () => {
	const from = copyOfArchives();
	const archive = archivesIn(from, 'data')[0]!;
	rmSync(archive);
	const about = {
		product: 'cheminer' as const,
		format: FORMAT,
		kind: 'data' as const,
		madeAt: new Date(0).toISOString(),
		migrations: [],
		engine: 17,
		tables: []
	};
	const recipient = await identityToRecipient(await ring.archiveKey());
	const none = async function* () {};
	const pieces = packArchive(about, none, { chain: { batches: 0, head: null }, erasures: { count: 3, head: 'x' } });
	await writeWhole(archive, await seal(pieces, [recipient]));
	await assert.rejects(verifyArchive(findArchive(from), ring), /The ledger of erasures beside the archive is shorter/);
});

test('An archive of a newer version, or into a database in use, is refused before anything is changed.', async () => {
	const from = copyOfArchives();
	const archive = archivesIn(from, 'data')[0]!;
	const recipient = await identityToRecipient(await ring.archiveKey());
	const about = {
		product: 'cheminer' as const,
		format: FORMAT,
		kind: 'data' as const,
		madeAt: new Date(0).toISOString(),
		migrations: ['9999_later.sql'],
		engine: 19,
		tables: []
	};
	const pieces = packArchive(about, async function* () {}, { chain: { batches: 0, head: null }, erasures: { count: 0, head: '' } });
	await writeWhole(archive, await seal(pieces, [recipient]));
	await assert.rejects(readyToRestore(findArchive(from), ring), /was made by a newer version of Cheminer \(9999_later\.sql\)/);
	const ready = await readyToRestore(findArchive(place.folder), ring);
	await assert.rejects(restoreArchive(ready, house), /This database is in use: .* Nothing was changed\.$/);
	for (const missing of ['keys', 'erasures.jsonl']) {
		const without = copyOfArchives();
		rmSync(join(without, missing), { recursive: true });
		await assert.rejects(readyToRestore(findArchive(without), ring), /is not beside/);
	}
});

test('Two backups at once: the second is refused, and an archive is never half there.', async () => {
	const both = await Promise.allSettled(
		[1, 2].map(() => makeArchive({ ownerUrl: house.ownerUrl, data, ring }, placeAt(copyOfArchives()), 35))
	);
	assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
	const failed = both.find((one) => one.status === 'rejected');
	assert.match(String(failed?.reason), /Another backup is under way/);
	const gone = placeAt(join(folder, 'nowhere'));
	await assert.rejects(makeArchive({ ownerUrl: house.ownerUrl, data, ring }, gone, 35));
	const names = readdirSync(place.folder, { recursive: true }).map(String);
	assert.deepEqual(
		names.filter((name) => name.includes('partial')),
		[]
	);
});

test('Archives go after their days, but never the last one; of keys two are kept.', () => {
	const old = preparePlace(mkdtempSync(join(folder, 'old-')), keyFile);
	const now = new Date('2026-11-22T02:00:00Z');
	for (const days of [0, 1, 2, 34, 36, 50]) {
		const at = new Date(now.getTime() - days * 86_400_000);
		writeFileSync(join(old.folder, nameOf('data', at)), '');
		writeFileSync(join(old.keys, nameOf('keys', at)), '');
	}
	assert.equal(prune(old, 35, now), 2 + 4);
	assert.equal(archivesIn(old.folder, 'data').length, 4);
	assert.equal(prune(old, 1, new Date('2027-11-22T02:00:00Z')), 3);
	assert.throws(() => preparePlace(folder, keyFile), /archives and what opens them may not stand together/);
});

test('Somebody who was erased stays erased, whatever archive comes back.', async () => {
	const source = { ownerUrl: house.ownerUrl, data, ring };
	const from = copyOfArchives();
	const [her] = await asLoader(house.ownerUrl, (sql) =>
		sql<{ id: string; person_id: string; name: string }>(
			`select a.id, a.person_id, a.name_to_use as name from accompaniment a
			where (select count(*) from accompaniment o where o.person_id = a.person_id) = 1 and a.ended_on is null
			order by (select count(*) from interview i where i.accompaniment_id = a.id) desc limit 1`
		)
	);
	const reference = referenceOf(her!.id);
	const today = new Date().toISOString().slice(0, 10);
	await assert.rejects(lookAt(house.ownerUrl, ring, reference, today), /She is still accompanied .*: a person ends it first/);
	await assert.rejects(lookAt(house.ownerUrl, ring, referenceOf(newId()), today), /leads to nobody/);
	await asLoader(house.ownerUrl, (sql) =>
		sql(`update accompaniment set ended_on = current_date, ended_how = 'her-choice' where id = $1`, [her!.id])
	);
	const found = await lookAt(house.ownerUrl, ring, reference, today);
	assert.ok(!JSON.stringify(found.files).includes(her!.name));
	const { rows, erasures } = await erase(source, found.person, 'asked');
	assert.ok(rows > 20);
	await copyLedger(erasures, placeAt(from).ledger);

	const traces = (ownerUrl: string) =>
		asLoader(ownerUrl, async (sql) => {
			const left: string[] = [];
			for (const name of Object.keys(await countsOf(ownerUrl))) {
				if (['public.audit', 'public.journal'].includes(name)) continue;
				const [row] = await sql<{ n: number }>(
					`select count(*)::int as n from ${name} t where t::text like any (array['%' || $1 || '%', '%' || $2 || '%'])`,
					[her!.id, her!.person_id]
				);
				if (row!.n > 0) left.push(name);
			}
			return left;
		});
	assert.deepEqual(await traces(house.ownerUrl), []);
	assert.deepEqual((await verifyDatabase(house, ring, ledgerOf(data))).sentences, []);

	// The archive made before still holds her rows, and the keys made before her key: the ledger takes both away.
	const { target, restored } = await back(from);
	assert.equal(restored.erased, 1);
	assert.deepEqual(await traces(target.ownerUrl), []);
	// With the keys made after, her texts would not open even by hand; without the ledger they do not come back at all.
	const fresh = await makeArchive(source, placeAt(from), 35);
	const forgetful = { ...findArchive(from), archive: join(from, made.archive.split('/').at(-1)!), keys: fresh.keys };
	writeFileSync(join(folder, 'empty.jsonl'), '');
	const unready = await readyToRestore({ ...forgetful, ledger: join(folder, 'empty.jsonl') }, ring);
	await assert.rejects(
		restoreArchive(unready, await another()),
		/1 of \d+ people have no key in this archive of keys and stand in no ledger/
	);
	const short = await readyToRestore(
		{ ...findArchive(from), archive: fresh.archive, keys: fresh.keys, ledger: join(folder, 'empty.jsonl') },
		ring
	);
	await assert.rejects(restoreArchive(short, await another()), /ledger of erasures is shorter than the archive remembers/);
});

test('Anybody of the demo can be erased, and nobody else loses a row.', async () => {
	const { target } = await back(place.folder);
	await connected(target.ownerUrl, async (client) => {
		await client.query('begin');
		await client.query('set local role cheminer_loader');
		const { rows: people } = await client.query<{ id: string }>('select id from person order by id');
		for (const { id } of people) {
			const others = async () =>
				(
					await client.query<{ notes: number; needs: number }>(
						`select (select count(*)::int from note n join accompaniment a on a.id = n.accompaniment_id where a.person_id <> $1) as notes,
						(select count(*)::int from need n join accompaniment a on a.id = n.accompaniment_id where a.person_id <> $1) as needs`,
						[id]
					)
				).rows[0];
			const before = await others();
			await erasePeople(client, [id]);
			assert.deepEqual(await others(), before);
		}
		const { rows } = await client.query<{ n: number }>(
			'select (select count(*) from accompaniment)::int + (select count(*) from note)::int + (select count(*) from keys.person_key)::int as n'
		);
		assert.equal(rows[0]!.n, 0);
		const { rows: staff } = await client.query<{ n: number }>('select count(*)::int as n from member');
		assert.ok(staff[0]!.n > 0);
		await client.query('rollback');
	});
});

test('A ledger that another hand changed is refused.', () => {
	const path = join(folder, 'ledger', 'erasures.jsonl');
	recordErasure(path, crypto.randomUUID(), 'asked');
	recordErasure(path, crypto.randomUUID(), 'retention');
	assert.equal(readLedger(path).length, 2);
	const lines = readFileSync(path, 'utf8');
	writeFileSync(path, lines.split('\n').slice(1).join('\n'));
	assert.throws(() => readLedger(path), /was changed or cut short/);
	writeFileSync(path, lines.replace('asked', 'mistake'));
	assert.throws(() => readLedger(path), /was changed or cut short/);
});

test('Keys are rewrapped while people work; cut short, the next run ends it; the former archive still comes back.', async () => {
	const rotated = join(folder, 'rotated', 'installation.json');
	const { target } = await back(place.folder);
	mkdirSync(join(folder, 'rotated'));
	copyFileSync(keyFile, rotated);
	// Somebody at work: reads the key file once, at her start.
	const atWork = openKeyring(rotated, { create: false });
	const [somebody] = await asLoader(target.ownerUrl, (sql) =>
		sql<{ person_id: string; wrapped: string }>('select * from keys.person_key limit 1')
	);
	const former = atWork.unwrap(somebody!.person_id, somebody!.wrapped).seal('note', 'n', 'mot');

	const people = (await countsOf(target.ownerUrl))['keys.person_key']!;
	await assert.rejects(
		rotateKeys(target.ownerUrl, rotated, (done) => {
			if (done < people) throw new Error('the power was cut');
		}).then(() => {
			// So few people that one batch held them all: cut it by hand.
			throw new Error('the power was cut');
		}),
		/the power was cut/
	);
	// Whoever comes in meanwhile, through a process that has not met the new key.
	await asLoader(target.ownerUrl, async (sql) => {
		const id = newId();
		await sql('insert into person (id) values ($1)', [id]);
		await sql('insert into keys.person_key (person_id, wrapped) values ($1, $2)', [id, ring.newPersonKey(id).wrapped]);
	});
	const halfway = await verifyDatabase(target, openKeyring(rotated, { create: false }), ledgerOf(join(folder, 'none')));
	assert.ok(halfway.sentences.some((sentence) => /wrapped by two installation keys/.test(sentence)));
	const done = await rotateKeys(target.ownerUrl, rotated);
	assert.deepEqual([done.resumed, done.current], [true, 'k2']);
	const whole = await verifyDatabase(target, openKeyring(rotated, { create: false }), ledgerOf(join(folder, 'none')));
	assert.deepEqual([whole.sentences, Object.keys(whole.by)], [[], ['k2']]);

	// She goes on without starting again, and reads what she wrote before.
	const [now] = await asLoader(target.ownerUrl, (sql) =>
		sql<{ wrapped: string }>('select wrapped from keys.person_key where person_id = $1', [somebody!.person_id])
	);
	assert.equal(atWork.unwrap(somebody!.person_id, now!.wrapped).open('note', 'n', former), 'mot');
	assert.equal(atWork.currentKeyId, 'k2');
	// The former copy of the key file opens nothing of it; the new one opens the former archive too.
	await assert.rejects(openDatabase(target.serverUrl, keyFile), /not the one this database was sealed with/);
	await verifyArchive(findArchive(place.folder), openKeyring(rotated, { create: false }));
	await assert.rejects(retireKey(target.ownerUrl, rotated, 'k1'), /take it away 35 days from now/);
	await assert.rejects(retireKey(target.ownerUrl, rotated, 'k2'), /is the key in use/);
	await retireKey(target.ownerUrl, rotated, 'k1', new Date(Date.now() + 36 * 86_400_000));
	assert.deepEqual((await verifyDatabase(target, openKeyring(rotated, { create: false }), ledgerOf(join(folder, 'none')))).sentences, []);
});

test('A text or a line of the journal changed behind the house’s back is found.', async () => {
	const { target } = await back(place.folder);
	const look = async () => (await verifyDatabase(target, ring, ledgerOf(join(folder, 'none')))).sentences;
	assert.deepEqual(await look(), []);
	await asLoader(target.ownerUrl, async (sql) => {
		await sql(`update audit set act = 'insert ' where id = (select id from audit where chain_id is not null limit 1)`);
		await sql(
			`update contact set sealed = (select sealed from contact order by id limit 1) where id in (select id from contact order by id desc limit 3)`
		);
		await sql(`delete from keys.person_key where person_id = (select person_id from keys.person_key limit 1)`);
	});
	const said = (await look()).join('\n');
	assert.match(said, /chain: a batch was changed/);
	assert.match(said, /1 people have no key/);
	assert.match(said, /texts do not open with their own key/);
});
