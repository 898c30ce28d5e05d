import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { FILE_LIMITS, UnfitFile, type FileType } from './rules.ts';

const unpack = promisify(inflateRaw);

/** One part of an office file, as its table of contents says. */
interface Part {
	name: string;
	flags: number;
	method: number;
	packed: number;
	whole: number;
	at: number;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
/** The end of a table of contents, without a word after it. */
const END_LENGTH = 22;

const MAIN: readonly (readonly [part: RegExp, type: FileType, main: string])[] = [
	[/^word\//, 'docx', 'wordprocessingml.document.main+xml'],
	[/^xl\//, 'xlsx', 'spreadsheetml.sheet.main+xml'],
	[/^ppt\//, 'pptx', 'presentationml.presentation.main+xml']
];
const OPEN_DOCUMENT = /^application\/vnd\.oasis\.opendocument\.(?:(text)|(spreadsheet)|(presentation))$/;

/** Whether a table of contents of a packed file stands at the end: a file of another kind that has one is two files in one. */
export function endsPacked(bytes: Buffer): boolean {
	return bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1')) >= Math.max(0, bytes.length - 65_557);
}

/**
 * Looks into a packed file. Every part is unpacked once, to no more than it says: one that swells, lies or overlaps is refused.
 * @returns which office file it is
 * @throws UnfitFile for anything else, and for macros, programs inside, a password, a bomb
 */
export async function officeType(bytes: Buffer): Promise<FileType> {
	const parts = partsOf(bytes);
	const find = (name: string) => parts.find((part) => part.name === name);
	if (parts.some(({ name }) => isProgram(name))) throw new UnfitFile('file_macro');
	const types = find('[Content_Types].xml');
	let type: FileType | undefined;
	let told = '';
	for (const part of parts) {
		const body = await bodyOf(bytes, part);
		if (part === types) told = body.toString('utf8');
		if (part.name === 'mimetype' && parts[0] === part) type = openDocument(body.toString('latin1'));
		if (part.name === 'META-INF/manifest.xml' && /encryption-data/.test(body.toString('utf8'))) throw new UnfitFile('file_locked');
	}
	if (types) {
		if (/macroEnabled|vbaProject|activeX/i.test(told)) throw new UnfitFile('file_macro');
		type = MAIN.find(([part, , main]) => told.includes(main) && parts.some(({ name }) => part.test(name)))?.[1];
	}
	if (!type) throw new UnfitFile('file_kind');
	return type;
}

function openDocument(said: string): FileType | undefined {
	const [, text, sheet, slides] = OPEN_DOCUMENT.exec(said) ?? [];
	return text ? 'odt' : sheet ? 'ods' : slides ? 'odp' : undefined;
}

/** Macros of either family, and whole programs or files put inside. */
const isProgram = (name: string) =>
	/(^|\/)vbaProject\.bin$|(^|\/)(activeX|macrosheets|dialogsheets)\/|^(Basic|Scripts)\/.*[^/]$|\.(exe|dll|js|vbs|ps1|bat|cmd|jar|hta|scr|lnk)$/i.test(
		name
	);

/** @throws UnfitFile when it is no packed file from its first byte to its last, or says that it unpacks to too much */
function partsOf(bytes: Buffer): Part[] {
	const end = bytes.length - END_LENGTH;
	if (end < 0 || bytes.readUInt32LE(0) !== LOCAL || bytes.readUInt32LE(end) !== END) throw new UnfitFile('file_broken');
	const count = bytes.readUInt16LE(end + 10);
	if (count === 0 || count > FILE_LIMITS.parts) throw new UnfitFile(count === 0 ? 'file_broken' : 'file_bomb');
	const parts: Part[] = [];
	let at = bytes.readUInt32LE(end + 16);
	for (let left = count; left > 0; left -= 1) {
		if (at + 46 > end || bytes.readUInt32LE(at) !== ENTRY) throw new UnfitFile('file_broken');
		const length = bytes.readUInt16LE(at + 28);
		parts.push({
			name: bytes.toString('utf8', at + 46, at + 46 + length),
			flags: bytes.readUInt16LE(at + 8),
			method: bytes.readUInt16LE(at + 10),
			packed: bytes.readUInt32LE(at + 20),
			whole: bytes.readUInt32LE(at + 24),
			at: bytes.readUInt32LE(at + 42)
		});
		at += 46 + length + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
	}
	const sum = (of: 'packed' | 'whole') => parts.reduce((all, part) => all + part[of], 0);
	// Parts that share their bytes pack more than the file holds.
	if (sum('packed') > bytes.length || sum('whole') > FILE_LIMITS.unpacked) throw new UnfitFile('file_bomb');
	return parts;
}

/** @throws UnfitFile when the part is not there, needs a password, or is not as long as it says */
async function bodyOf(bytes: Buffer, part: Part): Promise<Buffer> {
	if (part.at + 30 > bytes.length || bytes.readUInt32LE(part.at) !== LOCAL) throw new UnfitFile('file_broken');
	if (part.flags & 1) throw new UnfitFile('file_locked');
	const from = part.at + 30 + bytes.readUInt16LE(part.at + 26) + bytes.readUInt16LE(part.at + 28);
	const packed = bytes.subarray(from, from + part.packed);
	if (packed.length !== part.packed || (part.method !== 0 && part.method !== 8)) throw new UnfitFile('file_broken');
	if (part.method === 0) {
		if (part.packed !== part.whole) throw new UnfitFile('file_broken');
		return packed;
	}
	let body: Buffer;
	try {
		body = await unpack(packed, { maxOutputLength: part.whole + 1 });
	} catch (problem) {
		throw new UnfitFile((problem as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'file_bomb' : 'file_broken');
	}
	if (body.length !== part.whole) throw new UnfitFile('file_bomb');
	return body;
}
