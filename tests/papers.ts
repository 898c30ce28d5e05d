import { zipSync, strToU8 } from 'fflate';
import sharp from 'sharp';

/** Small files of each kind, and hostile ones, made here: no sample of somebody stands in the project. */

/** A PDF of one empty page. */
export const pdf = (said = 'Courrier') =>
	Buffer.from(
		`%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n% ${said}\ntrailer<</Root 1 0 R>>\n%%EOF\n`
	);

/** A photograph as a phone writes it: lying on its side, with the place where it was taken and what made it. */
export function photo({ width = 60, height = 40, made = 'CanariAppareil' } = {}): Promise<Buffer> {
	return sharp({ create: { width, height, channels: 3, background: '#c33' } })
		.jpeg()
		.withMetadata({ orientation: 6 })
		.withExif({
			IFD0: { Make: made, ImageDescription: 'CanariDescription' },
			IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '50/1 24/1 3600/100', GPSLongitudeRef: 'E', GPSLongitude: '4/1 26/1 1200/100' }
		})
		.withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><lieu>CanariXmp</lieu></x:xmpmeta>')
		.toBuffer();
}

export const png = (width = 30, height = 20) =>
	sharp({ create: { width, height, channels: 4, background: { r: 20, g: 90, b: 60, alpha: 0.5 } } })
		.png()
		.toBuffer();

/** A PNG of a few bytes that says it has this many points. */
export async function declared(width: number, height: number): Promise<Buffer> {
	const bytes = Buffer.from(await png());
	bytes.writeUInt32BE(width, 16);
	bytes.writeUInt32BE(height, 20);
	const { crc32 } = await import('node:zlib');
	bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
	return bytes;
}

const CONTENT = (main: string) =>
	`<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.${main}"/></Types>`;

/** A text of a word processor, with more parts when a test wants them. */
export const docx = (more: Record<string, Uint8Array> = {}, main = 'openxmlformats-officedocument.wordprocessingml.document.main+xml') =>
	Buffer.from(
		zipSync({ '[Content_Types].xml': strToU8(CONTENT(main)), 'word/document.xml': strToU8('<w:document>Bonjour</w:document>'), ...more })
	);

export const odt = (more: Record<string, Uint8Array> = {}) =>
	Buffer.from(
		zipSync({
			mimetype: [strToU8('application/vnd.oasis.opendocument.text'), { level: 0 }],
			'content.xml': strToU8('<office>Bonjour</office>'),
			...more
		})
	);

/** A second of silence. */
export function wav(): Buffer {
	const body = Buffer.alloc(8000);
	const head = Buffer.alloc(44);
	head.write('RIFF', 0);
	head.writeUInt32LE(36 + body.length, 4);
	head.write('WAVEfmt ', 8);
	head.writeUInt32LE(16, 16);
	head.writeUInt16LE(1, 20);
	head.writeUInt16LE(1, 22);
	head.writeUInt32LE(8000, 24);
	head.writeUInt32LE(8000, 28);
	head.writeUInt16LE(1, 32);
	head.writeUInt16LE(8, 34);
	head.write('data', 36);
	head.writeUInt32LE(body.length, 40);
	return Buffer.concat([head, body]);
}
