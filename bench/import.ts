import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { v7 as newId } from 'uuid';
import { FRUGAL } from '../scripts/node.js';
import type { Actor } from '../src/lib/access/access.ts';
import { lookAtFile } from '../src/lib/bring-in/by-hand.server.ts';
import { closeDatabase, openDatabase } from '../src/lib/server/db.ts';

/** What bringing people in from a file cost, dry run included. */
export interface ImportMeasured {
	people: number;
	/** From the first byte read to the commit. */
	seconds: number;
	perSecond: number;
	/** How many times it said how far it was. */
	progress: number;
	/** MiB of the process that did it: before, at most, and after. */
	rss: { before: number; peak: number; after: number };
}

/**
 * Brings so many invented people in, as one practitioner of a new organisation, in a process of its own: file, dry run, policies, audit and
 * commit, as `cheminer import people` does.
 * @param database migrated; `serverUrl` serves, `ownerUrl` may act as the loader
 * @param keyFile the installation's; made when missing
 */
export async function measureImport(
	database: { ownerUrl: string; serverUrl: string },
	keyFile: string,
	people = 10_000
): Promise<ImportMeasured> {
	const folder = mkdtempSync(join(tmpdir(), 'cheminer-bench-import-'));
	try {
		const file = join(folder, 'people.csv');
		await writeCaseload(file, people);
		const actor = await practitioner(database.ownerUrl);
		const child = spawn(process.execPath, [...FRUGAL, fileURLToPath(import.meta.url)], {
			stdio: ['ignore', 'pipe', 'inherit'],
			env: { ...process.env, BENCH_IMPORT: JSON.stringify({ url: database.serverUrl, keyFile, file, actor }) }
		});
		let said = '';
		child.stdout.on('data', (piece: Buffer) => (said += piece.toString()));
		const [code] = (await once(child, 'exit')) as [number];
		if (code !== 0) throw new Error('the import ended badly');
		const measured = JSON.parse(said) as ImportMeasured;
		if (measured.people !== people) throw new Error(`${measured.people} of ${people} people came in`);
		return measured;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** A caseload as other programs export it: eleven columns, two of them left out. */
async function writeCaseload(path: string, people: number): Promise<void> {
	const file = createWriteStream(path);
	file.write('Prénom;Nom;Date de naissance;GSM;E-mail;Code postal;Commune;Langues;Premier accueil;N° dossier;Nationalité\r\n');
	const two = (value: number) => String(value).padStart(2, '0');
	for (let at = 0; at < people; at += 1) {
		const birth = `${two(1 + (at % 28))}/${two(1 + (Math.floor(at / 28) % 12))}/${1950 + (Math.floor(at / 336) % 55)}`;
		const phone = `04${String(70_000_000 + at)}`;
		file.write(
			`Prénom${at};Essai${at % 997};${birth};${phone};p${at}@courrier.example;5060;Noirchâtel;français, arabe;${two(1 + (at % 28))}/03/2025;B-${at}/25;belge\r\n`
		);
		if (at % 1000 === 999) await new Promise((resolve) => setImmediate(resolve));
	}
	file.end();
	await once(file, 'finish');
}

async function practitioner(ownerUrl: string): Promise<Actor> {
	const client = new pg.Client({ connectionString: ownerUrl });
	await client.connect();
	try {
		await client.query('set role cheminer_loader');
		const [territory, organization, member, account] = [newId(), newId(), newId(), newId()];
		await client.query(`insert into territory (id, name, country, time_zone) values ($1, 'Mesure', 'BE', 'Europe/Brussels')`, [territory]);
		await client.query(`insert into organization (id, territory_id, name) values ($1, $2, 'Mesure')`, [organization, territory]);
		await client.query(`insert into auth.account (id, name, email) values ($1, 'Mesure', $2)`, [account, `${account}@mesure.example`]);
		await client.query(
			`insert into member (id, account_id, organization_id, first_name, roles) values ($1, $2, $3, 'Mesure', '{practitioner}')`,
			[member, account, organization]
		);
		return { member, account, organization, roles: ['practitioner'], firstName: 'Mesure' };
	} finally {
		await client.end();
	}
}

interface Asked {
	url: string;
	keyFile: string;
	file: string;
	actor: Actor;
}

const mebibytes = () => process.memoryUsage().rss / 1024 / 1024;

/** The process that is measured. */
async function bring({ url, keyFile, file, actor }: Asked): Promise<ImportMeasured> {
	await openDatabase(url, keyFile);
	const before = mebibytes();
	let peak = before;
	const watch = setInterval(() => (peak = Math.max(peak, mebibytes())), 50);
	const began = performance.now();
	let progress = 0;
	const bringer = { actor, mail: 'mesure@mesure.example', today: new Date().toISOString().slice(0, 10) };
	const looked = await lookAtFile(file, bringer, (columns) => columns.map(({ guess }) => guess));
	const dry = (performance.now() - began) / 1000;
	const people = await looked.bring('all', () => (progress += 1));
	const seconds = (performance.now() - began) / 1000;
	clearInterval(watch);
	await closeDatabase();
	if (process.env['BENCH_IMPORT_SAYS']) console.error(`dry run ${dry.toFixed(2)} s of ${seconds.toFixed(2)} s`);
	return { people, seconds, perSecond: people / seconds, progress, rss: { before, peak, after: mebibytes() } };
}

if (import.meta.main && process.env['BENCH_IMPORT']) {
	console.log(JSON.stringify(await bring(JSON.parse(process.env['BENCH_IMPORT']) as Asked)));
}
