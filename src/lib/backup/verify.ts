import { basename } from 'node:path';
import { keyIdOf, SealError, type Keyring, type PersonKey } from '../server/keyring.ts';
import { proves } from '../server/proof.ts';
import { Damaged, unsealFile } from '../server/sealed-file.ts';
import { chainOf, type ChainState } from './chain-state.ts';
import { connected, within, type Logins } from './connection.ts';
import { notErased } from './erasure.ts';
import { readArchive, type About } from './format.ts';
import { continues, readLedger } from './ledger.ts';
import { naming } from './restore.ts';
import { openKeys, openSample, SAMPLED } from './sample.ts';
import type { Table } from './tables.ts';

/** What an archive is worth, without a database. */
export interface ArchiveState {
	madeAt: string;
	rows: number;
	people: number;
	/** People’s keys that open with this installation key, and texts opened with those. */
	keys: number;
	opened: number;
	chain: { batches: number; head: string | null };
}

/** People whose texts are opened to see. */
const SAMPLE = 500;
/** Texts opened at most. */
const TEXTS = 2_000;

/**
 * Reads an archive and its archive of keys from the first byte to the last, as a restoration would, and opens keys and texts. Nothing is
 * written anywhere.
 * @throws Damaged in one sentence, when anything of it is not as it was written
 */
export async function verifyArchive(
	found: { archive: string; keys: string | undefined; ledger: string | undefined },
	ring: Keyring
): Promise<ArchiveState> {
	const opener = await ring.archiveKey();
	const { archive, keys, ledger } = found;
	if (!keys) throw new Damaged(`The archive of keys is not beside ${basename(archive)} (folder "keys"): without it no text can be read.`);
	const people = new Map<string, PersonKey>();
	let count = 0;
	await naming(keys, () =>
		readArchive(
			unsealFile(keys, opener),
			keysReader(ring, people, () => (count += 1))
		)
	);
	const texts = textsReader(people);
	const { about, manifest } = await naming(archive, () => readArchive(unsealFile(archive, opener), texts));
	if (!continues(ledger ? readLedger(ledger) : [], manifest.erasures))
		throw new Damaged('The ledger of erasures beside the archive is shorter than the archive remembers: put back a whole copy of it.');
	const rows = manifest.tables.reduce((total, table) => total + table.rows, 0);
	const here = manifest.tables.find(({ name }) => name === 'public.person')?.rows ?? 0;
	return { madeAt: about.madeAt, rows, people: here, keys: count, opened: texts.opened(), chain: manifest.chain };
}

const of = (about: About | undefined, name: string): Table => about!.tables.find((table) => table.name === name) ?? { name, columns: [] };

function keysReader(ring: Keyring, people: Map<string, PersonKey>, count: () => void) {
	let about: About | undefined;
	return {
		begin: (read: About) => Promise.resolve(void (about = read)),
		async table(name: string, pieces: AsyncIterable<Uint8Array>) {
			if (name === 'keys.installation') {
				for await (const [key_id, proof] of valuesOf(pieces, of(about, name), ['key_id', 'proof']))
					if (!proves(ring, { key_id: key_id!, proof: proof! })) throw new Damaged(tooOld(key_id!));
			} else {
				for await (const [person, wrapped] of valuesOf(pieces, of(about, name), ['person_id', 'wrapped'])) {
					const key = opened(() => ring.unwrap(person!, wrapped!));
					if (!key) throw new Damaged(tooOld(keyIdOf(wrapped!)));
					count();
					if (people.size < SAMPLE) people.set(person!, key);
				}
			}
		}
	};
}

const tooOld = (key: string) =>
	`The archive of keys needs the installation key "${key}", which this key file does not hold: take the copy of it made after the last rotation.`;

/** Opens texts of the people whose keys were taken: their accompaniments come before their texts, as parents before children. */
function textsReader(people: Map<string, PersonKey>) {
	let about: About | undefined;
	let texts = 0;
	const keys = new Map<string, PersonKey>();
	return {
		opened: () => texts,
		begin: (read: About) => Promise.resolve(void (about = read)),
		async table(name: string, pieces: AsyncIterable<Uint8Array>) {
			const plain = name.replace('public.', '');
			if (plain === 'accompaniment') {
				for await (const [id, person] of valuesOf(pieces, of(about, name), ['id', 'person_id'])) {
					const key = people.get(person!);
					if (key) keys.set(id!, key);
				}
			} else if (SAMPLED.includes(plain)) {
				for await (const [id, accompaniment, sealed] of valuesOf(pieces, of(about, name), ['id', 'accompaniment_id', 'sealed'])) {
					const key = keys.get(accompaniment!);
					if (!key || !sealed || texts >= TEXTS) continue;
					if (!opened(() => ({ text: key.open(plain, id!, sealed) })))
						throw new Damaged(`A text (${plain}) does not open with its own key.`);
					texts += 1;
				}
			}
		}
	};
}

function opened<T>(work: () => T): T | undefined {
	try {
		return work();
	} catch (problem) {
		if (problem instanceof SealError) return undefined;
		throw problem;
	}
}

/** Some columns of rows as COPY writes them; ids and sealed texts hold no sign that it escapes. `\N` is undefined. */
async function* valuesOf(pieces: AsyncIterable<Uint8Array>, table: Table, wanted: string[]): AsyncGenerator<(string | undefined)[]> {
	const places = wanted.map((column) => table.columns.indexOf(column));
	let rest = '';
	for await (const piece of pieces) {
		// Cut between two signs or within one: what is looked at is plain ASCII, and a cut sign elsewhere changes nothing of it.
		const lines = (rest + Buffer.from(piece).toString('latin1')).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) {
			const values = line.split('\t');
			yield places.map((place) => (values[place] === '\\N' ? undefined : values[place]));
		}
	}
}

/** What a database in use is worth. */
export interface DatabaseState {
	people: number;
	by: Record<string, number>;
	opened: number;
	chain: ChainState;
	/** What is wrong, in sentences; empty when nothing is. */
	sentences: string[];
}

/** Looks through a database while people work: the key proves itself, every person's key and some texts open, nobody erased is back, the chain holds. */
export async function verifyDatabase(logins: Logins, ring: Keyring, ledger: string): Promise<DatabaseState> {
	const erasures = readLedger(ledger);
	const chain = await chainOf(logins.serverUrl);
	const sentences = chain.sentences.map((words) => `The journal's chain: ${words}.`);
	const found = await connected(logins.ownerUrl, (client) =>
		within(client, 'isolation level repeatable read read only', async () => {
			await client.query('set local role cheminer_loader');
			const proofs = await client.query<{ key_id: string; proof: string }>('select key_id, proof from keys.installation');
			for (const row of proofs.rows)
				if (!proves(ring, row))
					sentences.push(`The installation key file is not the one that this database was sealed with ("${row.key_id}").`);
			const back = await notErased(client, erasures);
			if (back.length > 0)
				sentences.push(`${back.length} people of the ledger of erasures are still there: run "cheminer erase" again for them.`);
			const keys = await openKeys(client, ring);
			if (keys.missing.length > 0) sentences.push(`${keys.missing.length} people have no key.`);
			if (keys.closed.length > 0) sentences.push(`${keys.closed.length} people's keys do not open with this installation key.`);
			if (Object.keys(keys.by).length > 1)
				sentences.push('Keys are wrapped by two installation keys: run "cheminer rotate-keys" to end what was cut short.');
			const texts = await openSample(client, ring);
			if (texts.closed.length > 0) sentences.push(`${texts.closed.length} texts do not open with their own key.`);
			return { people: keys.people, by: keys.by, opened: texts.opened };
		})
	);
	return { ...found, chain, sentences };
}
