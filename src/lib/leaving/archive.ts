import { setImmediate as turn } from 'node:timers/promises';
import { Zip, ZipDeflate } from 'fflate';

/** How much is packed at a time: between two pieces others are served. */
const PIECE = 64 * 1024;

/**
 * Packs files into one archive, piece by piece as it is asked for: whoever reads slowly slows nobody, and no archive stands whole in memory.
 * @param files names inside the archive, of ours alone, and their texts
 * @param at the date the files bear, in the archive's own plain way
 */
export function zipOf(files: readonly (readonly [name: string, text: string])[], at: Date): ReadableStream<Uint8Array<ArrayBuffer>> {
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
				work.next();
			}
			const piece = packed.shift();
			if (piece) controller.enqueue(piece);
			if (ended && packed.length === 0) controller.close();
		}
	});
}

function* packing(zip: Zip, files: readonly (readonly [string, string])[], at: Date): Generator<void> {
	for (const [name, text] of files) {
		const file = new ZipDeflate(name, { level: 6 });
		file.mtime = at;
		zip.add(file);
		const bytes = new TextEncoder().encode(text);
		for (let from = 0; from < bytes.length || from === 0; from += PIECE) {
			file.push(bytes.subarray(from, from + PIECE), from + PIECE >= bytes.length);
			yield;
		}
	}
	zip.end();
}
