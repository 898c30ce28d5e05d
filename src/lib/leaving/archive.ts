import { setImmediate as turn } from 'node:timers/promises';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import type { Packed } from './files.ts';

/** How much is packed at a time: between two pieces others are served. */
const PIECE = 64 * 1024;

/**
 * Packs files into one archive, piece by piece as it is asked for: whoever reads slowly slows nobody, and no archive stands whole in memory.
 * @param files names inside the archive, of ours alone, with their texts, or the bytes of a file that is packed already
 * @param at the date the files bear, in the archive's own plain way
 */
export function zipOf(files: readonly Packed[], at: Date): ReadableStream<Uint8Array<ArrayBuffer>> {
	const packed: Uint8Array<ArrayBuffer>[] = [];
	let ended = false;
	const zip = new Zip((problem, piece, final) => {
		if (problem) throw problem;
		packed.push(new Uint8Array(piece));
		ended = final;
	});
	const work = packing(zip, files, at);
	return new ReadableStream({
		async pull(controller) {
			while (packed.length === 0 && !ended) {
				// Others are served between two pieces, however quickly this one is read.
				await turn();
				await work.next();
			}
			const piece = packed.shift();
			if (piece) controller.enqueue(piece);
			if (ended && packed.length === 0) controller.close();
		}
	});
}

async function* packing(zip: Zip, files: readonly Packed[], at: Date): AsyncGenerator<void> {
	for (const [name, body] of files) {
		// A picture or a PDF does not become smaller.
		const file = typeof body === 'string' ? new ZipDeflate(name, { level: 6 }) : new ZipPassThrough(name);
		file.mtime = at;
		zip.add(file);
		for await (const piece of typeof body === 'string' ? cut(new TextEncoder().encode(body)) : body()) {
			file.push(piece, false);
			yield;
		}
		file.push(new Uint8Array(), true);
	}
	zip.end();
}

function* cut(bytes: Uint8Array): Generator<Uint8Array> {
	for (let from = 0; from < bytes.length; from += PIECE) yield bytes.subarray(from, from + PIECE);
}
