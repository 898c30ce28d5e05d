import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { v7 as newId } from 'uuid';
import { archivedHouse, asLoader, countsOf } from '../../../tests/archived-house.ts';
import { testDatabase } from '../../../tests/database.ts';
import { referenceOf } from '../people/reference.ts';
import { openDatabase } from '../server/db.ts';
import { openKeyring } from '../server/keyring.ts';
import { makeArchive } from './backup.ts';
import { connected } from './connection.ts';
import { erasePeople } from './erase.ts';
import { erase, lookAt } from './erasure.ts';
import { copyLedger, ledgerOf, readLedger, recordErasure } from './ledger.ts';
import { findArchive, placeAt } from './place.ts';
import { readyToRestore, restoreArchive } from './restore.ts';
import { retireKey, rotateKeys } from './rotate.ts';
import { verifyArchive, verifyDatabase } from './verify.ts';

const last: (() => unknown)[] = [];
const another = () => testDatabase({ after: (work) => last.push(work) });
const home = await archivedHouse(another);
const { folder, data, keyFile, ring, place, made, copyOfArchives, back } = home;
const house = home.database;
after(async () => {
	await home.close();
	for (const work of last) await work();
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
