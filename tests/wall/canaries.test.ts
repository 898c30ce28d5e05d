import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import pg from 'pg';
import { v7 as newId } from 'uuid';
import { as, asHer, closeDatabase, keyring, openDatabase } from '#lib/server/db.ts';
import { queueMail } from '#lib/server/mail.ts';
import { queueText } from '#lib/server/texts.ts';
import { openEmbedded } from '../../bin/database.ts';
import { migrate } from '../../database/migrate.ts';
import { startApp } from '../app.ts';
import { pdf } from '../papers.ts';
import { checked, formAt, sendFile, sendWith } from '../upload.ts';
import { ask, enter } from './http.ts';
import { plantMember } from './scene.ts';
import { tellDay, tellEnding, tellFile, tellGoals, tellVoices, type Teller } from './tellings.ts';

// A server of its own, whose files can be read: data, write-ahead log, server log, the application's log.
const folder = mkdtempSync(join(tmpdir(), 'cheminer-canaries-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const data = join(folder, 'data');
const keyFile = join(folder, 'keys', 'installation.json');
const logFile = join(data, 'logs', 'cheminer.log');
const database = await openEmbedded(data);
let running = true;
/** Stops the server, so that nothing waits in its memory. */
async function stopServer(): Promise<void> {
	if (running) await database.stop();
	running = false;
}
after(stopServer);
await migrate(database.ownerUrl);
await openDatabase(database.serverUrl, keyFile);
after(() => closeDatabase());
const loader = new pg.Client({ connectionString: database.ownerUrl });
await loader.connect();
after(() => loader.end().catch(() => undefined));
await loader.query('set role cheminer_loader');
const home = {
	sql: async <R extends pg.QueryResultRow>(text: string, values: unknown[] = []) => (await loader.query<R>(text, values)).rows
};
const [territory, organization] = [newId(), newId()];
await home.sql(`insert into territory (id, name, country, time_zone) values ($1, 'Bassin', 'BE', 'Europe/Brussels')`, [territory]);
await home.sql(`insert into organization (id, territory_id, name) values ($1, $2, 'Relance')`, [organization, territory]);
const me = await plantMember(home, organization, ['practitioner', 'front-desk', 'administrator'], 'Aurore');
const colleague = await plantMember(home, organization, ['practitioner'], 'Bilal');
mkdirSync(join(data, 'logs'), { recursive: true });
const app = await startApp(database, { CHEMINER_KEY_FILE: keyFile, CHEMINER_LOG_FILE: logFile });
after(() => app.stop());
const cookie = await enter(home, me);

let sung = 0;
const canaries: string[] = [];
/** A word that is nowhere else, in letters that hide from nobody. */
function canary(where: string): string {
	const word = `Canari${where}${String((sung += 1)).padStart(3, '0')}zqx`;
	canaries.push(word);
	return word;
}

/** Sends a form that must be accepted; gives where it leads. */
async function post(path: string, fields: [string, string][], by = cookie): Promise<string> {
	const answer = await ask(app.url, path, { cookie: by, fields: [['form_key', crypto.randomUUID()], ...fields] });
	assert.equal(answer.status, 303, `${path}: ${/<ul[^>]*>.*?<\/ul>/s.exec(answer.body)?.[0] ?? answer.body.slice(0, 400)}`);
	return answer.location!;
}

const teller: Teller = {
	home,
	canary,
	post,
	keep: async (path, fields) => {
		const answer = await ask(app.url, path, { cookie, fields: [['form_key', crypto.randomUUID()], ...fields] });
		assert.equal(answer.status, 200, `${path}: ${answer.body.slice(0, 400)}`);
	}
};

/** Files below a folder whose bytes hold one of these words, in UTF-8 or UTF-16. */
function holding(root: string, words: readonly string[]): string[] {
	const found: string[] = [];
	for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile()) continue;
		const path = join(entry.parentPath, entry.name);
		const bytes = readFileSync(path);
		for (const word of words)
			if (bytes.includes(word) || bytes.includes(Buffer.from(word, 'utf16le'))) found.push(`${word} in ${path.slice(root.length)}`);
	}
	return found;
}

test('Everything a person says is written through the pages of the application.', async () => {
	await tellFile(teller);
	const [{ drafts } = { drafts: 0 }] = await home.sql<{ drafts: number }>('select count(*)::int as drafts from draft');
	assert.equal(drafts, 1);
});

test('So is what several voices said: read again, at another’s side, asked of a colleague.', async () => {
	await tellVoices(teller, { member: colleague.member, cookie: await enter(home, colleague) });
});

test('So is where she wants to go: her wish, words for both, steps, actions said otherwise.', async () => {
	await tellGoals(teller);
});

test('So is what is written at the end of a day, of a moment with several people, and at the front desk.', async () => {
	await tellDay(teller);
});

test('So is a card with its PIN, what she asks about a reading, and what coordination answers.', async () => {
	const [{ id, person_id } = { id: '', person_id: '' }] = await home.sql<{ id: string; person_id: string }>(
		'select id, person_id from accompaniment order by id limit 1'
	);
	const pin = '739105286417';
	canaries.push(pin);
	await post(`/personnes/${id}/carte?/donner`, [
		['pin', pin],
		['again', pin]
	]);
	const [helped, hisPin] = [canary('Samia'), '602913847562'];
	canaries.push(hisPin);
	const given = await ask(app.url, `/personnes/${id}/aide?/donner`, {
		cookie,
		fields: [
			['form_key', crypto.randomUUID()],
			['name', helped],
			['pin', hisPin],
			['again', hisPin]
		]
	});
	const his = /class="code[^"]*"[^>]*>([^<]+)</.exec(given.body)?.[1]?.trim() ?? '';
	assert.match(his, /^(...)-(...)-(...)$/);
	canaries.push(his, his.replaceAll('-', ''));
	const page = (await ask(app.url, `/personnes/${id}/carte`, { cookie })).body;
	const code = /class="code[^"]*"[^>]*>([^<]+)</.exec(page)?.[1]?.trim() ?? '';
	assert.match(code, /^(...)-(...)-(...)$/);
	canaries.push(code, code.replaceAll('-', ''));
	const [{ carnet } = { carnet: '' }] = await home.sql<{ carnet: string }>('select id as carnet from carnet');
	const [{ line } = { line: '' }] = await home.sql<{ line: string }>('select id as line from journal where accompaniment_id = $1', [id]);
	const question = newId();
	await asHer({ person: person_id, cards: [carnet] }, (tx) =>
		sql`insert into reading_question (id, accompaniment_id, journal_id, sealed)
			values (${question}, ${id}, ${line}, ${keyring().seal(`reading_question|${question}`, { text: canary('PasCompris') })})`.execute(tx)
	);
	// What is typed at the door is kept nowhere, right or wrong.
	const wrong = '918273645546';
	canaries.push(wrong);
	for (const typed of [pin, wrong])
		await ask(app.url, `/moi/connexion?code=${code}`, {
			fields: [
				['code', code],
				['pin', typed]
			]
		});
	await ask(app.url, `/moi/connexion?code=${code}`, { headers: { referer: `${app.url}/moi/connexion?code=${code}` } });
});

test('So is what she writes herself: an action, a note, a step, what is to be corrected, the moment she proposes.', async () => {
	const [{ id } = { id: '' }] = await home.sql<{ id: string }>(
		`select n.accompaniment_id as id from note n join accompaniment a on a.id = n.accompaniment_id where a.lead_id = $1 and a.ended_on is null limit 1`,
		[me.member]
	);
	await post(`/personnes/${id}/carte?/donner`, [
		['pin', '518207'],
		['again', '518207']
	]);
	// A card that she has had for a while: her page to show waits until then.
	await home.sql('update carnet set trusted_at = created_at where accompaniment_id = $1', [id]);
	const page = (await ask(app.url, `/personnes/${id}/carte`, { cookie })).body;
	const code = /class="code[^"]*"[^>]*>([^<]+)</.exec(page)?.[1]?.trim() ?? '';
	const door = await fetch(`${app.url}/moi/connexion`, {
		method: 'POST',
		body: new URLSearchParams({ code, pin: '518207' }),
		headers: { origin: app.url },
		redirect: 'manual'
	});
	const hers = door.headers
		.getSetCookie()
		.map((line) => line.split(';')[0])
		.join('; ');
	assert.match(hers, /^carnet=/);
	await post(
		'/moi/actions?/ajouter',
		[
			['what', canary('Sienne')],
			['part', id]
		],
		hers
	);
	await post(
		'/moi/actions/notes?/garder',
		[
			['text', canary('Apporter')],
			['part', id],
			['shown', 'yes']
		],
		hers
	);
	await post(
		'/moi/actions/notes?/garder',
		[
			['text', canary('PourElle')],
			['part', id]
		],
		hers
	);
	await post(
		'/moi/actions/avance?/garder',
		[
			['text', canary('Avance')],
			['part', id]
		],
		hers
	);
	const [note] = await home.sql<{ id: string; version: number }>('select id, version from note where accompaniment_id = $1', [id]);
	await post(
		'/moi/relire',
		[
			['note', note!.id],
			['version', String(note!.version)],
			['value', 'to-correct'],
			['words', canary('Corriger')]
		],
		hers
	);
	const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
	await post(`/personnes/${id}/rendez-vous?/prevoir`, [
		['day', day],
		['time', '10:00'],
		['channel', 'presence'],
		['bring', canary('Emporter')]
	]);
	const [{ appointment } = { appointment: '' }] = await home.sql<{ appointment: string }>(
		`select id as appointment from appointment where accompaniment_id = $1 and state = 'planned' and starts_at > now() order by id desc limit 1`,
		[id]
	);
	await post(`/moi/rendez-vous/${appointment}?/prevenir`, [['text', canary('AutreMoment')]], hers);
	const form = new FormData();
	for (const [name, value] of [
		['form_key', crypto.randomUUID()],
		['text', canary('Message')],
		['readers[]', me.member],
		['part', id]
	] as const)
		form.set(name, value);
	form.set('paper', new File([`${canary('PapierJoint')}\n`], `${canary('NomDuPapier')}.txt`));
	const sent = await fetch(`${app.url}/moi/messages?/ecrire`, {
		method: 'POST',
		body: form,
		headers: { cookie: hers, origin: app.url, accept: 'text/html' },
		redirect: 'manual'
	});
	assert.equal(sent.status, 303, await sent.text());
	await post(`/personnes/${id}/messages?/ecrire`, [['text', canary('Reponse')]]);
	await keepPapers(id, hers);
	await post('/moi/page?/ajouter', [['text', canary('PageAMontrer')]], hers);
	await post(
		'/moi/avis',
		[
			['part', organization],
			['pace', '1']
		],
		hers
	);
});

/** A document, what it is called and what stands in it, and a letter with its question and its answer. */
async function keepPapers(file: string, hers: string): Promise<void> {
	const sent = async (path: string, fields: [string, string][], bytes: Buffer) => {
		const answer = await sendWith(app.url, hers, path, [['part', file], ...fields], { bytes, name: `${canary('NomDeFichier')}.txt` });
		assert.equal(answer.status, 303, path);
	};
	await sent('/moi/papiers/ajouter', [['name', canary('Papier')]], Buffer.from(`Bonjour ${canary('Contenu')}`));
	await sent('/moi/papiers/ajouter', [], Buffer.from(`Bonjour ${canary('SansNom')}`));
	const letter: [string, string][] = [
		['to', me.member],
		['question', canary('Question')]
	];
	await sent('/moi/papiers/lettres/nouvelle', letter, pdf(canary('Lettre')));
	const [{ letter: waits } = { letter: '' }] = await home.sql<{ letter: string }>('select id as letter from letter');
	await post(`/personnes/${file}/documents?/repondre`, [
		['letter', waits],
		['answer', canary('Simplement')]
	]);
}

test('So is how it ends.', async () => {
	await tellEnding(teller, colleague);
});

/** A table with a canary in each cell but those that are given, read and tried as a spreadsheet sent it. */
async function tryTable(where: string, rows: Record<string, string>[]): Promise<string> {
	const heads = [...'Nom;Pronoms;GSM;Adresse;Langues;Commune;Comment la joindre;N° dossier;Diagnostic'.split(';'), canary('Tete')];
	const lines = rows.map((given) => heads.map((head) => given[head] ?? canary(where)));
	const table = [heads, ...lines].map((cells) => cells.join(';')).join('\n');
	return checked(app.url, cookie, `${table}\n`, `${canary('Fichier')}.csv`);
}

test('So are people brought in from a file: one that is in, one that waits with something to put right, one that cannot be read.', async () => {
	const people = async () => (await home.sql<{ n: number }>('select count(*)::int as n from brought_in'))[0]?.n;
	// What she is called stands in clear in the database, as with anybody: no canary once she is in.
	const path = await tryTable('Entree', [{ Nom: 'Alix Vermeulen' }, { Nom: 'Bo Dumont' }]);
	await post(`${path}?/entrer`, await formAt(app.url, cookie, path));
	assert.equal(await people(), 2);
	await tryTable('Attend', [{ Nom: canary('NomQuiAttend') }, { Nom: '' }, { 'N° dossier': canary('TropLong').repeat(20) }]);
	assert.deepEqual(
		await home.sql(`select b.state, count(p.*)::int as pieces from bring_in b left join bring_in_piece p on p.bring_in_id = b.id
			group by b.id order by b.id`),
		[
			{ state: 'done', pieces: 0 },
			{ state: 'checked', pieces: 1 }
		]
	);
	const unreadable = await sendFile(app.url, cookie, `Nom;GSM\n"${canary('Illisible')};${canary('Illisible')}\n`, {
		name: `${canary('Illisible')}.csv`
	});
	assert.equal(unreadable.status, 422);
	assert.equal(await people(), 2);
});

test('So is what was refused, lost, searched for, queued, or sent too late.', async () => {
	const [{ id } = { id: '' }] = await home.sql<{ id: string }>('select id from accompaniment');
	const refused = await ask(app.url, `/personnes/${id}/memos`, {
		cookie,
		fields: [
			['text', canary('Refuse')],
			['months', 'mille']
		]
	});
	assert.equal(refused.status, 422);
	await ask(app.url, `/personnes?q=${canary('Cherche')}`, { cookie });
	await ask(app.url, `/bureau?q=${canary('Cherche')}`, { cookie });
	await ask(app.url, `/personnes/${canary('Adresse')}/${canary('Adresse')}?${canary('Parametre')}=${canary('Valeur')}`, {
		cookie,
		headers: { 'user-agent': canary('Navigateur'), referer: `${app.url}/${canary('Venant')}`, 'x-forwarded-for': canary('Venant') }
	});
	await ask(app.url, '/connexion', {
		fields: [
			['email', `${canary('Inconnu')}@essai.example`],
			['password', canary('MotDePasse')]
		]
	});
	await teller.keep('/reglages/invitations?/inviter', [
		['first_name', 'Chloé'],
		['email', `${canary('Invitee')}@essai.example`],
		['roles[]', 'practitioner']
	]);
	await as(me, (tx) =>
		queueMail(tx, { to: `${canary('Destinataire')}@essai.example`, subject: canary('Sujet'), text: canary('Courrier') })
	);
	await as(me, (tx) => queueText(tx, 'sms', { to: '+33639980142', text: canary('MessageCourt'), language: 'fr' }));
	// A post after its session ended is kept.
	const ended = await enter(home, me);
	await home.sql(`update auth.session set ended_at = now() where token <> (select token from auth.session order by created_at limit 1)`);
	const late = await ask(app.url, `/personnes/${id}/memos`, {
		cookie: ended,
		fields: [
			['form_key', crypto.randomUUID()],
			['text', canary('TropTard')],
			['months', '6']
		]
	});
	assert.equal(late.status, 303);
	const [{ kept } = { kept: 0 }] = await home.sql<{ kept: number }>('select count(*)::int as kept from kept_post');
	assert.equal(kept, 1);
	// What the database refuses is told to its own log: a name must not be in it, nor a text.
	const name = canary('Nom');
	await assert.rejects(loader.query(`update accompaniment set name_to_use = $1, carnet = 'peut-être'`, [name]));
	await assert.rejects(
		loader.query(`insert into contact (id, accompaniment_id, organization_id, kind, sealed) values ($1, $2, $3, 'pigeon', $4)`, [
			newId(),
			id,
			organization,
			canary('Erreur')
		])
	);
});

test('None of it is in the data, the write-ahead log, the server’s log or the application’s.', async () => {
	assert.ok(canaries.length > 100);
	assert.deepEqual(await emptySealed(), [], 'every sealed column holds something that was said here');
	await app.stop();
	await closeDatabase();
	await loader.end();
	await stopServer();
	assert.ok(
		holding(data, ['Nadia B.']).some((where) => /base/.test(where)),
		'the search itself finds what is clear'
	);
	assert.deepEqual(holding(data, canaries), []);
});

test('The installation’s keys are nowhere under the data, and no sealed text opens with what is there.', () => {
	const { keys, pepper, accounts } = JSON.parse(readFileSync(keyFile, 'utf8')) as {
		keys: Record<string, string>;
		pepper: string;
		accounts: string;
	};
	const secrets = [...Object.values(keys), pepper, accounts];
	assert.deepEqual(holding(data, [...secrets, ...secrets.map((secret) => Buffer.from(secret, 'hex').toString('base64'))]), []);
	for (const secret of secrets) {
		const raw = Buffer.from(secret, 'hex');
		for (const entry of readdirSync(data, { recursive: true, withFileTypes: true })) {
			if (entry.isFile()) assert.ok(!readFileSync(join(entry.parentPath, entry.name)).includes(raw), entry.name);
		}
	}
});

/** Columns of sealed texts in which nothing was ever written. */
async function emptySealed(): Promise<string[]> {
	const columns = await home.sql<{ at: string; name: string }>(`select format('%I.%I', table_schema, table_name) as at, column_name as name
		from information_schema.columns where table_schema in ('public', 'auth') and column_name = 'sealed' order by 1`);
	const empty = await Promise.all(
		columns.map(async ({ at, name }) =>
			(await home.sql(`select 1 from ${at} where ${name} is not null limit 1`)).length > 0 ? [] : [`${at}.${name}`]
		)
	);
	return empty.flat();
}
