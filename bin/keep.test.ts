import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import { closeDatabase, openDatabase } from '../src/lib/server/db.ts';
import { openKeyring } from '../src/lib/server/keyring.ts';
import { readSettings } from '../src/lib/server/settings.ts';
import { bringUpToDate, openEmbedded, type Opened } from './database.ts';
import { asking } from './external.ts';
import { isDue, keepNightly } from './nightly.ts';

/** A whole drill as an operator would do it: the verbs, on the embedded server, in processes of their own. */
const PROGRAM = join(import.meta.dirname, 'cheminer.ts');
const folder = mkdtempSync(join(tmpdir(), 'cheminer-keep-'));
const data = join(folder, 'house');
const archives = join(folder, 'elsewhere');
const keyCopy = join(folder, 'safe', 'installation.json');
let house: Opened;

/** The application would run in this process, which holds the folder; somebody is written down. */
before(async () => {
	house = await openEmbedded(data, { durable: false });
	await bringUpToDate(house);
	const keyFile = join(data, 'keys', 'installation.json');
	await openDatabase(house.serverUrl, keyFile);
	await closeDatabase();
	mkdirSync(join(folder, 'safe'));
	copyFileSync(keyFile, keyCopy);
	const ring = openKeyring(keyFile, { create: false });
	await asking(house.ownerUrl, async (client) => {
		await client.query('set role cheminer_loader');
		const [territory, organization, account, member, person] = [newId(), newId(), newId(), newId(), newId()];
		await client.query(`insert into territory (id, name, country, time_zone) values ($1, 'Bassin d’essai', 'BE', 'Europe/Brussels')`, [
			territory
		]);
		await client.query(`insert into organization (id, territory_id, name) values ($1, $2, 'Relance d’essai')`, [organization, territory]);
		await client.query(`insert into auth.account (id, name, email) values ($1, 'Aurore', 'aurore@essai.example')`, [account]);
		await client.query(
			`insert into member (id, account_id, organization_id, first_name, roles) values ($1, $2, $3, 'Aurore', '{practitioner}')`,
			[member, account, organization]
		);
		await client.query('insert into person (id) values ($1)', [person]);
		await client.query('insert into keys.person_key (person_id, wrapped) values ($1, $2)', [person, ring.newPersonKey(person).wrapped]);
		await client.query(
			`insert into accompaniment (id, organization_id, person_id, lead_id, name_to_use, opened_on) values ($1, $2, $3, $4, 'Nadia B.', current_date)`,
			[newId(), organization, person, member]
		);
	});
});
after(async () => {
	await house.stop();
	rmSync(folder, { recursive: true, force: true });
});

/** Runs a verb in a process of its own, without this one's settings. */
function ask(...words: string[]): Promise<{ code: number | null; out: string; said: string }> {
	const kept = Object.entries(process.env).filter(([name]) => !/^(CHEMINER_|DATABASE_|NODE_TEST_CONTEXT)/.test(name));
	const child = spawn(process.execPath, [PROGRAM, ...words], { env: Object.fromEntries(kept), stdio: ['ignore', 'pipe', 'pipe'] });
	let out = '';
	let said = '';
	child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
	child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
	return new Promise((resolve) => child.once('exit', (code) => resolve({ code, out, said })));
}

test('A drill by the verbs: an archive beside the running house, its proof, its return in a new folder.', async () => {
	const made = await ask('backup', '--data', data, '--to', archives);
	assert.deepEqual([made.code, made.said], [0, '']);
	assert.match(made.out, /^1 people, \d+ rows, .* read again and found good\.\n {2}.*\.data\.age\n {2}.*\.keys\.age\n/);
	assert.match(made.out, /They open with the installation key alone \(.*, [0-9a-f]{4}(-[0-9a-f]{4}){3}\)/);

	const proved = await ask('verify', archives, '--key', keyCopy);
	assert.deepEqual([proved.code, proved.said], [0, '']);
	assert.match(proved.out, /is whole: \d+ rows, 1 people\.\n1 keys and 0 texts opened with .*safe/);

	const back = join(folder, 'back');
	const restored = await ask('restore', archives, '--data', back, '--key', keyCopy);
	assert.deepEqual([restored.code, restored.said], [0, '']);
	assert.match(restored.out, /1 keys and 0 texts opened; 0 erasures done again/);
	assert.equal(readFileSync(join(back, 'keys', 'installation.json'), 'utf8'), readFileSync(keyCopy, 'utf8'));

	const looked = await ask('verify', '--data', back);
	assert.deepEqual([looked.code, looked.said], [0, '']);
	assert.match(looked.out, /^1 people, keys wrapped by k1 \(1\);.*\nThe chain of the journal: .*\nNothing is wrong\.\n$/);
});

test('What cannot be done is said in one sentence, and leaves nothing behind.', async () => {
	const nowhere = join(folder, 'nowhere');
	const cases: [string[], RegExp][] = [
		[['backup', '--data', nowhere], /^There is no database of Cheminer in .*: give its folder with --data\.\n$/],
		[
			['backup', '--data', data, '--to', data],
			/^The installation key lies in .*: archives and what opens them may not stand together\.\n$/
		],
		[['backup', '--data', data, '--to', '/dev/null/x'], /^The folder \/dev\/null\/x cannot be made/],
		[['restore', archives, '--data', data, '--key', keyCopy], /^The folder .* is not empty: .* Nothing was changed\.\n$/],
		[['restore', archives, '--data', nowhere], /^There is no installation key at .*: give the copy kept apart with --key\./],
		[['restore', join(folder, 'safe'), '--data', nowhere, '--key', keyCopy], /^There is no archive in /],
		[['start', '--to', archives], /^"start" takes no --to\.\n$/],
		[['erase', '4K7Q-F3M2-PXW0', '--data', data], /^--reason says why: asked, retention, mistake\.\n$/],
		[['rotate-keys', '--data', data, '--retire', 'k7'], /^The key file holds no key "k7": k1\.\n$/]
	];
	for (const [words, sentence] of cases) {
		const { code, said } = await ask(...words);
		assert.match(said, sentence, words.join(' '));
		assert.equal(code, 1, words.join(' '));
	}
	assert.ok(!existsSync(nowhere));
});

test('A damaged archive ends with another code than a refusal, and the folder it was to fill is not there.', async () => {
	const name = readdirSync(archives).find((one) => one.endsWith('.data.age'))!;
	const spoiled = join(folder, 'spoiled');
	mkdirSync(join(spoiled, 'keys'), { recursive: true });
	for (const one of readdirSync(join(archives, 'keys'))) copyFileSync(join(archives, 'keys', one), join(spoiled, 'keys', one));
	copyFileSync(join(archives, 'erasures.jsonl'), join(spoiled, 'erasures.jsonl'));
	const bytes = readFileSync(join(archives, name));
	bytes[bytes.length - 30]! ^= 1;
	writeFileSync(join(spoiled, name), bytes);
	for (const verb of [
		['verify', spoiled, '--key', keyCopy],
		['restore', spoiled, '--key', keyCopy, '--data', join(folder, 'never')]
	]) {
		const { code, said } = await ask(...verb);
		assert.deepEqual(
			[code, /^The archive .* cannot be used: it was changed or cut short since it was written\./.test(said)],
			[2, true],
			said
		);
	}
	assert.ok(!existsSync(join(folder, 'never')));
});

test('The running application has an archive made by itself once a day, and once more only when it is due.', async () => {
	const to = join(folder, 'nightly');
	const settings = readSettings({ CHEMINER_BACKUP_TO: to });
	const logFile = join(folder, 'nightly.log');
	const before = process.env['CHEMINER_LOG_FILE'];
	process.env['CHEMINER_LOG_FILE'] = logFile;
	const told = () => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '');
	const running = { settings, data, database: house };
	const away = keepNightly(running, 20);
	while (!told().includes('is not there')) await pause(20);
	away.stop();
	assert.ok(!existsSync(to), 'a disk that is away is not made here');
	mkdirSync(to);
	const nightly = keepNightly(running, 20);
	while (!/archive (made|failed)"/.test(told().replace(/.*is not there.*/, ''))) await pause(50);
	await pause(100);
	nightly.stop();
	if (before === undefined) delete process.env['CHEMINER_LOG_FILE'];
	else process.env['CHEMINER_LOG_FILE'] = before;
	assert.match(told(), /"archive made"/);
	assert.equal(readdirSync(to).filter((name) => name.endsWith('.data.age')).length, 1);
	assert.equal(readdirSync(join(to, 'keys')).length, 1);
});

test('An archive is due at night once half a day has passed, at any hour once a day has.', () => {
	const at = (words: string) => new Date(words);
	assert.ok(isDue(at('2026-11-22T12:00'), undefined));
	assert.ok(isDue(at('2026-11-22T02:00'), at('2026-11-21T02:30')));
	assert.ok(!isDue(at('2026-11-22T02:00'), at('2026-11-21T20:00')));
	assert.ok(!isDue(at('2026-11-22T12:00'), at('2026-11-22T02:00')));
	assert.ok(isDue(at('2026-11-23T09:00'), at('2026-11-22T08:59')));
	assert.ok(isDue(at('2026-11-22T12:00'), at('2027-11-22T12:00')), 'one from the future keeps nobody safe');
});
