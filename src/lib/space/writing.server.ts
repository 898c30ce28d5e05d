import { error } from '@sveltejs/kit';
import { calledNames, walkingWithHer } from '../interviews/audience.server.ts';
import type { Tx } from '../server/db.ts';
import { found } from '../web/found.ts';
import { readParts, type Part } from './her.server.ts';
import { partHead, type PartHead } from './parts.ts';

/** A part where she may write, with who walks with her there today. */
export interface OpenPart extends PartHead {
	named: { id: string; name: string }[];
}

/** Where she can say something new, and who would read it. */
export async function readOpenParts(tx: Tx): Promise<OpenPart[]> {
	const open = (await readParts(tx)).filter(({ accompaniment }) => accompaniment.ended_on === null);
	return Promise.all(
		open.map(async (part) => {
			const named = await walkingWithHer(tx, part);
			const names = calledNames(named);
			return { ...partHead(part), named: named.map(({ id, first_name }) => ({ id, name: names.get(id) ?? first_name })) };
		})
	);
}

/**
 * The part that a form names.
 * @throws HttpError 404 when it is not hers; 403 when it was closed: it is seen, and kept as it is
 */
export async function partToWrite(tx: Tx, id: string): Promise<Part> {
	return writableHere(found((await readParts(tx)).find(({ accompaniment }) => accompaniment.id === id)));
}

/** @throws HttpError 403 when this part was closed: it is seen, and kept as it is */
export function writableHere(part: Part): Part {
	if (part.accompaniment.ended_on !== null) error(403);
	return part;
}

/**
 * One thing of hers, wherever it stands among the parts of her pathway.
 * @param read reads it in one part, or says undefined
 * @throws HttpError 404 when it is in none
 */
export async function inHerParts<T>(tx: Tx, read: (part: Part) => Promise<T | undefined>): Promise<{ part: Part; one: T }> {
	for (const part of await readParts(tx)) {
		const one = await read(part);
		if (one !== undefined) return { part, one };
	}
	return error(404);
}
