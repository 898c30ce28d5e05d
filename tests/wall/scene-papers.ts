import type { Actor } from '#lib/access/access.ts';
import type { PersonKey } from '#lib/server/keyring.ts';

export interface Papers {
	/** A document that a colleague added, read like `note`; one that she keeps for herself; the letter that she sent to her lead. */
	paper: string;
	herPaper: string;
	letter: string;
	/** The file of each. */
	paperFile: string;
	herPaperFile: string;
	letterFile: string;
}

/** Documents and a letter, each with its file of one piece. */
export async function plantPapers({
	ids,
	words: said,
	owned,
	lead,
	writer,
	readers,
	key,
	put
}: {
	ids: Papers;
	/** What every planted text holds. */
	words: string;
	owned: { accompaniment_id: string; organization_id: string };
	lead: Actor;
	writer: Actor;
	readers: readonly Actor[];
	key: PersonKey;
	put: (table: string, row: Record<string, unknown>) => Promise<unknown>;
}): Promise<void> {
	const file = async (id: string, author: Actor | null) => {
		const words = Buffer.from(`${said} (fichier)`);
		const sealed = key.seal('file', id, { type: 'text', pieces: 1 });
		await put('file', { id, ...owned, author_id: author?.member ?? null, bytes: words.length, sealed });
		await put('file_piece', { file_id: id, position: 0, body: key.sealPiece({ table: 'file_piece', row: id, position: 0, of: 1 }, words) });
	};
	const document = async (id: string, file_id: string, author: Actor | null, name: string) => {
		await file(file_id, author);
		await put('document', { id, ...owned, author_id: author?.member ?? null, file_id, sealed: key.seal('document', id, { name }) });
	};
	await document(ids.paper, ids.paperFile, writer, `${said} (document)`);
	for (const reader of readers) await put('document_reader', { document_id: ids.paper, member_id: reader.member, added_by: writer.member });
	await document(ids.herPaper, ids.herPaperFile, null, `${said} (pour elle seule)`);
	await file(ids.letterFile, null);
	await put('letter', {
		id: ids.letter,
		...owned,
		author_id: null,
		to_member_id: lead.member,
		file_id: ids.letterFile,
		sealed: key.seal('letter', ids.letter, { question: `${said} (papier)` })
	});
}
