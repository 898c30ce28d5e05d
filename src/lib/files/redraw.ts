import sharp from 'sharp';
import { FILE_LIMITS } from './rules.ts';

/**
 * A process of its own for one picture: read from the standard input, made anew on the standard output, `J` or `P` before it (JPEG, PNG). It ends
 * with 2 when it cannot be read whole, with 3 when it has too many points.
 */

// What is not one of these four is never even tried, whatever its first bytes say.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
	operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer', 'VipsForeignLoadNsgifBuffer']
});
sharp.cache(false);
sharp.concurrency(1);

const pieces: Buffer[] = [];
for await (const piece of process.stdin) pieces.push(piece as Buffer);

/** How the picture lies comes first (it stands in what is thrown away), then its size; colours as every screen shows them; nothing else is written. */
async function made(bytes: Buffer): Promise<Buffer> {
	const picture = sharp(bytes, { failOn: 'error', limitInputPixels: FILE_LIMITS.pixels });
	const { format } = await picture.metadata();
	const drawn = picture
		.autoOrient()
		.resize({ width: FILE_LIMITS.side, height: FILE_LIMITS.side, fit: 'inside', withoutEnlargement: true })
		.toColourspace('srgb');
	const asJpeg = async () =>
		Buffer.concat([Buffer.from('J'), await drawn.clone().flatten({ background: '#fff' }).jpeg({ quality: 82 }).toBuffer()]);
	if (format === 'jpeg' || format === 'webp') return asJpeg();
	// Letters on a flat ground stay sharp; a photograph sent as PNG would be too heavy so.
	const flat = await drawn.clone().png({ compressionLevel: 9 }).toBuffer();
	return flat.length > FILE_LIMITS.bytes / 4 ? asJpeg() : Buffer.concat([Buffer.from('P'), flat]);
}

try {
	const out = await made(Buffer.concat(pieces));
	process.stdout.end(out);
} catch (problem) {
	process.exitCode = problem instanceof Error && /pixel limit/i.test(problem.message) ? 3 : 2;
}
