import { join } from 'node:path';
import pg from 'pg';
import type { Opened } from '../bin/database.ts';
import { migrate } from '../database/migrate.ts';
import { closeDatabase, openDatabase } from '../src/lib/server/db.ts';
import { openKeyring, type Keyring, type PersonKey } from '../src/lib/server/keyring.ts';
import { addressOf } from './servers.ts';
import { FIRST_NAMES, idOf, idSql, organizationOf, type Size } from './sizes.ts';

/** Makes a database anew, up to date and proved by the installation key, with nothing in it. */
export async function makeEmpty(database: Opened, name: string, keyFile: string): Promise<void> {
	const maintenance = new pg.Client({ connectionString: database.ownerUrl });
	await maintenance.connect();
	await maintenance.query(`drop database if exists ${name} with (force)`);
	await maintenance.query(`create database ${name}`);
	await maintenance.end();
	await migrate(addressOf(database.ownerUrl, name));
	// Opening it once seals the proof of the installation key.
	await openDatabase(addressOf(database.serverUrl, name), keyFile);
	await closeDatabase();
}

/**
 * Makes one database anew, filled inside the database by the operator's loader, with last met and next appointment as the triggers would
 * keep them.
 * @param data folder of the installation key
 * @param rest what else is filled in before the triggers are back
 */
export async function fill(database: Opened, size: Size, data: string, rest = longPathways): Promise<void> {
	const keyFile = join(data, 'keys', 'installation.json');
	const began = Date.now();
	await makeEmpty(database, size.database, keyFile);
	const client = new pg.Client({ connectionString: addressOf(database.ownerUrl, size.database) });
	await client.connect();
	try {
		await triggers(client, 'disable');
		await client.query('set role cheminer_loader');
		await staff(client, size);
		const keyring = openKeyring(keyFile, { create: false });
		await people(client, size, keyring);
		await rest(client, size, keyring);
		await client.query('reset role');
		await triggers(client, 'enable');
		await client.query('vacuum analyze');
	} finally {
		await client.end();
	}
	console.log(
		`${size.database}: ${size.people} people, ${size.interviews} interviews, ${size.appointments} appointments in ${Math.round((Date.now() - began) / 1000)} s`
	);
}

/** Last met, next appointment and audit are made by the thousand here rather than row by row. */
async function triggers(client: pg.Client, turn: 'enable' | 'disable'): Promise<void> {
	await client.query('set role cheminer_owner');
	for (const table of [
		'organization',
		'member',
		'accompaniment',
		'colleague',
		'exclusion',
		'appointment',
		'interview',
		'note',
		'note_reader',
		'action',
		'profile',
		'answer',
		'frame'
	]) {
		await client.query(`alter table ${table} ${turn} trigger user`);
	}
	await client.query('reset role');
}

async function staff(client: pg.Client, size: Size): Promise<void> {
	await client.query(
		`insert into territory (id, name, country, time_zone) values ('01990000-0000-7000-8000-000000000000', 'Bassin de mesure', 'BE', 'Europe/Brussels')`
	);
	await client.query(
		`insert into organization (id, territory_id, name) select ${idSql('organization', 'o', 'o')}, '01990000-0000-7000-8000-000000000000', 'Organisme ' || o from generate_series(0, $1::int - 1) o`,
		[size.organizations]
	);
	const made = `from generate_series(0, ${size.practitioners} - 1) p, lateral (select p % ${size.organizations} as o) x`;
	await client.query(
		`insert into auth.account (id, name, email) select ${idSql('account', 'o', 'p')}, 'Praticien ' || p, 'p' || p || '@mesure.example' ${made}`
	);
	await client.query(
		`insert into member (id, account_id, organization_id, first_name, last_name, roles)
		select ${idSql('member', 'o', 'p')}, ${idSql('account', 'o', 'p')}, ${idSql('organization', 'o', 'o')}, 'Praticien', p::text, array['practitioner'] ${made}`
	);
}

/** Person i, her key and her accompaniment: led by practitioner i mod practitioners; one in twelve has a colleague too, one in fifty a cover. */
async function people(client: pg.Client, size: Size, keyring: Keyring): Promise<void> {
	const batch = 5_000;
	for (let from = 0; from < size.people; from += batch) {
		const ids: string[] = [];
		const keys: string[] = [];
		for (let i = from; i < Math.min(from + batch, size.people); i += 1) {
			const id = personId(size, i);
			ids.push(id);
			keys.push(keyring.newPersonKey(id).wrapped);
		}
		await client.query('insert into person (id) select unnest($1::uuid[])', [ids]);
		await client.query('insert into keys.person_key (person_id, wrapped) select * from unnest($1::uuid[], $2::text[])', [ids, keys]);
	}
	const made = `from generate_series(0, ${size.people} - 1) i, lateral (select i % ${size.practitioners} as p) x, lateral (select p % ${size.organizations} as o) y`;
	await client.query(
		`insert into accompaniment (id, organization_id, person_id, lead_id, name_to_use, track, opened_on, last_met_on, last_channel, next_at, created_by)
		select ${idSql('accompaniment', 'o', 'i')}, ${idSql('organization', 'o', 'o')}, ${idSql('person', 'o', 'i')}, ${idSql('member', 'o', 'p')},
			($1::text[])[1 + i * 7 % ${FIRST_NAMES.length}] || ' ' || chr(65 + i / 3 % 26) || '.',
			(array['employment', 'training', 'psychosocial', 'social', 'project'])[1 + i / 5 % 5],
			current_date - 400 - i % 300, ${heldOn('0')}, ${channel('0')}, ${nextAt()}, ${idSql('member', 'o', 'p')} ${made}`,
		[FIRST_NAMES]
	);
	const colleague = (
		kind: string,
		until: string,
		every: number
	) => `insert into colleague (accompaniment_id, organization_id, member_id, kind, track, until)
		select ${idSql('accompaniment', 'o', 'i')}, ${idSql('organization', 'o', 'o')}, ${idSql('member', 'o', `(p + ${size.organizations}) % ${size.practitioners}`)}, '${kind}', null, ${until}
		${made} where i / ${size.practitioners} % ${every} = 1`;
	await client.query(colleague('named', 'null', 12));
	await client.query(colleague('cover', `now() + interval '10 days'`, 50));
}

const personId = (size: Size, i: number) => idOf('person', organizationOf(size, i % size.practitioners), i);
/** Interview k of person i, the latest is 0. */
const heldOn = (k: string) => `current_date - 1 - i % 40 - ${k} * (14 + i % 11)`;
const channel = (k: string) => `(array['presence', 'phone', 'presence', 'video', 'outside'])[1 + (i + ${k}) % 5]`;
/** Three people in four have an appointment in the next two weeks, at a half hour of the day. */
const plannedAt = `date_trunc('day', now()) + (1 + i * 7 % 14) * interval '1 day' + interval '8 hours' + i % 18 * interval '30 minutes'`;
const nextAt = () => `case when i % 4 < 3 then ${plannedAt} end`;

/** What is measured: everybody's meetings, and the texts of some. */
async function longPathways(client: pg.Client, size: Size, keyring: Keyring): Promise<void> {
	await meetings(client, size);
	await texts(client, size, keyring);
}

async function meetings(client: pg.Client, size: Size): Promise<void> {
	const each = size.interviews / size.people;
	const made = `from generate_series(0, ${size.people} - 1) i, lateral (select i % ${size.practitioners} as p) x, lateral (select p % ${size.organizations} as o) y`;
	await client.query(
		`insert into interview (id, accompaniment_id, organization_id, held_on, channel, author_id, created_at)
		select ${idSql('interview', 'o', `i * ${each} + ${each} - 1 - k`)}, ${idSql('accompaniment', 'o', 'i')}, ${idSql('organization', 'o', 'o')}, ${heldOn('k')}, ${channel('k')}, ${idSql('member', 'o', 'p')}, now()
		${made}, generate_series(0, ${each} - 1) k`
	);
	const appointment = (
		n: number,
		at: string,
		state: string
	) => `insert into appointment (id, accompaniment_id, organization_id, member_id, starts_at, time_zone, state)
		select ${idSql('appointment', 'o', `i * 2 + ${n}`)}, ${idSql('accompaniment', 'o', 'i')}, ${idSql('organization', 'o', 'o')}, ${idSql('member', 'o', 'p')}, ${at}, 'Europe/Brussels', ${state} ${made}`;
	await client.query(appointment(0, `date_trunc('day', now()) - (1 + i % 40) * interval '1 day' + interval '9 hours'`, `'met'`));
	await client.query(
		appointment(
			1,
			`${plannedAt} - case when i % 4 < 3 then interval '0' else interval '60 days' end`,
			`case when i % 4 < 3 then 'planned' else 'met' end`
		)
	);
}

const SAID =
	'On a relu la lettre de la crèche. Elle appelle jeudi, il écrit au centre pour l’horaire du mardi. On garde la piste de l’accueillante, plus près de l’arrêt de bus, et on en reparle quand la réponse est là.';

/** The first person of each practitioner is met for a long time: forty interviews, where the others have a few. */
const LONG = 40;

/** Sealed texts for these first persons: the pathway that is measured and weighed is a real one. */
async function texts(client: pg.Client, size: Size, keyring: Keyring): Promise<void> {
	const each = size.interviews / size.people;
	await client.query(
		`insert into interview (id, accompaniment_id, organization_id, held_on, channel, author_id, created_at)
		select ${idSql('interview', 'o', `${size.interviews} + p * ${LONG} + k`)}, ${idSql('accompaniment', 'o', 'p')}, ${idSql('organization', 'o', 'o')}, current_date - 300 - k * 7, 'phone', ${idSql('member', 'o', 'p')}, now()
		from generate_series(0, ${size.practitioners} - 1) p, lateral (select p % ${size.organizations} as o) y, generate_series(1, ${LONG - each}) k`
	);
	const { rows } = await client.query<{ id: string; person_id: string; lead_id: string; wrapped: string; meetings: string[] }>(
		`select a.id, a.person_id, a.lead_id, k.wrapped, array(select i.id::text from interview i where i.accompaniment_id = a.id order by i.held_on) as meetings
		from accompaniment a join keys.person_key k on k.person_id = a.person_id where a.id = any ($1::uuid[])`,
		[Array.from({ length: size.practitioners }, (_, p) => idOf('accompaniment', organizationOf(size, p), p))]
	);
	for (const row of rows) {
		const key = keyring.unwrap(row.person_id, row.wrapped);
		const organization = parseInt(row.id.slice(4, 8), 16);
		const number = parseInt(row.id.slice(-12), 16);
		const notes = row.meetings.map((interview, k) => ({ id: idOf('note', organization, number * 100 + k), interview, sealed: '' }));
		for (const note of notes) note.sealed = key.seal('note', note.id, { text: SAID, moved: '' });
		await client.query(
			`insert into note (id, interview_id, accompaniment_id, author_id, sealed) select n, i, $3, $4, s from unnest($1::uuid[], $2::uuid[], $5::text[]) t (n, i, s)`,
			[notes.map(({ id }) => id), notes.map(({ interview }) => interview), row.id, row.lead_id, notes.map(({ sealed }) => sealed)]
		);
		await client.query('insert into note_reader (note_id, member_id, added_by) select unnest($1::uuid[]), $2, $2', [
			notes.map(({ id }) => id),
			row.lead_id
		]);
		await promise(client, row, key, idOf('action', organization, number));
	}
}

async function promise(client: pg.Client, row: { id: string; lead_id: string }, key: PersonKey, id: string): Promise<void> {
	await client.query(
		`insert into action (id, accompaniment_id, organization_id, owner, owner_member_id, sealed, author_id) select $1, a.id, a.organization_id, 'practitioner', a.lead_id, $3, a.lead_id from accompaniment a where a.id = $2`,
		[id, row.id, key.seal('action', id, { text: 'Écrire au centre de formation' })]
	);
}
