import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeArchive } from '../src/lib/backup/backup.ts';
import { erase, lookAt } from '../src/lib/backup/erasure.ts';
import { copyLedger, LEDGER, ledgerOf, REASONS, type Reason } from '../src/lib/backup/ledger.ts';
import { findArchive, placeAt, preparePlace, type Found } from '../src/lib/backup/place.ts';
import { readyToRestore, restoreArchive, type Ready, type Restored } from '../src/lib/backup/restore.ts';
import { retireKey, rotateKeys } from '../src/lib/backup/rotate.ts';
import { verifyArchive, verifyDatabase } from '../src/lib/backup/verify.ts';
import { readKeyFile, writeKeyFile } from '../src/lib/server/key-file.ts';
import { openKeyring, type Keyring } from '../src/lib/server/keyring.ts';
import { StartRefused } from '../src/lib/server/refusal.ts';
import { Damaged } from '../src/lib/server/sealed-file.ts';
import { dataFolder } from '../src/lib/server/secrets.ts';
import { openDatabase, type Opened } from './database.ts';
import { reachDatabase, refuseUsedFolder } from './reach.ts';
import type { Asked, Verb } from './verb.ts';

const text = { type: 'string' } as const;

/** The operator's verbs that keep what people entrusted: copies, their proof, their return, keys, erasure. */
export const KEEPING: Record<string, Verb> = {
	backup: {
		text: 'makes an archive while people work',
		words: { shown: '[--to folder] [--keep days]', most: 0 },
		options: { to: text, keep: text },
		run: backup
	},
	verify: {
		text: 'reads an archive to its end, or looks through the database',
		words: { shown: '[archive] [--key file]', most: 1 },
		options: { key: text, keys: text, erasures: text },
		run: verify
	},
	restore: {
		text: 'brings an archive back into an empty folder or database',
		words: { shown: 'archive --key file', most: 1 },
		options: { key: text, keys: text, erasures: text },
		run: restore
	},
	'rotate-keys': {
		text: 'rewraps people’s keys under a new installation key',
		words: { shown: '[--retire key]', most: 0 },
		options: { retire: text },
		run: rotate
	},
	erase: {
		text: 'erases somebody for good, in two steps',
		words: { shown: 'reference --reason why', most: 1 },
		options: { reason: text, confirm: text, to: text },
		run: eraseSomebody
	}
};

const given = (asked: Asked, name: string) => {
	const value = asked.options[name];
	return typeof value === 'string' && value !== '' ? value : undefined;
};

const keyFileOf = ({ settings, data }: Asked) => settings.keyFile ?? join(data, 'keys', 'installation.json');

/** Runs some work on the database of the house, beside the application or without it. */
async function reaching<T>(asked: Asked, work: (database: Opened) => Promise<T>): Promise<T> {
	const database = await reachDatabase(asked.settings, asked.data);
	try {
		return await work(database);
	} finally {
		await database.stop();
	}
}

const amount = (value: number) => value.toLocaleString('en-US');

async function backup(asked: Asked): Promise<void> {
	const days = Number(given(asked, 'keep') ?? asked.settings.backup.days);
	if (!Number.isInteger(days) || days < 1 || days > 35) throw new StartRefused('--keep takes a number of days between 1 and 35.');
	const to = given(asked, 'to') ?? asked.settings.backup.to ?? join(asked.data, 'archives');
	await reaching(asked, async (database) => {
		const keyFile = keyFileOf(asked);
		const ring = openKeyring(keyFile, { create: false });
		const place = preparePlace(to, keyFile);
		const began = Date.now();
		const made = await makeArchive({ ownerUrl: database.ownerUrl, data: asked.data, ring }, place, days);
		const seconds = ((Date.now() - began) / 1000).toFixed(1);
		console.log(`${amount(made.people)} people, ${amount(made.rows)} rows, ${(made.bytes / 1e6).toFixed(1)} MB in ${seconds} s, read again and found good.
  ${made.archive}
  ${made.keys}
They open with the installation key alone (${keyFile}, ${ring.fingerprint}): its copy must be kept away from them.`);
		if (existsSync(join(asked.data, 'postgres')) && statSync(place.folder).dev === statSync(asked.data).dev)
			console.log('These archives are on the same disk as the house: name a folder on another one with --to or CHEMINER_BACKUP_TO.');
	});
}

/** The archive that was asked for, with what belongs to it. */
function chosen(asked: Asked): Found {
	const found = findArchive(asked.words[0]!);
	const there = (name: string) => {
		const path = given(asked, name);
		if (path !== undefined && !existsSync(path)) throw new StartRefused(`There is no file at ${path} (--${name}).`);
		return path;
	};
	return { archive: found.archive, keys: there('keys') ?? found.keys, ledger: there('erasures') ?? found.ledger };
}

function keyringFor(asked: Asked): { ring: Keyring; path: string } {
	const path = given(asked, 'key') ?? keyFileOf(asked);
	if (!existsSync(path))
		throw new StartRefused(`There is no installation key at ${path}: give the copy kept apart with --key. Without it nothing can be read.`);
	return { ring: openKeyring(path, { create: false }), path };
}

async function verify(asked: Asked): Promise<void> {
	const { ring, path } = keyringFor(asked);
	if (asked.words.length > 0) {
		const found = chosen(asked);
		const state = await verifyArchive(found, ring);
		console.log(`${found.archive}
The archive of ${state.madeAt} is whole: ${amount(state.rows)} rows, ${amount(state.people)} people.
${amount(state.keys)} keys and ${amount(state.opened)} texts opened with ${path} (${ring.fingerprint}).`);
		return;
	}
	await reaching(asked, async (database) => {
		const state = await verifyDatabase(database, ring, ledgerOf(asked.data));
		console.log(`${amount(state.people)} people, keys wrapped by ${Object.entries(state.by)
			.map(([key, count]) => `${key} (${amount(count)})`)
			.join(', ')}; ${amount(state.opened)} texts opened.
The chain of the journal: ${amount(state.chain.batches)} batches, ${amount(state.chain.lines)} lines, head ${state.chain.head ?? 'none yet'}.`);
		if (state.sentences.length > 0) throw new Damaged(state.sentences.join('\n'));
		console.log('Nothing is wrong.');
	});
}

async function restore(asked: Asked): Promise<void> {
	if (asked.words.length === 0) throw new StartRefused('"restore" takes the archive, or the folder of archives, after it.');
	const { settings, data } = asked;
	if (!settings.databaseUrl) refuseUsedFolder(data);
	const { ring, path } = keyringFor(asked);
	const ready = await readyToRestore(chosen(asked), ring);
	const began = Date.now();
	const back = await bringBack(asked, path, ready);
	tell(back, Date.now() - began, data);
}

/** All or nothing: what this very run has made goes again when it fails; a database of the operator's was left empty by its transaction. */
async function bringBack(asked: Asked, keyFile: string, ready: Ready): Promise<Restored> {
	const { settings, data } = asked;
	const wasThere = existsSync(data);
	let database: Opened | undefined;
	try {
		keepBeside(asked, keyFile, ready.about.purpose);
		await copyLedger(ready.erasures, ledgerOf(data));
		database = await openDatabase(settings, data);
		const back = await restoreArchive(ready, database);
		await database.stop();
		return back;
	} catch (problem) {
		await database?.stop();
		if (!settings.databaseUrl) {
			for (const name of readdirSync(data)) rmSync(join(data, name), { recursive: true, force: true });
			if (!wasThere) rmSync(data, { recursive: true, force: true });
		}
		throw problem;
	}
}

/** What the house needs beside its database: the installation key, unless the settings say where it is, and what the house is for. */
function keepBeside({ settings, data }: Asked, key: string, purpose: string | undefined): void {
	const folder = dataFolder(data);
	const file = readKeyFile(key);
	const own = join(folder, 'keys', 'installation.json');
	if (!settings.keyFile && resolve(key) !== own && typeof file === 'object') {
		if (existsSync(own)) throw new StartRefused(`Another installation key is already in ${own}: give an empty folder with --data.`);
		writeKeyFile(own, file, { instead: false });
	}
	mkdirSync(join(folder, 'erasures'), { recursive: true, mode: 0o700 });
	if (purpose && !existsSync(join(folder, 'purpose'))) writeFileSync(join(folder, 'purpose'), `${purpose}\n`);
}

function tell(back: Restored, milliseconds: number, data: string): void {
	console.log(`The archive of ${back.madeAt} is back in ${(milliseconds / 1000).toFixed(1)} s: ${amount(back.rows)} rows, ${amount(back.people)} people.
${amount(back.people)} keys and ${amount(back.opened)} texts opened; ${amount(back.erased)} erasures done again; ${amount(back.voided)} invitations withdrawn; everybody signs in anew; mails that waited do not leave.
The chain of the journal: ${amount(back.chain.batches)} batches, ${amount(back.chain.lines)} lines${back.chain.sentences.length ? '' : ', whole'}.
Written after ${back.madeAt}: not in it. Start it with --data ${data}.`);
	if (back.applied.length > 0) console.log(`Applied after it: ${back.applied.join(', ')}.`);
	if (back.chain.sentences.length > 0)
		throw new Damaged(`It is back, but the chain of the journal does not hold: ${back.chain.sentences.join('; ')}.`);
}

async function rotate(asked: Asked): Promise<void> {
	await reaching(asked, async (database) => {
		const keyFile = keyFileOf(asked);
		const retired = given(asked, 'retire');
		if (retired) {
			const { fingerprint } = await retireKey(database.ownerUrl, keyFile, retired);
			console.log(`"${retired}" is no more in ${keyFile} (${fingerprint}). Copy that file again to where its copy is kept.`);
			return;
		}
		const done = await rotateKeys(database.ownerUrl, keyFile);
		console.log(`${done.resumed ? 'A rotation that was cut short is done' : 'Done'}: ${amount(done.people)} people's keys are wrapped by "${done.current}", and ${amount(done.others)} other rows.
The key file has changed (${keyFile}, ${done.fingerprint}): COPY IT AGAIN NOW to where its copy is kept. Archives made from now on do not open with the former copy alone.
The former key stays in it for the archives of the last 35 days; then: cheminer rotate-keys --retire.`);
	});
}

async function eraseSomebody(asked: Asked): Promise<void> {
	const [reference] = asked.words;
	const reason = given(asked, 'reason');
	if (!reference) throw new StartRefused('"erase" takes a reference after it, as it stands on her information page.');
	if (!REASONS.includes(reason as Reason)) throw new StartRefused(`--reason says why: ${REASONS.join(', ')}.`);
	const { settings, data } = asked;
	await reaching(asked, async (database) => {
		const ring = openKeyring(keyFileOf(asked), { create: false });
		const found = await lookAt(database.ownerUrl, ring, reference, new Date().toISOString().slice(0, 10));
		const files = found.files.map(({ organization, opened, ended }) => `  ${organization}: opened ${opened}, ended ${ended}`).join('\n');
		const confirm = given(asked, 'confirm');
		if (confirm === undefined) {
			console.log(`This erases one person, everything that was written with her, and the key without which no archive gives it back:\n${files}
Nothing is done yet. If that is who was meant: cheminer erase ${reference} --reason ${reason} --confirm ${found.code}`);
			return;
		}
		if (confirm !== found.code)
			throw new StartRefused('This is not the word to confirm with today: ask without --confirm first. Nothing was done.');
		const { rows, erasures } = await erase({ ownerUrl: database.ownerUrl, data }, found.person, reason as Reason);
		console.log(
			`Erased: ${amount(rows)} rows and the key. In archives: at once for whoever restores with the ledger, for good within 35 days.`
		);
		const to = given(asked, 'to') ?? settings.backup.to ?? join(data, 'archives');
		if (existsSync(to)) await copyLedger(erasures, placeAt(to).ledger);
		else console.log(`The ledger is in ${ledgerOf(data)} only: copy it beside the archives (${LEDGER}).`);
	});
}
