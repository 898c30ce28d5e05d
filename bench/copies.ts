/**
 * Measures a backup, its proof and its return on what `bench:load -- --tenth` made: `node bench/copies.ts [--data .data/bench]`.
 * Somebody writes meanwhile; how long one of her writes took, with and without the archive, stands beside.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openEmbedded } from '../bin/database.ts';
import { makeArchive } from '../src/lib/backup/backup.ts';
import { connected } from '../src/lib/backup/connection.ts';
import { copyLedger } from '../src/lib/backup/ledger.ts';
import { findArchive, preparePlace } from '../src/lib/backup/place.ts';
import { readyToRestore, restoreArchive } from '../src/lib/backup/restore.ts';
import { verifyArchive } from '../src/lib/backup/verify.ts';
import { openKeyring } from '../src/lib/server/keyring.ts';
import { migrate } from '../database/migrate.ts';
import { addressOf } from './servers.ts';
import { TENTH } from './sizes.ts';

const { values } = parseArgs({ options: { data: { type: 'string', default: '.data/bench' } } });
const data = resolve(values.data);
const folder = mkdtempSync(join(tmpdir(), 'cheminer-copies-'));
const database = await openEmbedded(data);
const from = { ownerUrl: addressOf(database.ownerUrl, TENTH.database), serverUrl: addressOf(database.serverUrl, TENTH.database) };
const into = { ownerUrl: addressOf(database.ownerUrl, 'bench_back'), serverUrl: addressOf(database.serverUrl, 'bench_back') };

async function measured<T>(what: string, work: () => Promise<T>): Promise<T> {
	const began = performance.now();
	let most = 0;
	const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 50);
	const result = await work();
	clearInterval(watch);
	const load = loadavg()[0]?.toFixed(1);
	console.log(
		`${what}: ${((performance.now() - began) / 1000).toFixed(1)} s, at most ${Math.round(most / 1e6)} MB of memory, load ${load}`
	);
	return result;
}

/** The slowest and the middle of her writes, in ms. */
function writes(until: () => boolean): Promise<{ middle: number; slowest: number }> {
	return connected(from.ownerUrl, async (client) => {
		await client.query('set role cheminer_loader');
		const { rows } = await client.query<{ id: string }>('select id from accompaniment limit 1000');
		const took: number[] = [];
		for (let i = 0; !until(); i = (i + 1) % rows.length) {
			const began = performance.now();
			await client.query('update accompaniment set version = version where id = $1', [rows[i]!.id]);
			took.push(performance.now() - began);
		}
		took.sort((a, b) => a - b);
		return { middle: took[took.length >> 1] ?? 0, slowest: took.at(-1) ?? 0 };
	});
}

const shown = ({ middle, slowest }: { middle: number; slowest: number }) =>
	`${middle.toFixed(1)} ms in the middle, ${slowest.toFixed(0)} at most`;

try {
	await migrate(from.ownerUrl);
	const ring = openKeyring(join(data, 'keys', 'installation.json'), { create: false });
	const place = preparePlace(join(folder, 'archives'), join(data, 'keys', 'installation.json'));
	await copyLedger([], place.ledger);
	const stop = Date.now() + 3000;
	console.log(`a write alone: ${shown(await writes(() => Date.now() > stop))}`);
	let ended = false;
	const writing = writes(() => ended);
	const made = await measured('backup, read again', () => makeArchive({ ownerUrl: from.ownerUrl, data: folder, ring }, place, 35));
	ended = true;
	console.log(`a write beside it: ${shown(await writing)}`);
	console.log(`  ${made.people} people, ${made.rows} rows, ${(made.bytes / 1e6).toFixed(1)} MB`);
	await measured('verify', () => verifyArchive(findArchive(place.folder), ring));
	await connected(addressOf(database.ownerUrl, 'postgres'), async (client) => {
		await client.query('drop database if exists bench_back with (force)');
		await client.query('create database bench_back');
	});
	const ready = await readyToRestore(findArchive(place.folder), ring);
	const back = await measured('restore', () => restoreArchive(ready, into));
	console.log(`  ${back.rows} rows, ${back.opened} texts opened`);
} finally {
	await connected(addressOf(database.ownerUrl, 'postgres'), (client) => client.query('drop database if exists bench_back with (force)'));
	await database.stop();
	rmSync(folder, { recursive: true, force: true });
}
