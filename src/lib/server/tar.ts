import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';

/** One file of a tar: it says its length before its bytes, so that its body is known whole. */
export interface TarFile {
	name: string;
	body: Uint8Array;
}

/** Packs files as they come into a compressed tar; memory does not grow with it, and whoever reads slowly slows whoever writes. */
export async function* tarOf(files: AsyncIterable<TarFile>, at = new Date(0)): AsyncGenerator<Uint8Array> {
	const gzip = createGzip({ level: 6 });
	const running = pipeline(Readable.from(packed(files, at), { objectMode: false }), gzip);
	// Told below, or by the stream itself while it is read.
	running.catch(() => undefined);
	yield* gzip as AsyncIterable<Uint8Array>;
	await running;
}

async function* packed(files: AsyncIterable<TarFile>, mtime: Date): AsyncGenerator<Uint8Array> {
	const tar = pack();
	// Whoever reads is told by the stream itself; once nobody reads any more, there is nobody to tell.
	tar.on('error', () => undefined);
	const filling = (async () => {
		for await (const { name, body } of files) {
			await new Promise<void>((resolve, reject) => {
				const entry = tar.entry({ name, size: body.length, mode: 0o600, mtime }, (problem) => (problem ? reject(problem) : resolve()));
				entry.end(body);
			});
		}
		tar.finalize();
	})().catch((problem: Error) => tar.destroy(problem));
	yield* tar as AsyncIterable<Uint8Array>;
	await filling;
}
