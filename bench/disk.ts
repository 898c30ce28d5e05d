/** What the disk holds for 10,000 people and their 100,000 interviews, each with its sealed text, written in the order of life. */
import type pg from 'pg';
import { v7 } from 'uuid';
import { asking } from '../bin/external.ts';
import type { Keyring, PersonKey } from '../src/lib/server/keyring.ts';
import type { Bench } from './compare.ts';
import { fill } from './fill.ts';
import { addressOf } from './servers.ts';
import { TENTH, type Size } from './sizes.ts';

const WHOLE_TEXTS: Size = { ...TENTH, database: 'bench_disk' };

const SENTENCES =
	'On a relu la lettre de la crèche. Elle appelle jeudi, il écrit au centre pour l’horaire du mardi. On garde la piste de l’accueillante, plus près de l’arrêt de bus, et on en reparle quand la réponse est là. ' +
	'Le dossier de l’allocation est parti complet, avec la copie du bail et le mot du médecin. Elle dit qu’elle dort mieux depuis que la dette est étalée, et qu’elle voudrait revoir le chantier où elle a aimé travailler. ' +
	'Il reste une question sur le permis, qu’on posera ensemble au guichet. Elle passera d’abord voir sa sœur, qui peut garder le petit deux matins par semaine.';
/** From a line of 90 characters to half a page of 510: 300 in the middle, thrice what the demo's texts have. */
const textOf = (n: number) => SENTENCES.slice(0, 90 + ((n * 37) % 421));

interface Person {
	id: string;
	organization_id: string;
	lead_id: string;
	key: PersonKey;
}

/** An interview of each, then the next of each: ids and rows grow with time, as they do when people work. */
async function lives(client: pg.Client, size: Size, keyring: Keyring): Promise<void> {
	const { rows } = await client.query<{ id: string; organization_id: string; lead_id: string; person_id: string; wrapped: string }>(
		'select a.id, a.organization_id, a.lead_id, a.person_id, k.wrapped from accompaniment a join keys.person_key k on k.person_id = a.person_id order by a.id'
	);
	const people = rows.map(({ person_id, wrapped, ...row }): Person => ({ ...row, key: keyring.unwrap(person_id, wrapped) }));
	await profiles(client, people);
	const each = size.interviews / size.people;
	for (let turn = 0; turn < each; turn += 1) await meetEach(client, people, turn, each);
	await client.query(
		`insert into appointment (id, accompaniment_id, organization_id, member_id, starts_at, time_zone, state)
		select gen_random_uuid(), a.id, a.organization_id, a.lead_id, now() + n * interval '9 days', 'Europe/Brussels', case n when 1 then 'planned' else 'met' end
		from accompaniment a, generate_series(0, 1) n`
	);
}

async function profiles(client: pg.Client, people: readonly Person[]): Promise<void> {
	const said = { languages: ['fr'], municipality: 'Fontaine-sur-Noire', matters: 'Que les petits aient une place avant septembre' };
	await client.query(
		'insert into profile (accompaniment_id, organization_id, sealed) select * from unnest($1::uuid[], $2::uuid[], $3::text[])',
		[people.map(({ id }) => id), people.map((person) => person.organization_id), people.map(({ id, key }) => key.seal('profile', id, said))]
	);
}

const WEEK_MS = 7 * 86_400_000;

async function meetEach(client: pg.Client, people: readonly Person[], turn: number, turns: number): Promise<void> {
	const from = Date.now() - (turns - turn) * 4 * WEEK_MS;
	const met = people.map((person, n) => {
		const msecs = from + n * 60_000;
		const note = v7({ msecs });
		const action = n % 2 === turn % 2 ? v7({ msecs }) : null;
		return {
			person: person.id,
			interview: v7({ msecs }),
			on: new Date(msecs).toISOString().slice(0, 10),
			note,
			text: person.key.seal('note', note, { text: textOf(n + turn), moved: '' }),
			action,
			promise: action && person.key.seal('action', action, { text: 'Écrire au centre de formation pour l’horaire' })
		};
	});
	const column = <K extends keyof (typeof met)[number]>(name: K) => met.map((one) => one[name]);
	await client.query(
		`with m as (select * from unnest($1::uuid[], $2::uuid[], $3::date[], $4::uuid[], $5::text[], $6::uuid[], $7::text[]) m (person, interview, held_on, note, text, action, promise)),
			a as (select m.*, a.organization_id, a.lead_id from m join accompaniment a on a.id = m.person order by m.interview),
			i as (insert into interview (id, accompaniment_id, organization_id, held_on, channel, author_id)
				select interview, person, organization_id, held_on, 'presence', lead_id from a),
			n as (insert into note (id, interview_id, accompaniment_id, author_id, outcome, sealed) select note, interview, person, lead_id, 'moved', text from a),
			r as (insert into note_reader (note_id, member_id, added_by) select note, lead_id, lead_id from a)
		insert into action (id, accompaniment_id, organization_id, note_id, owner, sealed, author_id)
		select action, person, organization_id, note, 'person', promise, lead_id from a where action is not null`,
		[column('person'), column('interview'), column('on'), column('note'), column('text'), column('action'), column('promise')]
	);
}

/** Kept apart: what the house remembers of itself grows with readings, not with people. */
const MEMORY = ['journal', 'audit', 'chain'];
const GOAL = 60_000_000;

/** Fills a database of its own, weighs its tables and takes it away. */
export async function disk({ database, data, report }: Bench): Promise<void> {
	const maintenance = addressOf(database.ownerUrl, 'postgres');
	try {
		await fill(database, WHOLE_TEXTS, data, lives);
		const { tables, texts } = await asking(addressOf(database.ownerUrl, WHOLE_TEXTS.database), weighTables);
		const bytes = tables.reduce((sum, { heap, indexes }) => sum + heap + indexes, 0);
		const largest = tables.slice(0, 5).map(({ name, heap, indexes }) => `${name} ${mb(heap)} + ${mb(indexes)}`);
		report.say(
			`Disk for 10,000 people and 100,000 interviews, journal and audit apart: ${mb(bytes)} MB, of which sealed texts ${mb(texts)} (rows + indexes: ${largest.join(', ')}); goal 60 MB: ${report.judge(bytes <= GOAL)}.`
		);
		const bare = tables.filter(({ name }) => !OF_TEXTS.includes(name)).reduce((sum, { heap, indexes }) => sum + heap + indexes, 0);
		report.say(`The same without the tables of texts: ${mb(bare)} MB.`);
	} finally {
		await asking(maintenance, (client) => client.query(`drop database if exists ${WHOLE_TEXTS.database} with (force)`));
	}
}

const OF_TEXTS = ['note', 'note_reader', 'action'];
const mb = (size: number) => (size / 1e6).toFixed(1);

interface Weighed {
	tables: { name: string; heap: number; indexes: number }[];
	/** Bytes of all that is sealed. */
	texts: number;
}

async function weighTables(client: pg.Client): Promise<Weighed> {
	const { rows: tables } = await client.query<Weighed['tables'][number]>(
		`select c.relname as name, pg_table_size(c.oid)::int as heap, pg_indexes_size(c.oid)::int as indexes
		from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where c.relkind = 'r' and n.nspname in ('public', 'keys', 'auth') and c.relname <> all ($1) order by pg_total_relation_size(c.oid) desc`,
		[MEMORY]
	);
	await client.query('set role cheminer_loader');
	const { rows } = await client.query<{ texts: number }>(
		`select ((select sum(octet_length(sealed)) from note) + (select sum(octet_length(sealed)) from action) + (select sum(octet_length(sealed)) from profile))::int as texts`
	);
	return { tables, texts: rows[0]!.texts };
}
