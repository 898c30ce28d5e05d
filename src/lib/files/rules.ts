/** How far a file may go. Each limit is far above a letter or a phone's photo, and far below what would weigh on others. */
export const FILE_LIMITS = {
	/** Bytes of one file, as it is sent and as it is kept. */
	bytes: 10 * 1024 * 1024,
	/** Bytes of one sealed piece (decisions 20). */
	piece: 256 * 1024,
	/** Bytes of all the files of one part of her pathway: hers, and apart from them those that practitioners add. */
	part: 200 * 1024 * 1024,
	/** Picture elements: a phone makes twelve to fifty million. */
	pixels: 50_000_000,
	/** The longest side of a picture that is kept: a letter photographed whole stays readable. */
	side: 3000,
	/** What an office file may hold once unpacked, and in how many parts. */
	unpacked: 150 * 1024 * 1024,
	parts: 5000
} as const;

/** Families that a form takes or does not take. */
export const FILE_KINDS = ['picture', 'pdf', 'office', 'text', 'sound'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** Papers: everything but sound. */
export const PAPERS: readonly FileKind[] = ['picture', 'pdf', 'office', 'text'];

interface TypeOfFile {
	kind: FileKind;
	/** How it is served. */
	media: string;
	extension: string;
}

const office = (extension: string, media: string): TypeOfFile => ({ kind: 'office', media, extension });
const OOXML = 'application/vnd.openxmlformats-officedocument';
const ODF = 'application/vnd.oasis.opendocument';

/** What is kept, by what it holds: no other type exists here. Pictures are always made anew, as JPEG or PNG. */
export const FILE_TYPES = {
	jpeg: { kind: 'picture', media: 'image/jpeg', extension: 'jpg' },
	png: { kind: 'picture', media: 'image/png', extension: 'png' },
	pdf: { kind: 'pdf', media: 'application/pdf', extension: 'pdf' },
	text: { kind: 'text', media: 'text/plain; charset=utf-8', extension: 'txt' },
	docx: office('docx', `${OOXML}.wordprocessingml.document`),
	xlsx: office('xlsx', `${OOXML}.spreadsheetml.sheet`),
	pptx: office('pptx', `${OOXML}.presentationml.presentation`),
	odt: office('odt', `${ODF}.text`),
	ods: office('ods', `${ODF}.spreadsheet`),
	odp: office('odp', `${ODF}.presentation`),
	webm: { kind: 'sound', media: 'audio/webm', extension: 'webm' },
	ogg: { kind: 'sound', media: 'audio/ogg', extension: 'ogg' },
	mp4: { kind: 'sound', media: 'audio/mp4', extension: 'm4a' },
	mp3: { kind: 'sound', media: 'audio/mpeg', extension: 'mp3' },
	wav: { kind: 'sound', media: 'audio/wav', extension: 'wav' }
} as const satisfies Record<string, TypeOfFile>;

export type FileType = keyof typeof FILE_TYPES;

/** What a file chooser offers first; what is sent is looked at all the same. */
export const acceptOf = (kinds: readonly FileKind[]) =>
	[
		...(kinds.includes('picture') ? ['image/jpeg', 'image/png', 'image/webp', 'image/gif'] : []),
		...Object.values(FILE_TYPES).flatMap(({ kind, extension }) => (kind !== 'picture' && kinds.includes(kind) ? [`.${extension}`] : [])),
		...(kinds.includes('sound') ? ['audio/*'] : [])
	].join(',');

/** Why a file is not kept: each has its sentence, which says what to do (web/issues.ts). */
export type Unfit =
	| 'file_missing'
	| 'file_empty'
	| 'file_large'
	| 'file_kind'
	| 'file_heic'
	| 'file_old_office'
	| 'file_macro'
	| 'file_broken'
	| 'file_pixels'
	| 'file_bomb'
	| 'file_locked'
	| 'file_busy'
	| 'file_room';

/** A file that is not kept. Nothing of it was stored. */
export class UnfitFile extends Error {
	readonly code: Unfit;
	constructor(code: Unfit) {
		super(code);
		this.code = code;
	}
}

/** A file that was looked at and may be kept. */
export interface FitFile {
	type: FileType;
	bytes: Uint8Array;
}

/** The name that somebody's machine gave a file, as a first name for a paper: without its ending, without the path. */
export function plainName(name: string): string {
	const last = name.split(/[\\/]/).at(-1) ?? '';
	return last
		.replace(/\.[a-z0-9]{1,5}$/i, '')
		.replace(/^\.+/, '')
		.replace(/[_\s]+/g, ' ')
		.trim()
		.slice(0, 80);
}
