import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { SealError, type PersonKey } from '../server/keyring.ts';
import { FILE_LIMITS, FILE_TYPES, UnfitFile, type FileType, type FitFile } from './rules.ts';

/** What is sealed of a file beside its pieces. */
interface SealedFile {
	type: FileType;
	pieces: number;
}

/** A file that is kept, without its bytes. */
export interface KeptFile extends SealedFile {
	id: string;
	bytes: number;
}

/**
 * Keeps a file that was looked at, in the caller's transaction: whole with what it is kept for, or not at all.
 * @param hers she sends it in her own space; else it is the practitioner who acts
 * @returns its id, to be written beside what it is kept for
 * @throws UnfitFile `file_room` when this part of her pathway holds as much as it may
 */
export async function keepFile(tx: Tx, { accompaniment, key }: Pathway, { type, bytes }: FitFile): Promise<string> {
	const { rows } = await sql<{ taken: number | null }>`select files_of_part(${accompaniment.id}::uuid) as taken`.execute(tx);
	if ((rows[0]?.taken ?? 0) + bytes.length > FILE_LIMITS.part) throw new UnfitFile('file_room');
	const id = newId();
	const pieces = Math.ceil(bytes.length / FILE_LIMITS.piece);
	await tx
		.insertInto('file')
		.values({
			id,
			accompaniment_id: accompaniment.id,
			bytes: bytes.length,
			sealed: key.seal('file', id, { type, pieces } satisfies SealedFile)
		})
		.execute();
	for (let position = 0; position < pieces; position += 1) {
		const piece = bytes.subarray(position * FILE_LIMITS.piece, (position + 1) * FILE_LIMITS.piece);
		const body = key.sealPiece({ table: 'file_piece', row: id, position, of: pieces }, piece);
		await tx.insertInto('file_piece').values({ file_id: id, position, body }).execute();
	}
	return id;
}

/** A file of this pathway that the asker may read; undefined for any other. */
export async function readKeptFile(tx: Tx, { accompaniment, key }: Pathway, id: string): Promise<KeptFile | undefined> {
	return (await readKeptFiles(tx, { accompaniment, key }, [id])).get(id);
}

/** Several of them, by their ids: what a list shows of each. */
export async function readKeptFiles(
	tx: Tx,
	{ accompaniment, key }: Pick<Pathway, 'accompaniment' | 'key'>,
	ids: readonly string[]
): Promise<Map<string, KeptFile>> {
	if (ids.length === 0) return new Map();
	const rows = await tx
		.selectFrom('file')
		.select(['id', 'bytes', 'sealed'])
		.where('accompaniment_id', '=', accompaniment.id)
		.where('id', 'in', [...ids])
		.execute();
	return new Map(rows.map(({ sealed, ...row }) => [row.id, { ...row, ...openedFile(key, row.id, sealed) }]));
}

/** What is sealed of a file, as it was kept. @throws SealError for a type that is none of ours */
export function openedFile(key: PersonKey, id: string, sealed: string): SealedFile {
	const file = key.open<SealedFile>('file', id, sealed);
	if (!Object.hasOwn(FILE_TYPES, file.type)) throw new SealError('a file of an unknown type');
	return file;
}

/**
 * One piece, opened.
 * @returns undefined when it may not be read any more: taken back, erased
 * @throws SealError when another piece stands in its place
 */
export async function readPiece(tx: Tx, key: PersonKey, file: KeptFile, position: number): Promise<Buffer | undefined> {
	const row = await tx
		.selectFrom('file_piece')
		.select('body')
		.where('file_id', '=', file.id)
		.where('position', '=', position)
		.executeTakeFirst();
	return row && key.openPiece({ table: 'file_piece', row: file.id, position, of: file.pieces }, row.body);
}

/** A whole file in memory, ten million bytes at most: for what packs it with others. */
export async function readWhole(tx: Tx, key: PersonKey, file: KeptFile): Promise<Buffer | undefined> {
	const pieces: Buffer[] = [];
	for (let position = 0; position < file.pieces; position += 1) {
		const piece = await readPiece(tx, key, file, position);
		if (!piece) return undefined;
		pieces.push(piece);
	}
	return Buffer.concat(pieces);
}

/** Erases a file of one's own, with its pieces and with what refers to it. Erased already, nothing more happens. */
export async function eraseFile(tx: Tx, id: string): Promise<void> {
	await tx.deleteFrom('file').where('id', '=', id).execute();
}
