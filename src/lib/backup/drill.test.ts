import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { identityToRecipient } from 'age-encryption';
import { archivedHouse, asLoader, countsOf } from '../../../tests/archived-house.ts';
import { testDatabase } from '../../../tests/database.ts';
import { openKeyring } from '../server/keyring.ts';
import { seal, unsealFile, writeWhole } from '../server/sealed-file.ts';
import { makeArchive } from './backup.ts';
import { FORMAT, packArchive, readArchive } from './format.ts';
import { archivesIn, findArchive, nameOf, placeAt, preparePlace, prune } from './place.ts';
import { readyToRestore, restoreArchive } from './restore.ts';
import { verifyArchive } from './verify.ts';

const last: (() => unknown)[] = [];
const another = () => testDatabase({ after: (work) => last.push(work) });
const home = await archivedHouse(another);
const { folder, data, keyFile, ring, place, made, copyOfArchives, back } = home;
const house = home.database;
after(async () => {
	await home.close();
	for (const work of last) await work();
});

/** Everything in some tables, as a digest that no order changes. */
const digestOf = (ownerUrl: string, tables: string[]) =>
	asLoader(ownerUrl, async (sql) => {
		const digests: Record<string, string> = {};
		for (const table of tables)
			digests[table] = (await sql<{ d: string }>(`select md5(string_agg(t::text, '|' order by t::text)) as d from ${table} t`))[0]!.d;
		return digests;
	});

/** What lives an hour, a day or a week, is somebody else's copy, or would leave a second time. A new table is archived unless it stands here. */
const LEFT_OUT = [
	'auth.attempt',
	'auth.helper_session',
	'auth.person_code',
	'auth.person_device',
	'auth.person_session',
	'auth.reset',
	'auth.session',
	'auth.together',
	'auth.used_code',
	'auth.verification',
	'public.archive',
	'public.arrival',
	'public.bring_in',
	'public.bring_in_piece',
	'public.bring_in_progress',
	'public.directory_incoming',
	'public.house_clock',
	'public.kept_post',
	'public.notice',
	'public.opinion_waiting',
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
		home.written.slice(0, kept.length)
	);
	assert.ok(home.written.length > kept.length);
});

test('A file that somebody kept comes back byte for byte.', async () => {
	const { file, person, bytes } = home.paper;
	const { target } = await back(place.folder);
	await asLoader(target.ownerUrl, async (sql) => {
		const [key] = await sql<{ wrapped: string }>('select wrapped from keys.person_key where person_id = $1', [person]);
		const pieces = await sql<{ body: Buffer }>('select body from file_piece where file_id = $1 order by position', [file]);
		const opened = pieces.map(({ body }, position) =>
			ring.unwrap(person, key!.wrapped).openPiece({ table: 'file_piece', row: file, position, of: 2 }, body)
		);
		assert.ok(Buffer.concat(opened).equals(bytes));
	});
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
