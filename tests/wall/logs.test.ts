import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { v7 as newId } from 'uuid';
import { closeDatabase, openDatabase } from '#lib/server/db.ts';
import { openEmbedded } from '../../bin/database.ts';
import { migrate } from '../../database/migrate.ts';
import { startApp } from '../app.ts';
import { ask, enter } from './http.ts';
import { plantMember } from './scene.ts';

// Names stand in clear in the database: what is looked at here is what the house writes down besides, server's log and standard error included.
const folder = mkdtempSync(join(tmpdir(), 'cheminer-logs-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const data = join(folder, 'data');
const keyFile = join(folder, 'keys', 'installation.json');
const database = await openEmbedded(data);
after(() => database.stop());
await migrate(database.ownerUrl);
await openDatabase(database.serverUrl, keyFile);
after(() => closeDatabase());
const owner = new pg.Client({ connectionString: database.ownerUrl });
owner.on('error', () => undefined);
await owner.connect();
after(() => owner.end().catch(() => undefined));
const sql = async <R extends pg.QueryResultRow>(text: string, values: unknown[] = []) => (await owner.query<R>(text, values)).rows;
await owner.query('set role cheminer_loader');
const [territory, organization] = [newId(), newId()];
await sql(`insert into territory (id, name, country, time_zone) values ($1, 'CanariBassin', 'BE', 'Europe/Brussels')`, [territory]);
await sql(`insert into organization (id, territory_id, name) values ($1, $2, 'CanariMaison')`, [organization, territory]);
const me = await plantMember({ sql }, organization, ['practitioner', 'front-desk', 'coordination', 'administrator'], 'CanariAurore');
const cookie = await enter({ sql }, me);
const app = await startApp(database, { CHEMINER_KEY_FILE: keyFile, CHEMINER_LOG_FILE: join(data, 'logs', 'cheminer.log') });
after(() => app.stop());

const post = (path: string, fields: [string, string][]) =>
	ask(app.url, path, { cookie, fields: [['form_key', crypto.randomUUID()], ...fields] });

/** Breaks something as the owner of the tables, and mends it. */
async function whileBroken(breaking: string, mending: string, work: () => Promise<void>): Promise<void> {
	await owner.query('set role cheminer_owner');
	await owner.query(breaking);
	try {
		await work();
	} finally {
		await owner.query(mending);
		await owner.query('set role cheminer_loader');
	}
}

let file = '';

test('A day goes by with names and texts: opened, searched, refused, not found, forged.', async () => {
	const opened = await post('/personnes/nouvelle', [
		['name_to_use', 'CanariNadia'],
		['contacts.0.kind', 'phone'],
		['contacts.0.value', '0470 Canari 12']
	]);
	assert.equal(opened.status, 303, opened.body.slice(0, 300));
	file = /\/personnes\/[0-9a-f-]{36}/.exec(opened.location ?? '')![0];
	for (const path of [
		file,
		`${file}/profil`,
		'/personnes?q=canarinadia',
		'/bureau?q=CanariNadia',
		'/CanariNadia',
		`/personnes/CanariNadia`,
		'/accueil',
		'/equipe',
		'/compte/organisation'
	])
		assert.ok((await ask(app.url, path, { cookie })).status < 500, path);
	assert.equal(
		(
			await post(`${file}/memos`, [
				['text', 'CanariMemo'],
				['months', 'mille']
			])
		).status,
		422
	);
	assert.equal((await post(`${file}/entretiens/nouveau?/enregistrer`, [['said', 'CanariDit']])).status, 303);
	await ask(app.url, '/connexion', {
		fields: [
			['email', 'canariaddress@essai.example'],
			['password', 'CanariMotDePasse CanariMotDePasse']
		]
	});
	await ask(app.url, '/CanariAdresse', {
		headers: { host: 'canari.example', cookie: 'session=CanariCookie', 'user-agent': 'CanariNavigateur' }
	}).catch(() => undefined);
});

test('What the database refuses with a name in its detail is a failure with a reference, and no more is written of it.', async () => {
	await whileBroken(
		`alter table accompaniment add constraint canary check (name_to_use not like 'Canari%') not valid`,
		'alter table accompaniment drop constraint canary',
		async () => {
			for (const [path, fields] of [
				['/personnes/nouvelle', [['name_to_use', 'CanariSamir']]],
				[
					`${file}/profil`,
					[
						['name_to_use', 'CanariNadiaBis'],
						['version', '1'],
						['matters', 'CanariCompte']
					]
				]
			] as [string, [string, string][]][]) {
				const { status, body } = await post(path, fields);
				assert.equal(status, 500, path);
				assert.doesNotMatch(body.replace(/<form[^]*<\/form>/g, ''), /constraint|Failing row|CanariSamir|CanariNadiaBis/);
			}
		}
	);
	await whileBroken('create unique index canary on accompaniment (organization_id, lead_id)', 'drop index canary', async () => {
		assert.equal((await post('/personnes/nouvelle', [['name_to_use', 'CanariDouble']])).status, 500);
	});
});

test('Statements that fail, wait, are cut off or die with their server leave neither words nor values.', async () => {
	const server = new pg.Client({ connectionString: database.serverUrl });
	server.on('error', () => undefined);
	await server.connect();
	for (const text of [
		`select 'CanariLitteral' from nowhere`,
		`select 'CanariNombre'::int`,
		`do $$ begin raise warning 'CanariAvertissement'; raise exception 'CanariException' using detail = 'CanariDetail', hint = 'CanariIndice'; end $$`,
		`set statement_timeout = '50ms'; select pg_sleep(2), 'CanariLent'`
	]) {
		await assert.rejects(server.query(text));
	}
	await assert.rejects(server.query('select $1::int', ['CanariParametre']));
	await server.query('set statement_timeout = 0');
	// A backend killed in the middle of a statement: the server says which one died, and starts again.
	const { rows } = await server.query<{ pid: number }>('select pg_backend_pid() as pid');
	const dying = server.query(`select pg_sleep(20), 'CanariMourant'`).catch(() => undefined);
	await pause(200);
	process.kill(rows[0]!.pid, 'SIGKILL');
	await dying;
	await server.end().catch(() => undefined);
	for (let times = 0; times < 100; times += 1) {
		if ((await ask(app.url, '/sante').catch(() => undefined))?.status === 200) break;
		await pause(100);
	}
	assert.equal((await ask(app.url, '/sante')).status, 200);
});

test('None of the logins can make the server say more.', async () => {
	for (const url of [database.serverUrl, database.ownerUrl]) {
		const client = new pg.Client({ connectionString: url });
		await client.connect();
		try {
			for (const setting of [
				`log_statement = 'all'`,
				`log_min_error_statement = 'debug5'`,
				`log_min_messages = 'debug5'`,
				`log_min_duration_statement = 0`,
				`log_error_verbosity = 'verbose'`,
				`log_duration = on`,
				`session_preload_libraries = 'auto_explain'`
			]) {
				await assert.rejects(client.query(`set ${setting}`), { code: '42501' }, setting);
			}
			await assert.rejects(client.query(`alter role current_user set log_statement = 'all'`), { code: '42501' });
		} finally {
			await client.end();
		}
	}
});

test('Nothing that the house writes down names or quotes anybody: its log, the server’s, what either says on standard error.', () => {
	const logs = join(data, 'logs');
	const written = readdirSync(logs, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
	assert.ok(
		written.some(({ name }) => /postgresql/.test(name)) && written.some(({ name }) => /cheminer/.test(name)),
		written.map(({ name }) => name).join(' ')
	);
	const all = written.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')).join('\n') + app.said();
	assert.match(all, /"event":"unexpected"/, 'the failures are there');
	assert.match(all, /terminated by signal 9|was terminated/, 'the server’s own log is there');
	for (const quoted of all.matchAll(/.*(canari|0470|nadia|samir|failing row|[?&]q=).*/gi)) assert.fail(quoted[0].slice(0, 400));
});
