import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { makeArchive, type Made } from '#lib/backup/backup.ts';
import { connected } from '#lib/backup/connection.ts';
import { findArchive, preparePlace, type Place } from '#lib/backup/place.ts';
import { readyToRestore, restoreArchive, type Restored } from '#lib/backup/restore.ts';
import { FILE_LIMITS } from '#lib/files/rules.ts';
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
	/** A file that she keeps for herself, of two pieces: whose it is, and its bytes. */
	paper: { file: string; person: string; bytes: Buffer };
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
	const paper = await keepPaperIn(database.ownerUrl, ring);
	await asRole('cheminer_jobs', closeChain);
	const written: string[] = [];
	let ended = false;
	const writing = writeInto(database.ownerUrl, written, () => ended);
	const made = await makeArchive({ ownerUrl: database.ownerUrl, data, ring }, place, 35);
	ended = true;
	await writing;
	return {
		...{ folder, data, keyFile, ring, database, place, made, written, paper },
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

/** A document of somebody of the demo, as her space keeps it. */
async function keepPaperIn(ownerUrl: string, ring: Keyring): Promise<ArchivedHouse['paper']> {
	const [file, document, bytes] = [newId(), newId(), randomBytes(FILE_LIMITS.piece + 1000)];
	return asLoader(ownerUrl, async (sql) => {
		const [her] = await sql<{ id: string; organization_id: string; person_id: string; wrapped: string }>(
			'select a.id, a.organization_id, a.person_id, k.wrapped from accompaniment a join keys.person_key k on k.person_id = a.person_id order by a.id limit 1'
		);
		const key = ring.unwrap(her!.person_id, her!.wrapped);
		const row = [her!.id, her!.organization_id];
		await sql('insert into file (id, accompaniment_id, organization_id, author_id, bytes, sealed) values ($1, $2, $3, null, $4, $5)', [
			...[file, ...row, bytes.length, key.seal('file', file, { type: 'pdf', pieces: 2 })]
		]);
		for (const position of [0, 1]) {
			const piece = bytes.subarray(position * FILE_LIMITS.piece, (position + 1) * FILE_LIMITS.piece);
			const body = key.sealPiece({ table: 'file_piece', row: file, position, of: 2 }, piece);
			await sql('insert into file_piece (file_id, position, body) values ($1, $2, $3)', [file, position, body]);
		}
		await sql(
			'insert into document (id, accompaniment_id, organization_id, author_id, file_id, sealed) values ($1, $2, $3, null, $4, $5)',
			[...[document, ...row, file, key.seal('document', document, { name: 'Bail' })]]
		);
		return { file, person: her!.person_id, bytes };
	});
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
