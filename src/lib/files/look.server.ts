import { endsPacked, officeType } from './office.ts';
import { redraw } from './picture.server.ts';
import { FILE_LIMITS, FILE_TYPES, UnfitFile, type FileKind, type FileType, type FitFile } from './rules.ts';

/** Pictures that can be made anew. */
const PICTURES = ['jpg', 'png', 'webp', 'gif'];
/** Sound, by what the look at its first bytes calls it. */
const SOUNDS: Record<string, FileType> = {
	webm: 'webm',
	ogg: 'ogg',
	oga: 'ogg',
	opus: 'ogg',
	mp4: 'mp4',
	m4a: 'mp4',
	mp3: 'mp3',
	wav: 'wav'
};

/**
 * Looks at what a file holds; what it is called and what its sender says it is count for nothing. A picture comes out made anew, without
 * anything that its machine wrote into it.
 * @param kinds what the form takes
 * @throws UnfitFile with the reason: nothing is kept
 */
export async function lookAt(sent: Uint8Array, kinds: readonly FileKind[]): Promise<FitFile> {
	const bytes = Buffer.from(sent.buffer, sent.byteOffset, sent.byteLength);
	if (bytes.length === 0) throw new UnfitFile('file_empty');
	if (bytes.length > FILE_LIMITS.bytes) throw new UnfitFile('file_large');
	const found = await typeOf(bytes);
	const kind = found === 'picture' ? 'picture' : FILE_TYPES[found].kind;
	if (!kinds.includes(kind)) throw new UnfitFile('file_kind');
	if (found !== 'picture') return { type: found, bytes };
	return redraw(bytes);
}

/** @throws UnfitFile for what is none of ours, or two things in one */
async function typeOf(bytes: Buffer): Promise<FileType | 'picture'> {
	if (bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) return officeType(bytes);
	const { fileTypeFromBuffer } = await import('file-type');
	const ext = (await fileTypeFromBuffer(bytes).catch(() => undefined))?.ext as string | undefined;
	if (ext === undefined) return plainText(bytes);
	if (PICTURES.includes(ext)) return 'picture';
	if (['heic', 'heif', 'avif'].includes(ext)) throw new UnfitFile('file_heic');
	if (ext === 'cfb') throw new UnfitFile('file_old_office');
	if (endsPacked(bytes)) throw new UnfitFile('file_kind');
	if (ext === 'pdf') return wholePdf(bytes);
	const sound = SOUNDS[ext];
	if (!sound) throw new UnfitFile('file_kind');
	return sound;
}

/** @throws UnfitFile when it was cut, or when a page of the web stands in front of it or in it by its first lines */
function wholePdf(bytes: Buffer): FileType {
	if (bytes.subarray(0, 5).toString('latin1') !== '%PDF-') throw new UnfitFile('file_kind');
	if (!bytes.subarray(-2048).includes('%%EOF')) throw new UnfitFile('file_broken');
	if (MARKUP.test(bytes.subarray(0, 1024).toString('latin1'))) throw new UnfitFile('file_kind');
	return 'pdf';
}

/** What a browser would take for a page, wherever it stands in the first lines. */
const MARKUP = /<\s*(!doctype|!--|\?xml|html|head|body|script|svg|iframe|img|meta|style|link|object|embed)\b/i;
/** Signs that no text holds. */
const CONTROL = /(?![\t\n\f\r])\p{Cc}/u;

/** Words in UTF-8, and nothing that a browser or a command line would take for more. */
function plainText(bytes: Buffer): FileType {
	let text: string;
	try {
		text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		throw new UnfitFile('file_kind');
	}
	const beginning = text.slice(0, 4096);
	if (CONTROL.test(text) || MARKUP.test(beginning) || /^\s*(<|#!|\{\\rtf|%!|%PDF)/.test(beginning)) throw new UnfitFile('file_kind');
	return 'text';
}
