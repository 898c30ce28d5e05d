import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import { z } from 'zod';
import { Damaged } from '../server/sealed-file.ts';
import { isPlainTable, type Table } from './tables.ts';

/** Changes when an older Cheminer could no longer read what is written here. */
export const FORMAT = 1;

/** First in every archive: what it is, so that a refusal comes before anything is made. */
const About = z.object({
	product: z.literal('cheminer'),
	format: z.number().int(),
	kind: z.enum(['data', 'keys']),
	/** When the snapshot was taken. */
	madeAt: z.iso.datetime(),
	/** The schema's version: what had been applied. */
	migrations: z.array(z.string()),
	/** Major version of the PostgreSQL server it came from; it may come back on any other. */
	engine: z.number().int(),
	/** Every table, parents before children, with its columns in the order of the rows. */
	tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) }).refine(isPlainTable)),
	/** Invented people and real ones never share a folder: 'demo' or 'start', where it is known. */
	purpose: z.string().optional()
});
export type About = z.infer<typeof About>;

const Count = z.object({
	name: z.string(),
	rows: z.number().int(),
	/** SHA-256 of its rows as they were copied, in hexadecimal. */
	sha256: z.string()
});
/** What was written of one table. */
export type Count = z.infer<typeof Count>;

/** Last in every archive: what must have been read by then. */
const Manifest = z.object({
	tables: z.array(Count),
	/** The journal's chain at that moment: what one compares with the heads kept elsewhere. */
	chain: z.object({ batches: z.number().int(), head: z.string().nullable() }),
	/** How many erasures the ledger held, and its last line's digest: a shorter or another ledger may not be used with it. */
	erasures: z.object({ count: z.number().int(), head: z.string() })
});
export type Manifest = z.infer<typeof Manifest>;

/** One file of an archive. */
interface Entry {
	name: string;
	body: Uint8Array;
}

/** Rows are cut into pieces of this many bytes: a tar file says the length of each file before the file. */
const PIECE = 1024 * 1024;

/** Counts and digests rows as they go by. */
export class Tally {
	#rows = 0;
	readonly #hash = createHash('sha256');
	take(piece: Uint8Array): void {
		this.#hash.update(piece);
		// A line's end inside a value is written \n, two signs: each byte 10 ends a row.
		for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) this.#rows += 1;
	}
	total(): { rows: number; sha256: string } {
		return { rows: this.#rows, sha256: this.#hash.digest('hex') };
	}
}

const json = (name: string, value: unknown): Entry => ({ name, body: Buffer.from(`${JSON.stringify(value, null, '\t')}\n`) });

/**
 * Writes an archive: a gzipped tar of `about.json`, the rows of each table in pieces, `manifest.json`. Memory does not grow with it.
 * @param rows of one table, as COPY gives them
 * @param last what the manifest says besides the tables
 */
export async function* packArchive(
	about: About,
	rows: (table: Table) => AsyncIterable<Uint8Array>,
	last: Omit<Manifest, 'tables'>,
	kept: (counts: Count[]) => void = () => undefined
): AsyncGenerator<Uint8Array> {
	async function* entries(): AsyncGenerator<Entry> {
		yield json('about.json', about);
		const counts: Count[] = [];
		for (const table of about.tables) {
			const tally = new Tally();
			let number = 0;
			for await (const body of inPieces(rows(table))) {
				tally.take(body);
				yield { name: `${table.name}/${String(++number).padStart(6, '0')}`, body };
			}
			counts.push({ name: table.name, ...tally.total() });
		}
		kept(counts);
		yield json('manifest.json', { tables: counts, ...last } satisfies Manifest);
	}
	yield* through(tarOf(entries()), createGzip({ level: 4 }));
}

async function* inPieces(rows: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	let waiting: Uint8Array[] = [];
	let length = 0;
	for await (const piece of rows) {
		waiting.push(piece);
		length += piece.length;
		if (length >= PIECE) {
			yield Buffer.concat(waiting);
			waiting = [];
			length = 0;
		}
	}
	if (length > 0) yield Buffer.concat(waiting);
}

async function* tarOf(entries: AsyncIterable<Entry>): AsyncGenerator<Uint8Array> {
	const tar = pack();
	const filling = (async () => {
		for await (const { name, body } of entries) {
			await new Promise<void>((resolve, reject) => {
				const entry = tar.entry({ name, size: body.length, mode: 0o400, mtime: new Date(0) }, (problem) =>
					problem ? reject(problem) : resolve()
				);
				entry.end(body);
			});
		}
		tar.finalize();
	})().catch((problem: Error) => tar.destroy(problem));
	yield* tar as AsyncIterable<Uint8Array>;
	await filling;
}

async function* through(pieces: AsyncIterable<Uint8Array>, stage: NodeJS.ReadWriteStream): AsyncGenerator<Uint8Array> {
	const running = pipeline(Readable.from(pieces, { objectMode: false }), stage);
	// Reported below, or by the stage itself while it is read.
	running.catch(() => undefined);
	yield* stage as AsyncIterable<Uint8Array>;
	await running;
}

/** What is done with an archive while it is read; nothing may be believed before `end`. */
export interface Reader {
	begin(about: About): Promise<void>;
	/** The rows of one table, whole. */
	table(name: string, rows: AsyncIterable<Uint8Array>): Promise<void>;
	/** Everything was read, and counts and digests are those of the manifest. */
	end(manifest: Manifest): Promise<void>;
}

const WRONG = 'what it holds is not what its manifest says';

/**
 * Reads an archive from its first byte to its last, once.
 * @throws Damaged when anything of it is not as it was written
 */
export async function readArchive(
	bytes: AsyncIterable<Uint8Array>,
	reader: Partial<Reader>
): Promise<{ about: About; manifest: Manifest }> {
	const files = extract();
	const running = pipeline(Readable.from(bytes, { objectMode: false }), createGunzip(), files);
	running.catch(() => undefined);
	try {
		const found = await readEntries(files as AsyncIterable<Piece>, reader);
		await running;
		return found;
	} catch (problem) {
		files.destroy();
		// The first failure is told, not those that it led to.
		await running.catch((first: unknown) => {
			if (first instanceof Damaged) throw first;
		});
		throw isOfTheFormat(problem) ? new Damaged('it is no archive of Cheminer, or was changed or cut short') : problem;
	}
}

const isOfTheFormat = (problem: unknown) =>
	problem instanceof Error &&
	(('code' in problem && String(problem.code).startsWith('Z_')) || /tar header|end of data|Premature close/i.test(problem.message));

type Piece = AsyncIterable<Uint8Array> & { header: { name: string } };

async function readEntries(files: AsyncIterable<Piece>, reader: Partial<Reader>): Promise<{ about: About; manifest: Manifest }> {
	const entries = files[Symbol.asyncIterator]();
	let entry = await entries.next();
	if (entry.done || entry.value.header.name !== 'about.json') throw new Damaged('it is no archive of Cheminer');
	const about = await parsed(entry.value, About);
	await reader.begin?.(about);
	const seen = new Map<string, { rows: number; sha256: string }>();
	entry = await entries.next();
	while (!entry.done && entry.value.header.name !== 'manifest.json') {
		const name = entry.value.header.name.split('/')[0]!;
		if (seen.has(name)) throw new Damaged(WRONG);
		const tally = new Tally();
		async function* rows() {
			while (!entry.done && entry.value.header.name.startsWith(`${name}/`)) {
				for await (const piece of entry.value) {
					tally.take(piece);
					yield piece;
				}
				entry = await entries.next();
			}
		}
		const all = rows();
		await reader.table?.(name, all);
		// What the reader left is read all the same: it counts.
		for await (const _ of all);
		seen.set(name, tally.total());
	}
	if (entry.done) throw new Damaged('it was cut short');
	const manifest = await parsed(entry.value, Manifest);
	if (!(await entries.next()).done) throw new Damaged(WRONG);
	for (const { name, rows, sha256 } of manifest.tables) {
		const found = seen.get(name) ?? new Tally().total();
		if (found.rows !== rows || found.sha256 !== sha256) throw new Damaged(WRONG);
		seen.delete(name);
	}
	if (seen.size > 0) throw new Damaged(WRONG);
	await reader.end?.(manifest);
	return { about, manifest };
}

async function parsed<T>(pieces: AsyncIterable<Uint8Array>, schema: z.ZodType<T>): Promise<T> {
	const whole: Uint8Array[] = [];
	for await (const piece of pieces) whole.push(piece);
	try {
		return schema.parse(JSON.parse(Buffer.concat(whole).toString('utf8')));
	} catch {
		throw new Damaged('it is no archive of Cheminer, or one of a later version');
	}
}

/** What an archive says of itself, without reading further. */
export async function readAbout(bytes: AsyncIterable<Uint8Array>): Promise<About> {
	let about: About | undefined;
	const enough = new Error('enough');
	await readArchive(bytes, {
		begin(read) {
			about = read;
			return Promise.reject(enough);
		}
	}).catch((problem: unknown) => {
		if (problem !== enough) throw problem;
	});
	return about!;
}
