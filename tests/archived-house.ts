import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { makeArchive, type Made } from '#lib/backup/backup.ts';
import { connected } from '#lib/backup/connection.ts';
import { findArchive, preparePlace, type Place } from '#lib/backup/place.ts';
import { readyToRestore, restoreArchive, type Restored } from '#lib/backup/restore.ts';
import { closeChain } from '#lib/server/close-chain.ts';
import { asRole, closeDatabase, openDatabase } from '#lib/server/db.ts';
import { openKeyring, type Keyring } from '#lib/server/keyring.ts';
import { loadDemo } from '../demo/load.ts';
import type { TestDatabase } from './database.ts';

type Sql = <R>(text: string, values?: unknown[]) => Promise<R[]>;

/** The demo's people in a database of their own, archived while somebody writes. */
export interface ArchivedHouse {
	folder: string;
	data: string;
	keyFile: string;
	ring: Keyring;
	database: TestDatabase;
	place: Place;
	made: Made;
	/** The keys of forms that somebody wrote meanwhile, in order. */
	written: string[];
	/** The same archives in another folder, to be spoiled there. */
	copyOfArchives(): string;
	/** What came back in a database of its own. */
	back(from: string, ring?: Keyring): Promise<{ target: TestDatabase; restored: Restored }>;
	close(): Promise<void>;
}

/** @param another gives an empty migrated database, to be dropped after `close` */
export async function archivedHouse(another: () => Promise<TestDatabase>): Promise<ArchivedHouse> {
	const folder = mkdtempSync(join(tmpdir(), 'cheminer-drill-'));
	const [data, keyFile] = [join(folder, 'data'), join(folder, 'keys', 'installation.json')];
	const ring = openKeyring(keyFile, { create: true });
	const place = preparePlace(join(folder, 'archives'), keyFile);
	const database = await another();
	await openDatabase(database.serverUrl, keyFile);
	await loadDemo(database, keyFile);
	await asRole('cheminer_jobs', closeChain);
	const written: string[] = [];
	let ended = false;
	const writing = writeInto(database.ownerUrl, written, () => ended);
	const made = await makeArchive({ ownerUrl: database.ownerUrl, data, ring }, place, 35);
	ended = true;
	await writing;
	return {
		...{ folder, data, keyFile, ring, database, place, made, written },
		copyOfArchives() {
			const copy = mkdtempSync(join(folder, 'copy-'));
			cpSync(place.folder, copy, { recursive: true });
			return copy;
		},
		async back(from, opener = ring) {
			const target = await another();
			return { target, restored: await restoreArchive(await readyToRestore(findArchive(from), opener), target) };
		},
		async close() {
			await closeDatabase();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

/** Somebody at work: one line after another, until told to stop. */
async function writeInto(ownerUrl: string, written: string[], ended: () => boolean): Promise<void> {
	await asLoader(ownerUrl, async (sql) => {
		const [account] = await sql<{ id: string }>('select id from auth.account limit 1');
		while (!ended()) {
			const key = newId();
			await sql('insert into form_key (account_id, key) values ($1, $2)', [account!.id, key]);
			written.push(key);
		}
	});
}

/** Sees and changes every row, as the operator's hands do. */
export function asLoader<T>(ownerUrl: string, work: (sql: Sql) => Promise<T>): Promise<T> {
	return connected(ownerUrl, async (client) => {
		await client.query('set role cheminer_loader');
		return work(async <R>(text: string, values: unknown[] = []) => (await client.query(text, values)).rows as R[]);
	});
}

/** How many rows each table holds. */
export function countsOf(ownerUrl: string): Promise<Record<string, number>> {
	return asLoader(ownerUrl, async (sql) => {
		const tables = await sql<{ name: string }>(
			`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'auth', 'keys') and tablename <> 'migration' order by 1`
		);
		const counts: Record<string, number> = {};
		for (const { name } of tables) counts[name] = (await sql<{ n: number }>(`select count(*)::int as n from ${name}`))[0]!.n;
		return counts;
	});
}
