import type pg from 'pg';
import { readKeyFile, withNewKey, writeKeyFile } from '../server/key-file.ts';
import { openKeyring, type Keyring } from '../server/keyring.ts';
import { StartRefused } from '../server/refusal.ts';
import { proofOf } from '../server/proof.ts';
import { alone, connected, within } from './connection.ts';
import { LONGEST_KEPT } from './place.ts';

/** Rows rewrapped in one transaction: short enough that nobody waits. */
const BATCH = 200;

/** What the installation key itself seals, besides people's keys: bound to its row, under these words and the row's id. */
const SEALED_BY_INSTALLATION = [
	{ table: 'invitation', column: 'sealed', after: '' },
	{ table: 'outbox', column: 'sealed', after: '' },
	{ table: 'kept_post', column: 'sealed', after: '' },
	{ table: 'reading_question', column: 'sealed', after: '' },
	{ table: 'reading_question', column: 'answer', after: '|answer' },
	{ table: 'opinion_waiting', column: 'sealed', after: '' }
] as const;
type SealedByInstallation = (typeof SEALED_BY_INSTALLATION)[number];

/** What a rotation did. */
export interface Rotated {
	/** The key that seals from now on. */
	current: string;
	/** Whether this run went on with one that was cut short. */
	resumed: boolean;
	people: number;
	others: number;
	/** Short form of the key file, to compare its copies with. */
	fingerprint: string;
}

/**
 * Rewraps every person's key under a new installation key, while people work: no text is touched. The former key stays in the file, for the
 * archives made with it. Cut short anywhere, the next run goes on where it stopped.
 * @param told what has been rewrapped so far
 * @throws StartRefused when another rotation is under way or the key file cannot be changed
 */
export async function rotateKeys(ownerUrl: string, keyFile: string, told: (done: number) => void = () => undefined): Promise<Rotated> {
	return connected(ownerUrl, async (client) => {
		await alone(client, 'rotation');
		// Opening it says in a sentence what is wrong with it.
		const before = openKeyring(keyFile, { create: false });
		const resumed = (await left(client, before.currentKeyId)) > 0 || !(await isProved(client, before.currentKeyId));
		if (!resumed) addKey(keyFile);
		const ring = openKeyring(keyFile, { create: false });
		await prove(client, ring);
		let people = 0;
		let others = 0;
		// Processes that have not met the new key yet may still wrap with the former one: until there is nothing left.
		while ((await left(client, ring.currentKeyId)) > 0) {
			for (let done = await rewrapPeople(client, ring); done > 0; done = await rewrapPeople(client, ring)) told((people += done));
			for (const what of SEALED_BY_INSTALLATION)
				for (let done = await reseal(client, ring, what); done > 0; done = await reseal(client, ring, what)) others += done;
		}
		return { current: ring.currentKeyId, resumed, people, others, fingerprint: ring.fingerprint };
	});
}

function addKey(keyFile: string): void {
	const file = readKeyFile(keyFile);
	if (typeof file !== 'object') throw new StartRefused(`The installation key file cannot be read (${keyFile}).`);
	try {
		writeKeyFile(keyFile, withNewKey(file), { instead: true });
	} catch {
		throw new StartRefused(
			`The installation key file cannot be changed (${keyFile}): this user must be able to write in its folder. Nothing was changed.`
		);
	}
}

const OTHER_KEY = (column: string) => `split_part(${column}, '.', 2) <> $1`;

/** How many rows are under another key than this one. */
async function left(client: pg.Client, current: string): Promise<number> {
	return asLoader(client, async () => {
		const sealed = SEALED_BY_INSTALLATION.map(({ table, column }) => `+ (select count(*) from ${table} where ${OTHER_KEY(column)})`).join(
			' '
		);
		const { rows } = await client.query<{ left: number }>(
			`select ((select count(*) from keys.person_key where ${OTHER_KEY('wrapped')}) ${sealed})::int as left`,
			[current]
		);
		return rows[0]!.left;
	});
}

async function isProved(client: pg.Client, key: string): Promise<boolean> {
	return asLoader(client, async () => ((await client.query('select from keys.installation where key_id = $1', [key])).rowCount ?? 0) > 0);
}

/** A database says which keys it was sealed with: a process that starts with an older copy of the file is refused. */
async function prove(client: pg.Client, ring: Keyring): Promise<void> {
	await asLoader(client, () =>
		client.query('insert into keys.installation (key_id, proof) values ($1, $2) on conflict do nothing', [ring.currentKeyId, proofOf(ring)])
	);
}

async function rewrapPeople(client: pg.Client, ring: Keyring): Promise<number> {
	return asLoader(client, async () => {
		const { rows } = await client.query<{ person_id: string; wrapped: string }>(
			`select person_id, wrapped from keys.person_key where ${OTHER_KEY('wrapped')} limit ${BATCH} for update skip locked`,
			[ring.currentKeyId]
		);
		await client.query(
			'update keys.person_key k set wrapped = n.wrapped from unnest($1::uuid[], $2::text[]) n (person, wrapped) where k.person_id = n.person',
			[rows.map(({ person_id }) => person_id), rows.map(({ person_id, wrapped }) => ring.rewrap(person_id, wrapped))]
		);
		return rows.length;
	});
}

async function reseal(client: pg.Client, ring: Keyring, { table, column, after }: SealedByInstallation): Promise<number> {
	const about = (id: string) => `${table}|${id}${after}`;
	return asLoader(client, async () => {
		const { rows } = await client.query<{ id: string; sealed: string }>(
			`select id, ${column} as sealed from ${table} where ${OTHER_KEY(column)} limit ${BATCH} for update skip locked`,
			[ring.currentKeyId]
		);
		const sealed = rows.map((row) => ring.seal(about(row.id), ring.open<unknown>(about(row.id), row.sealed)));
		await client.query(`update ${table} t set ${column} = n.sealed from unnest($1::uuid[], $2::text[]) n (id, sealed) where t.id = n.id`, [
			rows.map(({ id }) => id),
			sealed
		]);
		return rows.length;
	});
}

function asLoader<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
	return within(client, '', async () => {
		await client.query('set local role cheminer_loader');
		return work();
	});
}

/**
 * Takes a former key out of the file, once no row and no archive that is kept needs it.
 * @throws StartRefused when it is the current one, is still needed, or was replaced less than 35 days ago
 */
export async function retireKey(ownerUrl: string, keyFile: string, key: string, now = new Date()): Promise<{ fingerprint: string }> {
	return connected(ownerUrl, async (client) => {
		await alone(client, 'rotation');
		const file = readKeyFile(keyFile);
		if (typeof file !== 'object') throw new StartRefused(`The installation key file cannot be read (${keyFile}).`);
		if (!Object.hasOwn(file.keys, key)) throw new StartRefused(`The key file holds no key "${key}": ${Object.keys(file.keys).join(', ')}.`);
		if (key === file.current) throw new StartRefused(`"${key}" is the key in use: rotate first.`);
		if ((await left(client, file.current)) > 0)
			throw new StartRefused('A rotation was cut short: run "cheminer rotate-keys" to its end first.');
		const since = await asLoader(client, () =>
			client.query<{ at: Date }>('select created_at as at from keys.installation where key_id = $1', [file.current])
		);
		const days = (now.getTime() - (since.rows[0]?.at ?? now).getTime()) / 86_400_000;
		if (days < LONGEST_KEPT)
			throw new StartRefused(
				`Archives of keys made with "${key}" may still be kept: take it away ${Math.ceil(LONGEST_KEPT - days)} days from now.`
			);
		await asLoader(client, () => client.query('delete from keys.installation where key_id = $1', [key]));
		const keys = Object.fromEntries(Object.entries(file.keys).filter(([id]) => id !== key));
		writeKeyFile(keyFile, { ...file, keys }, { instead: true });
		return { fingerprint: openKeyring(keyFile, { create: false }).fingerprint };
	});
}
