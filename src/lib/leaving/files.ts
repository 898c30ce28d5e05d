import { readPiece, type KeptFile } from '../files/files.server.ts';
import { FILE_TYPES, type FileType } from '../files/rules.ts';
import type { Tx } from '../server/db.ts';
import type { PersonKey } from '../server/keyring.ts';
import type { Entry, LeavingFile } from './lists.ts';

/** The file of a row of the list `file`, as it was opened; undefined when its key is gone. */
export function keptFrom(row: Entry): KeptFile | undefined {
	const said = row['said'] as { type: FileType; pieces: number } | null | undefined;
	if (!said || !Object.hasOwn(FILE_TYPES, said.type)) return undefined;
	return { id: String(row['id']), bytes: Number(row['bytes']), ...said };
}

/** Where a file stands in what leaves: by its id, which the lists name, and the ending of what it is. */
export const pathOf = ({ id, type }: Pick<KeptFile, 'id' | 'type'>) => `fichiers/${id}.${FILE_TYPES[type].extension}`;

/** A name in an archive, and its bytes, asked for when their turn comes. */
export type Packed = readonly [name: string, body: string | (() => AsyncIterable<Uint8Array>)];

/**
 * The files of somebody who leaves with everything, as an archive packs them: piece by piece, each asked of the database when its turn comes.
 * @param asking opens a transaction of whoever asks
 */
export function filesToPack(file: LeavingFile, key: PersonKey, asking: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>): Packed[] {
	return file.lists.file.flatMap((row): Packed[] => {
		const kept = keptFrom(row);
		return kept ? [[pathOf(kept), () => piecesOf(kept, key, asking)]] : [];
	});
}

async function* piecesOf(
	file: KeptFile,
	key: PersonKey,
	asking: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
): AsyncGenerator<Uint8Array> {
	for (let position = 0; position < file.pieces; position += 1) {
		const piece = await asking((tx) => readPiece(tx, key, file, position));
		if (!piece) throw new Error('a file was erased while it was packed');
		yield piece;
	}
}
