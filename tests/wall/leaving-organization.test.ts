import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import pg from 'pg';
import { extract } from 'tar-stream';
import { readChanges } from '#lib/organization/changes.server.ts';
import { exportOrganization } from '#lib/leaving/organization.ts';
import { referenceOf } from '#lib/people/reference.ts';
import { as, keyring } from '#lib/server/db.ts';
import { unsealFile } from '#lib/server/sealed-file.ts';
import { house, KEY_FILE } from '../house.ts';
import { PLANTED_WORDS, plantScene } from './scene.ts';

const home = await house({ after });
const folder = mkdtempSync(join(tmpdir(), 'cheminer-leaving-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const identity = await generateX25519Identity();
const recipient = await identityToRecipient(identity);
const scene = await plantScene(home, 'practitioner', 'lead');
const other = await plantScene(home, 'practitioner', 'lead');
const from = { ownerUrl: home.ownerUrl, ring: keyring() };

type Row = Record<string, unknown>;

/** Opens an archive with the other half of the key: the rows of each table, and the two files beside them. */
async function opened(path: string, key: string = identity): Promise<{ tables: Record<string, Row[]>; files: Record<string, string> }> {
	const tables: Record<string, Row[]> = {};
	const files: Record<string, string> = {};
	const tar = extract();
	const running = pipeline(Readable.from(unsealFile(path, key), { objectMode: false }), createGunzip(), tar);
	// Told at the end; the reading below stops at once.
	running.catch(() => undefined);
	for await (const entry of tar) {
		const text = Buffer.concat(await Array.fromAsync(entry as AsyncIterable<Buffer>)).toString();
		const [table, file] = entry.header.name.split('/');
		if (file === undefined || table === 'fichiers') files[file ?? table!] = text;
		else
			(tables[table!] ??= []).push(
				...text
					.split('\n')
					.filter(Boolean)
					.map((line) => JSON.parse(line) as Row)
			);
	}
	await running;
	return { tables, files };
}

const countOf = async (table: string) => {
	const [row] = await home.sql<{ n: number }>(`select count(*)::int as n from ${table}`);
	return row!.n;
};

test('An organisation leaves whole: its counts, its texts opened, and a readme; sealed, so that nobody else opens it.', async () => {
	const path = join(folder, 'whole.age');
	const made = await exportOrganization(from, referenceOf(scene.organization).toLowerCase(), recipient, path);
	assert.equal(statSync(path).mode & 0o777, 0o600);
	assert.equal(statSync(path).size, made.bytes);
	const { tables, files } = await opened(path);
	assert.deepEqual(JSON.parse(files['counts.json']!), made.counts);
	assert.match(files['README.md']!, /cheminer-organization, version 1/);
	for (const id of [scene.paperFile, scene.letterFile]) assert.equal(files[`${id}.txt`], `${PLANTED_WORDS} (fichier)`);
	assert.equal(files[`${scene.herPaperFile}.txt`], undefined, 'what she keeps for herself stays hers');
	assert.ok(!tables['document']!.some(({ id }) => id === scene.herPaper));
	for (const [table, count] of Object.entries(made.counts)) assert.equal(tables[table]?.length ?? 0, count, table);
	const here = `accompaniment_id in (select id from accompaniment where organization_id = '${scene.organization}')`;
	for (const table of [
		'note',
		'interview',
		'need',
		'need_voice',
		'goal',
		'goal_wording',
		'action',
		'appointment',
		'view_text',
		'desk_word',
		'read_back'
	])
		assert.deepEqual([table, made.counts[table]], [table, await countOf(`${table} where ${here}`)]);
	const notes = tables['note']!.map((row) => (row['said'] as { text: string }).text);
	assert.ok(notes.includes(`${PLANTED_WORDS} (Écrit)`));
	assert.ok(notes.every((text) => text.startsWith(PLANTED_WORDS)));
	assert.equal(tables['organization']!.length, 1);
	await assert.rejects(opened(path, await generateX25519Identity()), /sealed for another key/);
});

test('No memo is in it, no draft, no key, no session, and nothing of another organisation, although the same people are known there.', async () => {
	const path = join(folder, 'canaries.age');
	await exportOrganization(from, scene.organization, recipient, path);
	const { tables } = await opened(path);
	const text = JSON.stringify(tables);
	for (const words of ['(mémo', '(brouillon)', other.organization, other.person, scene.fileElsewhere, 'Ailleurs', 'v1.'])
		assert.ok(!text.includes(words), words);
	assert.deepEqual(
		Object.keys(tables).filter((name) => /memo|draft|key|session|outbox|kept|chain/.test(name)),
		[]
	);
});

test('Its role sees one organisation, and that only when it is named; never a memo; it changes nothing.', async () => {
	const client = new pg.Client({ connectionString: home.ownerUrl });
	await client.connect();
	try {
		await client.query('set role cheminer_export');
		for (const table of ['accompaniment', 'note', 'need_voice', 'journal', 'member', 'keys.person_key'])
			assert.equal((await client.query(`select from ${table}`)).rowCount, 0, table);
		await client.query(`select set_config('app.organization', $1, false)`, [scene.organization]);
		const { rows } = await client.query('select distinct organization_id from accompaniment');
		assert.deepEqual(rows, [{ organization_id: scene.organization }]);
		for (const text of [
			'select from memo',
			'select from draft',
			'select from form_key',
			'select from kept_post',
			'select from outbox',
			'select from view_shown',
			'select from arrival',
			'select from carnet',
			'select from keys.installation',
			'select from auth.account',
			'delete from note',
			"update note set sealed = ''",
			'insert into person (id) values (gen_random_uuid())'
		])
			await assert.rejects(client.query(text), { code: '42501' }, text);
	} finally {
		await client.end();
	}
});

test('Every table that the archive of the house holds leaves with an organisation too, but for what is nobody’s or the author’s alone.', async () => {
	const rows = await home.sql<{ name: string }>(`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where n.nspname = 'public' and c.relkind = 'r' and exists (select from pg_policies p where p.tablename = c.relname and p.policyname = 'archive')
		and not has_table_privilege('cheminer_export', c.oid, 'select') order by 1`);
	const names = rows.map(({ name }) => name);
	// A territory's, and nobody's in particular: it is given back as open data, not with an organisation.
	const DIRECTORY = ['directory_source', 'directory_stem', 'directory_word', 'place', 'service', 'structure'];
	// The chain is the house's; a draft, a one-time key of a form, the fingerprint of a line brought in are in the archive only to come back with it; a card opens this house and no other, and so does a helper's code; the page she shows is hers alone;
	// what somebody has read, and whether she wants to be told of it, is told to nobody.
	assert.deepEqual(
		names.filter(
			(name) =>
				![
					'chain',
					'memo',
					'draft',
					'form_key',
					'brought_in',
					'carnet',
					'message_read',
					'notice_choice',
					'helper',
					'her_page',
					...DIRECTORY
				].includes(name)
		),
		[]
	);
	assert.ok(names.includes('memo'));
});

test('Its administrators read that it was done, without a hand; before anything is written.', async () => {
	const organization = await home.organization('Fonderie d’essai');
	const karim = await home.member(organization, ['administrator'], { first: 'Karim' });
	await exportOrganization(from, 'fonderie D’ESSAI', recipient, join(folder, 'told.age'));
	const { changes } = await as(karim, (tx) => readChanges(tx, null));
	assert.deepEqual(
		changes.filter(({ act }) => act === 'export').map(({ subject, by }) => [subject, by]),
		[['organization', '']]
	);
});

test('Nothing is done without a key that can seal, over a file, for an organisation that is not there; and nothing is left behind.', async () => {
	const lines = () => countOf(`audit where act = 'export'`);
	const before = await lines();
	const taken = join(folder, 'taken.age');
	writeFileSync(taken, 'x');
	const path = join(folder, 'never.age');
	await assert.rejects(exportOrganization(from, scene.organization, recipient, taken), /already/);
	for (const wrong of ['', 'age1', 'AGE-SECRET-KEY-1', recipient.slice(0, -1), recipient.replace(/.$/, 'b'), 'ssh-ed25519 AAAA'])
		await assert.rejects(exportOrganization(from, scene.organization, wrong, path), /recipient key/, wrong);
	for (const wrong of ['', 'inconnue', crypto.randomUUID(), scene.file, `' or 1=1`, '../x'])
		await assert.rejects(exportOrganization(from, wrong, recipient, path), /no organisation[^]*Organisation A/, wrong);
	await assert.rejects(
		exportOrganization(from, referenceOf(scene.organization), recipient, join(folder, 'absent', 'x.age')),
		/the folder is not there/
	);
	assert.equal(await lines(), before + 1, 'what could not be written was told all the same');
	assert.ok(!existsSync(path));
	assert.deepEqual(
		readdirSync(folder).filter((name) => name.includes('partial')),
		[]
	);
});

test('It shows one moment: what is written meanwhile is in none of it, and nobody waits.', async () => {
	const path = join(folder, 'moment.age');
	const before = await countOf(`accompaniment where organization_id = '${scene.organization}'`);
	const [made] = await Promise.all([
		exportOrganization(from, scene.organization, recipient, path),
		(async () => {
			for (let n = 0; n < 20; n++) await home.pathway(scene.me, `Venue ${n}`);
		})()
	]);
	const { tables } = await opened(path);
	const files = new Set(tables['accompaniment']!.map(({ id }) => id));
	assert.ok(made.counts['accompaniment']! >= before);
	const people = new Set(tables['person']!.map(({ id }) => id));
	for (const row of tables['accompaniment']!) assert.ok(people.has(row['person_id']));
	for (const name of ['note', 'journal', 'appointment'])
		for (const row of tables[name] ?? []) assert.ok(row['accompaniment_id'] === null || files.has(row['accompaniment_id']), name);
});

test('The operator asks for it by a verb, which says what it needs in one sentence.', async () => {
	const ask = (...words: string[]) => {
		const { status, stdout, stderr } = spawnSync(
			process.execPath,
			[join(import.meta.dirname, '..', '..', 'bin', 'cheminer.ts'), 'export', ...words],
			{
				env: { ...process.env, DATABASE_URL: home.serverUrl, DATABASE_OWNER_URL: home.ownerUrl, CHEMINER_KEY_FILE: KEY_FILE },
				encoding: 'utf8',
				timeout: 60_000
			}
		);
		return { status, stdout, stderr };
	};
	const path = join(folder, 'verb.age');
	const done = ask('organization', scene.organization, '--to', recipient, '--out', path);
	assert.equal(done.status, 0, done.stderr);
	assert.match(done.stdout, /Organisation A: \d+ people, \d+ meetings, \d+ rows, .* without memos/);
	assert.ok((await opened(path)).tables['note']!.length > 0);
	for (const [words, sentence] of [
		[['organization', scene.organization, '--out', path], /^--to takes the key/],
		[['organization', scene.organization, '--to', recipient], /^--out takes the name/],
		[['organization', scene.organization, '--to', recipient, '--out', path], /already/],
		[['organization', '--to', recipient, '--out', path], /asked for like this/],
		[['person', scene.file, '--to', recipient, '--out', path], /asked for like this/]
	] as [string[], RegExp][]) {
		const refused = ask(...words);
		assert.equal(refused.status, 1, words.join(' '));
		assert.match(refused.stderr, sentence);
		assert.doesNotMatch(refused.stderr, /\n\s+at /);
	}
});
