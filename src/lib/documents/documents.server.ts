import { v7 as newId } from 'uuid';
import { eraseFile, keepFile, readKeptFiles, type KeptFile } from '../files/files.server.ts';
import type { FitFile } from '../files/rules.ts';
import { namedToday, walkingWithHer } from '../interviews/audience.server.ts';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';
import { found } from '../web/found.ts';
import { StaleError } from '../web/once.server.ts';

/** A paper, as far as the asker may read it. */
export interface Paper {
	id: string;
	/** What it is called; '' when nobody said. */
	name: string;
	file: KeptFile;
	/** First name of who added it for her; null when she did. */
	by: string | null;
	author_id: string | null;
	/** Who reads it besides: those named with it. Nobody, for one of hers: it is hers alone. */
	readers: { id: string; first_name: string }[];
	version: number;
	at: Date;
}

/** The papers of this pathway that the wall lets the asker read, the latest first. */
export async function readPapers(tx: Tx, pathway: Pathway): Promise<Paper[]> {
	const { accompaniment, key } = pathway;
	const rows = await tx
		.selectFrom('document as d')
		.leftJoin('member as m', 'm.id', 'd.author_id')
		.select(['d.id', 'd.sealed', 'd.file_id', 'd.author_id', 'd.version', 'd.created_at as at', 'm.first_name as by'])
		.where('d.accompaniment_id', '=', accompaniment.id)
		.orderBy('d.created_at', 'desc')
		.orderBy('d.id', 'desc')
		.execute();
	if (rows.length === 0) return [];
	const ids = rows.map(({ id }) => id);
	const [files, readers] = await Promise.all([
		readKeptFiles(
			tx,
			pathway,
			rows.map(({ file_id }) => file_id)
		),
		tx
			.selectFrom('document_reader as r')
			.innerJoin('member as m', 'm.id', 'r.member_id')
			.select(['r.document_id', 'm.id', 'm.first_name'])
			.where('r.document_id', 'in', ids)
			.orderBy('r.added_at')
			.orderBy('m.id')
			.execute()
	]);
	return rows.flatMap(({ sealed, file_id, ...row }) => {
		const file = files.get(file_id);
		if (!file) return [];
		const named = readers.filter(({ document_id }) => document_id === row.id).map(({ id, first_name }) => ({ id, first_name }));
		return [{ ...row, name: key.open<{ name: string }>('document', row.id, sealed).name, file, readers: named }];
	});
}

/** One paper, or undefined. */
export async function readPaper(tx: Tx, pathway: Pathway, id: string): Promise<Paper | undefined> {
	return (await readPapers(tx, pathway)).find((paper) => paper.id === id);
}

/** A file under the name its sender gave, or that of the file. */
type Sent = FitFile & { name: string };

/** She keeps a paper: hers alone, or read by those ticked who walk with her there today. @returns its id */
export async function keepPaper(tx: Tx, part: Pathway, sent: Sent, form: { name: string; readers: readonly string[] }): Promise<string> {
	const id = await insert(tx, part, sent, form.name);
	const walking = await walkingWithHer(tx, part);
	await name(
		tx,
		id,
		walking.filter((one) => form.readers.includes(one.id)).map((one) => one.id)
	);
	return id;
}

/** A practitioner adds a paper for her: read by her, by himself, and by those ticked who are named today. @returns its id */
export async function addPaper(tx: Tx, pathway: Pathway, sent: Sent, form: { name: string; readers: readonly string[] }): Promise<string> {
	const id = await insert(tx, pathway, sent, form.name);
	const named = await namedToday(tx, pathway);
	await name(
		tx,
		id,
		named.filter((one) => !one.me && form.readers.includes(one.id)).map((one) => one.id)
	);
	return id;
}

async function insert(tx: Tx, pathway: Pathway, sent: Sent, name: string): Promise<string> {
	const id = newId();
	const file_id = await keepFile(tx, pathway, sent);
	await tx
		.insertInto('document')
		.values({
			id,
			accompaniment_id: pathway.accompaniment.id,
			file_id,
			sealed: pathway.key.seal('document', id, { name: name || sent.name })
		})
		.execute();
	return id;
}

async function name(tx: Tx, document_id: string, members: readonly string[]): Promise<void> {
	if (members.length === 0) return;
	await tx
		.insertInto('document_reader')
		.values(members.map((member_id) => ({ document_id, member_id })))
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

/**
 * Another name for one's own paper.
 * @throws StaleError with `{ paper }` when it was renamed meanwhile; HttpError 404 for one that somebody else added
 */
export async function renamePaper(tx: Tx, pathway: Pathway, id: string, form: { name: string; version: number }): Promise<void> {
	const row = await tx
		.updateTable('document')
		.set({ sealed: pathway.key.seal('document', id, { name: form.name }), version: form.version + 1, changed_at: new Date() })
		.where('id', '=', id)
		.where('accompaniment_id', '=', pathway.accompaniment.id)
		.where('version', '=', form.version)
		.returning('id')
		.executeTakeFirst();
	if (row) return;
	const paper = found(await readPaper(tx, pathway, id));
	if (paper.version === form.version) found(null);
	throw new StaleError({ paper });
}

/**
 * Who reads a paper from now on, as she says. Whoever she unticks reads it no more from the next request on; so does whoever no longer walks with her.
 * @param form.before who read it on the page that she sent
 * @throws StaleError with `{ paper }` when that changed meanwhile: nobody is let in by a page of before
 */
export async function showTo(
	tx: Tx,
	part: Pathway,
	id: string,
	form: { readers: readonly string[]; before: readonly string[] }
): Promise<void> {
	const paper = found(await readPaper(tx, part, id));
	const now = paper.readers.map((one) => one.id);
	if (now.toSorted().join() !== form.before.toSorted().join()) throw new StaleError({ paper });
	const walking = (await walkingWithHer(tx, part)).map((one) => one.id);
	const wanted = walking.filter((one) => form.readers.includes(one) && one !== paper.author_id);
	const gone = now.filter((one) => !wanted.includes(one));
	if (gone.length > 0) await tx.deleteFrom('document_reader').where('document_id', '=', id).where('member_id', 'in', gone).execute();
	await name(
		tx,
		id,
		wanted.filter((one) => !now.includes(one))
	);
}

/** Takes a paper back from everybody she named with it, in one action. Taken back already, nothing more happens. */
export async function takePaperBack(tx: Tx, id: string): Promise<void> {
	await tx.deleteFrom('document_reader').where('document_id', '=', id).execute();
}

/** Erases one's own paper, with its file: nothing is left of it. Erased already, nothing more happens. */
export async function erasePaper(tx: Tx, pathway: Pathway, id: string): Promise<void> {
	const paper = await readPaper(tx, pathway, id);
	if (paper) await eraseFile(tx, paper.file.id);
}
