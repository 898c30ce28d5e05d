import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { identityToRecipient } from 'age-encryption';
import { copyOut, PLAIN_VALUES } from '../server/copy.ts';
import type { Keyring } from '../server/keyring.ts';
import { seal, unsealFile, writeWhole } from '../server/sealed-file.ts';
import { alone, connected, within, type Logins } from './connection.ts';
import { FORMAT, packArchive, readArchive, type About, type Count, type Manifest } from './format.ts';
import { copyLedger, ledgerOf, readLedger, stateOf } from './ledger.ts';
import { nameOf, prune, type Place } from './place.ts';
import { archivedTables, keyTables, type Table } from './tables.ts';

/** One archive that was made. */
export interface Made {
	archive: string;
	keys: string;
	bytes: number;
	rows: number;
	people: number;
	/** Files that had had their time. */
	pruned: number;
}

/** What an archive is made of. */
export interface Source extends Pick<Logins, 'ownerUrl'> {
	/** The folder that holds the ledger of erasures, and what the house is for. */
	data: string;
	ring: Keyring;
}

/**
 * Makes an archive while people work: every row as it stood at one moment, read by role backup through the wall's own policies, sealed,
 * read again from the disk before it is given its name. The wrapped keys go to a file apart, the ledger of erasures beside both.
 * @param days after which former archives are taken away
 * @throws StartRefused in one sentence: another backup under way, disk full, folder that may not be written in. Nothing half made stays.
 */
export async function makeArchive(source: Source, place: Place, days: number): Promise<Made> {
	return connected(source.ownerUrl, async (client) => {
		await alone(client, 'backup');
		const opener = await source.ring.archiveKey();
		const recipient = await identityToRecipient(opener);
		const erasures = readLedger(ledgerOf(source.data));
		await copyLedger(erasures, place.ledger);
		const applied = await client.query<{ name: string }>('select name from migration order by name');
		return within(client, 'isolation level repeatable read read only', async () => {
			await client.query(PLAIN_VALUES);
			const moment = await snapshotOf(client);
			const common = {
				product: 'cheminer' as const,
				format: FORMAT,
				madeAt: moment.at.toISOString(),
				migrations: applied.rows.map(({ name }) => name),
				engine: moment.engine,
				...purposeOf(source.data)
			};
			const write = async (path: string, about: About, role: 'cheminer_backup' | 'cheminer_loader') => {
				await client.query(`set local role ${role}`);
				const last = { chain: moment.chain, erasures: stateOf(erasures) };
				const counts: Count[] = [];
				const rows = ({ name, columns }: Table) => copyOut(client, `${name} (${columns.join(', ')})`);
				const bytes = await writeWhole(
					path,
					await seal(
						packArchive(about, rows, last, (all) => counts.push(...all)),
						[recipient]
					),
					(partial) => readArchive(unsealFile(partial, opener), {})
				);
				return { bytes, counts };
			};
			await client.query('set local role cheminer_loader');
			const keys = join(place.keys, nameOf('keys', moment.at));
			const archive = join(place.folder, nameOf('data', moment.at));
			const [ofKeys, ofData] = [await keyTables(client), await archivedTables(client)];
			const apart = await write(keys, { ...common, kind: 'keys', tables: ofKeys }, 'cheminer_loader');
			const { bytes, counts } = await write(archive, { ...common, kind: 'data', tables: ofData }, 'cheminer_backup').catch(
				(problem: unknown) => {
					// Keys without their archive serve nobody.
					rmSync(keys, { force: true });
					throw problem;
				}
			);
			const rows = sum(counts) + sum(apart.counts);
			return {
				archive,
				keys,
				bytes: bytes + apart.bytes,
				rows,
				people: counts.find(({ name }) => name === 'public.person')?.rows ?? 0,
				pruned: prune(place, days, moment.at),
				at: moment.at
			};
		}).then(async ({ at, ...made }) => {
			await remember(client, at, made.bytes, made.rows);
			return made;
		});
	});
}

const sum = (counts: Count[]) => counts.reduce((total, { rows }) => total + rows, 0);

interface Moment {
	at: Date;
	engine: number;
	chain: Manifest['chain'];
}

/** The first statement takes the snapshot that all others see. */
async function snapshotOf(client: pg.Client): Promise<Moment> {
	await client.query('set local role cheminer_backup');
	const { rows } = await client.query<{ at: Date; engine: number; batches: number; head: string | null }>(
		`select now() as at, current_setting('server_version_num')::int / 10000 as engine, (select count(*)::int from chain) as batches,
			(select c.head from chain c where not exists (select from chain n where n.previous_id = c.id) order by c.closed_at desc limit 1) as head`
	);
	const { at, engine, batches, head } = rows[0]!;
	return { at, engine, chain: { batches, head } };
}

/** The demo or the real house, as the folder was marked by its first start. */
function purposeOf(data: string): { purpose?: string } {
	const mark = join(data, 'purpose');
	return existsSync(mark) ? { purpose: readFileSync(mark, 'utf8').trim() } : {};
}

/** So that the house can say when its last good archive was made. */
async function remember(client: pg.Client, at: Date, bytes: number, rows: number): Promise<void> {
	await within(client, '', async () => {
		await client.query('set local role cheminer_loader');
		await client.query('insert into archive (made_at, bytes, lines) values ($1, $2, $3) on conflict do nothing', [at, bytes, rows]);
		await client.query(`delete from archive where made_at < now() - interval '1 year'`);
	});
}
