import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import pg from 'pg';
import { openKeyring, type Keyring } from '../src/lib/server/keyring.ts';
import { calendarOf } from './calendar.ts';
import { loadDirectory } from './directory/load.ts';
import { idOf } from './ids.ts';
import { loadOpinions } from './opinions.ts';
import { loadMembers, passwordOf } from './members.ts';
import { codeOf, loadPeople } from './people.ts';
import { shownCode } from '../src/lib/carnet/code.ts';
import { portLazare } from './port-lazare/index.ts';
import { sambreNoire } from './sambre-noire/index.ts';
import type { TerritoryStory } from './story.ts';

export const territories: TerritoryStory[] = [sambreNoire, portLazare];

/** One sign-in of the demo: the same password for everybody in a territory would teach a bad habit, so each has its own. */
export interface DemoAccount {
	role: 'practitioner' | 'front-desk' | 'coordination' | 'administrator';
	territory: string;
	organization: string;
	name: string;
	email: string;
	password: string;
}

/** Who can sign in, read from the stories; `demo/accounts.json` is this list, written down. */
export function accounts(): DemoAccount[] {
	return territories.flatMap((territory) =>
		territory.organizations.flatMap((organization) =>
			organization.members.map((member) => ({
				role: member.roles[0]!,
				territory: territory.name,
				organization: organization.name,
				name: `${member.first} ${member.last}`,
				email: member.email,
				password: passwordOf(territory.slug, member.slug)
			}))
		)
	);
}

/** A card of the demo: what one of its invented people types to see her own space. */
export interface DemoCarnet {
	role: 'person';
	territory: string;
	organization: string;
	name: string;
	code: string;
	pin: string;
}

/** Who has a card, read from the stories. */
export function carnets(): DemoCarnet[] {
	return territories.flatMap((territory) =>
		territory.people.flatMap((person) =>
			person.carnet
				? [
						{
							role: 'person' as const,
							territory: territory.name,
							organization: territory.organizations.find(({ slug }) => slug === person.organization)!.name,
							name: (person.concealed && person.alias) || person.name,
							code: shownCode(codeOf(territory, person)),
							pin: person.carnet.pin
						}
					]
				: []
		)
	);
}

/**
 * Loads the demo territories, or loads them again when they are stale and nobody has worked in them since; otherwise leaves everything as it is.
 * @returns true when it loaded
 */
export async function loadDemo(urls: { ownerUrl: string; serverUrl: string }, keyFile: string, now: Date = new Date()): Promise<boolean> {
	const client = new pg.Client({ connectionString: urls.ownerUrl });
	await client.connect();
	try {
		await client.query('begin');
		await client.query(`select pg_advisory_xact_lock(hashtext('cheminer demo'))`);
		await client.query('set local role cheminer_loader');
		const { rows } = await client.query<{ loaded: string | null; touched: boolean }>(
			`select (select min(created_at) from territory)::date::text as loaded, exists (select from audit where member_id is not null) or exists (select from form_key) as touched`
		);
		const { loaded, touched } = rows[0]!;
		if (loaded !== null) {
			if (touched || loaded === now.toISOString().slice(0, 10)) return false;
			await empty(client);
		}
		const keyring = openKeyring(keyFile, { create: true });
		for (const territory of territories) await loadTerritory(client, keyring, territory, now);
		await client.query('commit');
	} finally {
		await client.end();
	}
	for (const territory of territories) await loadDirectory(urls.serverUrl, territory, now);
	return true;
}

/** Writes `demo/accounts.json`, the list that a newcomer reads: who works there, then who is accompanied and has a card. */
export function writeAccounts(path: string): void {
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, JSON.stringify([...accounts(), ...carnets()], null, '\t') + '\n');
}

async function empty(client: pg.Client): Promise<void> {
	const { rows } = await client.query<{ name: string }>(
		`select format('%I.%I', schemaname, tablename) as name from pg_tables
		where schemaname in ('public', 'keys', 'auth') and tablename not in ('migration', 'installation')`
	);
	await client.query('reset role');
	await client.query('set local role cheminer_owner');
	await client.query(`truncate ${rows.map((row) => row.name).join(', ')}`);
	await client.query('set local role cheminer_loader');
}

async function loadTerritory(client: pg.Client, keyring: Keyring, story: TerritoryStory, now: Date): Promise<void> {
	const territory = idOf(story.slug);
	await client.query('insert into territory (id, name, country, time_zone) values ($1, $2, $3, $4)', [
		territory,
		story.name,
		story.country,
		story.timeZone
	]);
	for (const organization of story.organizations) {
		await client.query(
			'insert into organization (id, territory_id, name, kind, address, directions, phone) values ($1, $2, $3, $4, $5, $6, $7)',
			[
				idOf(story.slug, organization.slug),
				territory,
				organization.name,
				organization.kind,
				organization.address ?? '',
				organization.directions ?? '',
				organization.phone ?? ''
			]
		);
	}
	await loadMembers(client, story);
	for (const { slug, opinions } of story.organizations)
		if (opinions) await loadOpinions(client, idOf(story.slug, slug), opinions, calendarOf(story.timeZone, now));
	await loadPeople(client, keyring, story, calendarOf(story.timeZone, now));
}
