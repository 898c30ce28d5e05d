import { basename } from 'node:path';
import type pg from 'pg';
import { migrate, migrations } from '../../../database/migrate.ts';
import { copyIn, PLAIN_VALUES } from '../server/copy.ts';
import type { Keyring } from '../server/keyring.ts';
import { StartRefused } from '../server/refusal.ts';
import { Damaged, unsealFile } from '../server/sealed-file.ts';
import { chainOf, type ChainState } from './chain-state.ts';
import { connected, within, type Logins } from './connection.ts';
import { erasePeople } from './erase.ts';
import { FORMAT, readAbout, readArchive, type About, type Manifest } from './format.ts';
import { continues, readLedger, type Erasure } from './ledger.ts';
import type { Found } from './place.ts';
import { openKeys, openSample } from './sample.ts';
import type { Table } from './tables.ts';

/** What a restoration is made of, all there and found to fit together before anything is made. */
export interface Ready {
	archive: string;
	keys: string;
	about: About;
	erasures: Erasure[];
	ring: Keyring;
}

/** Says which file is damaged, besides how. */
export async function naming<T>(file: string, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (problem) {
		if (problem instanceof Damaged && !problem.message.startsWith('The archive ')) {
			const other = problem.message.includes('another key')
				? ' Give the copy of the installation key kept for it (--key).'
				: ' Take another one.';
			throw new Damaged(`The archive ${basename(file)} cannot be used: ${problem.message}.${other}`);
		}
		throw problem;
	}
}

/**
 * Looks at everything that a restoration needs: the archive, the keys apart, the ledger, the installation key.
 * @throws StartRefused or Damaged in one sentence, before anything is made
 */
export async function readyToRestore(found: Found, ring: Keyring): Promise<Ready> {
	const { archive, keys, ledger } = found;
	const opener = await ring.archiveKey();
	const about = await naming(archive, () => readAbout(unsealFile(archive, opener)));
	if (about.kind !== 'data') throw new StartRefused(`${basename(archive)} holds keys only: give the archive whose name ends in .data.age.`);
	const unknown = about.migrations.find((name) => !migrations().includes(name));
	if (about.format > FORMAT || unknown !== undefined)
		throw new StartRefused(
			`The archive ${basename(archive)} was made by a newer version of Cheminer (${unknown ?? `format ${about.format}`}): restore it with that version.`
		);
	if (!keys)
		throw new StartRefused('The archive of keys is not beside it (folder "keys"): give it with --keys. Without it no text can be read.');
	const ofKeys = await naming(keys, () => readAbout(unsealFile(keys, opener)));
	if (ofKeys.kind !== 'keys') throw new StartRefused(`${basename(keys)} is no archive of keys: give the one whose name ends in .keys.age.`);
	if (ofKeys.madeAt < about.madeAt)
		throw new StartRefused(
			'The archive of keys is older than the archive: people who came in between would have none. Give a later one with --keys.'
		);
	if (ledger === undefined)
		throw new StartRefused(
			'The ledger of erasures is not beside the archive (erasures.jsonl): give it with --erasures, so that nobody who was erased comes back.'
		);
	return { archive, keys, about, erasures: readLedger(ledger), ring };
}

/** What came back. */
export interface Restored {
	madeAt: string;
	rows: number;
	people: number;
	/** How many people of the ledger are in nothing of it any more. */
	erased: number;
	/** How many texts were opened to see. */
	opened: number;
	/** Links that open nothing any more. */
	voided: number;
	/** Migrations that came after the archive. */
	applied: string[];
	chain: ChainState;
}

/**
 * Brings an archive back into an empty database, all in one transaction: what is not exactly what was written leaves it empty.
 * Whoever was erased meanwhile is erased again before anybody can look.
 * @throws StartRefused or Damaged in one sentence
 */
export async function restoreArchive(ready: Ready, target: Logins): Promise<Restored> {
	const { about } = ready;
	await refuseUsed(target.ownerUrl, about);
	await migrate(target.ownerUrl, about.migrations);
	const loaded = await connected(target.ownerUrl, (client) => within(client, '', () => load(client, ready)));
	const applied = await migrate(target.ownerUrl);
	await connected(target.ownerUrl, async (client) => {
		await client.query('set role cheminer_owner');
		await client.query('vacuum analyze');
	});
	const { manifest, ...rest } = loaded;
	const chain = await chainOf(target.serverUrl);
	if (chain.head !== manifest.chain.head || chain.batches !== manifest.chain.batches)
		chain.sentences.push('it does not end where the archive says');
	return { madeAt: about.madeAt, ...rest, applied, chain };
}

/** Restoring never overwrites: into an empty database only. */
async function refuseUsed(ownerUrl: string, about: About): Promise<void> {
	const used = () => new StartRefused('This database is in use: an archive is restored into an empty one only. Nothing was changed.');
	await connected(ownerUrl, async (client) => {
		const { rows } = await client.query<{ there: boolean }>(`select to_regclass('public.migration') is not null as there`);
		if (!rows[0]?.there) return;
		const applied = await client.query<{ name: string }>('select name from migration');
		if (applied.rows.some(({ name }) => !about.migrations.includes(name)))
			throw new StartRefused('This database was prepared for a later version than the archive: give an empty one. Nothing was changed.');
		if (applied.rows.length === 0) return;
		await within(client, 'read only', async () => {
			await client.query('set local role cheminer_loader');
			for (const { name } of about.tables) {
				const exists = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [name]);
				if (!exists.rows[0]?.there) continue;
				const { rowCount } = await client.query(`select from ${name} limit 1`);
				if (rowCount) throw used();
			}
		});
	});
}

type Loaded = Omit<Restored, 'madeAt' | 'applied' | 'chain'> & { manifest: Manifest };

async function load(client: pg.Client, { archive, keys, about, erasures, ring }: Ready): Promise<Loaded> {
	const opener = await ring.archiveKey();
	await client.query(PLAIN_VALUES);
	const quiet = await triggers(client, about.tables, 'disable');
	await client.query('set local role cheminer_loader');
	let rows = 0;
	const into = (tables: Table[]) => async (name: string, pieces: AsyncIterable<Uint8Array>) => {
		const table = tables.find((one) => one.name === name);
		if (!table) throw new Damaged('it holds a table that it does not announce');
		rows += await fill(client, table, pieces);
	};
	const { manifest } = await naming(archive, () => readArchive(unsealFile(archive, opener), { table: into(about.tables) }));
	let keyTables: Table[] = [];
	const begin = (ofKeys: About) => Promise.resolve(void (keyTables = ofKeys.tables));
	await naming(keys, () =>
		readArchive(unsealFile(keys, opener), {
			begin,
			table: (name, pieces) => keysOf(client, keyTables, name, pieces).then((count) => void (rows += count))
		})
	);
	if (!continues(erasures, manifest.erasures))
		throw new StartRefused(
			'The ledger of erasures is shorter than the archive remembers, or another one: give a whole copy with --erasures.'
		);
	const erased = erasures.map(({ person }) => person);
	await erasePeople(client, erased);
	const people = await proveKeys(client, ring);
	const { opened, closed } = await openSample(client, ring);
	if (closed.length > 0)
		throw new Damaged(`The archive ${basename(archive)} cannot be used: ${closed.length} of its texts do not open with their own key.`);
	const voided = await voidLinks(client);
	await client.query(
		`insert into audit (organization_id, act, subject, row_id) select id, 'restore', 'organization', id::text from organization`
	);
	await quiet();
	return { rows, people, erased: erased.length, opened, voided, manifest };
}

/** Nothing is told, kept or worked out anew while rows come back as they were. */
async function triggers(client: pg.Client, tables: Table[], turn: 'disable' | 'enable'): Promise<() => Promise<void>> {
	await client.query('set local role cheminer_owner');
	for (const { name } of tables) await client.query(`alter table ${name} ${turn} trigger user`);
	return async () => void (await triggers(client, tables, 'enable'));
}

/** COPY does not fill a table behind policies: it fills one of this transaction, from which role loader inserts. */
async function fill(client: pg.Client, { name, columns }: Table, pieces: AsyncIterable<Uint8Array>): Promise<number> {
	const list = columns.join(', ');
	await client.query(`create temp table incoming on commit drop as select ${list} from ${name} with no data`);
	const rows = await copyIn(client, `incoming (${list})`, pieces);
	await client.query(`insert into ${name} (${list}) select ${list} from incoming`);
	await client.query('drop table incoming');
	return rows;
}

/** Keys of people who came after the archive are left out: they are nobody here. */
async function keysOf(client: pg.Client, tables: Table[], name: string, pieces: AsyncIterable<Uint8Array>): Promise<number> {
	const table = tables.find((one) => one.name === name);
	if (!table) throw new Damaged('it holds a table that it does not announce');
	const list = table.columns.join(', ');
	await client.query(`create temp table incoming on commit drop as select ${list} from ${name} with no data`);
	await copyIn(client, `incoming (${list})`, pieces);
	const known = name === 'keys.person_key' ? 'where exists (select from person p where p.id = person_id)' : '';
	const { rowCount } = await client.query(`insert into ${name} (${list}) select ${list} from incoming ${known}`);
	await client.query('drop table incoming');
	return rowCount ?? 0;
}

/** @returns how many people there are, each with a key that opens */
async function proveKeys(client: pg.Client, ring: Keyring): Promise<number> {
	const { people, missing, closed } = await openKeys(client, ring);
	if (closed.length > 0)
		throw new StartRefused(
			`The installation key opens the archive, but not the keys of ${closed.length} of ${people} people: this copy of it is older than the archive of keys. Give the copy made after the last rotation (--key).`
		);
	if (missing.length > 0)
		throw new StartRefused(
			`${missing.length} of ${people} people have no key in this archive of keys and stand in no ledger of erasures: give a whole ledger with --erasures, or another archive of keys with --keys.`
		);
	return people;
}

/** Links that left before opened something once; nobody knows any more whether they did. Sessions and reset links were never archived. */
async function voidLinks(client: pg.Client): Promise<number> {
	const { rowCount } = await client.query('update invitation set withdrawn_at = now() where accepted_at is null and withdrawn_at is null');
	return rowCount ?? 0;
}
