import { LIMITS } from './limits.ts';
import { UnreadableFile, type Unreadable } from './unreadable.ts';

/** The encodings in which spreadsheets and other programs save a table. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** The bytes of a file, piece by piece; each call reads it again from its beginning. */
export type Bytes = () => AsyncIterable<Uint8Array>;

/** What a file is by its first bytes, whatever its name says. */
const SIGNATURES: [Unreadable, number[]][] = [
	// A zip, which is also what .xlsx and .ods are; then what .xls is.
	['workbook', [0x50, 0x4b, 0x03, 0x04]],
	['workbook', [0x50, 0x4b, 0x05, 0x06]],
	['workbook', [0xd0, 0xcf, 0x11, 0xe0]],
	['another_kind', [0x25, 0x50, 0x44, 0x46]],
	['another_kind', [0x1f, 0x8b]],
	['another_kind', [0x89, 0x50, 0x4e, 0x47]],
	['another_kind', [0xff, 0xd8, 0xff]],
	['another_kind', [0x7f, 0x45, 0x4c, 0x46]],
	['another_kind', [0x52, 0x61, 0x72, 0x21]],
	['another_kind', [0x37, 0x7a, 0xbc, 0xaf]]
];

/**
 * Which encoding these bytes are in: told by a mark at their beginning, by every second byte being nothing, or by all of them being UTF-8;
 * else Windows-1252, as French and Belgian machines have saved for thirty years. The whole file is read, a piece at a time.
 * @throws UnreadableFile empty, too large, another kind of file, NUL bytes, two encodings in one file, or none of these four
 */
export async function encodingOf(bytes: Bytes, most: number = LIMITS.bytes): Promise<Encoding> {
	const signs = new Signs(most);
	for await (const piece of bytes()) signs.read(piece);
	return signs.verdict();
}

/** What has been seen of a file so far. */
class Signs {
	readonly #most: number;
	#size = 0;
	#first: number[] = [];
	readonly #nuls = { even: 0, odd: 0 };
	/** Bytes above ASCII that are no UTF-8 where they stand, and accented letters or quotes that are. */
	#stray = 0;
	#accents = 0;
	/** Bytes that Windows-1252 leaves without a sign: another old encoding. */
	#unassigned = 0;
	/** The UTF-8 sequence under way: bytes still to come, what the next may be, and its first byte. */
	#awaited = 0;
	#range: [number, number] = [0x80, 0xbf];
	#lead = 0;

	/** @param most bytes of the file */
	constructor(most: number) {
		this.#most = most;
	}

	read(piece: Uint8Array): void {
		for (const byte of piece) {
			if (this.#first.length < 4) this.#first.push(byte);
			if (byte === 0) this.#nuls[this.#size % 2 === 0 ? 'even' : 'odd'] += 1;
			this.#size += 1;
			if (byte >= 0x80 || this.#awaited > 0) this.#follow(byte);
		}
		if (this.#size > this.#most) throw new UnreadableFile('too_large');
	}

	/** One byte of a sequence, or outside of any (RFC 3629: no overlong form, no half of a pair, nothing beyond the last plane). */
	#follow(byte: number): void {
		if (byte === 0x81 || byte === 0x8d || byte === 0x8f || byte === 0x90 || byte === 0x9d) this.#unassigned += 1;
		if (this.#awaited > 0) {
			const [from, to] = this.#range;
			if (byte >= from && byte <= to) {
				this.#awaited -= 1;
				this.#range = [0x80, 0xbf];
				// é, œ, ’, «: what mixed French files hold. Elsewhere, two old signs may look like one new one.
				if (this.#awaited === 0 && (this.#lead === 0xc3 || this.#lead === 0xc5 || this.#lead === 0xe2)) this.#accents += 1;
				return;
			}
			this.#awaited = 0;
			this.#stray += 1;
			if (byte < 0x80) return;
		}
		const length = byte >= 0xc2 && byte <= 0xdf ? 1 : byte >= 0xe0 && byte <= 0xef ? 2 : byte >= 0xf0 && byte <= 0xf4 ? 3 : 0;
		if (length === 0) {
			this.#stray += 1;
			return;
		}
		this.#lead = byte;
		this.#awaited = length;
		this.#range = NEXT[byte] ?? [0x80, 0xbf];
	}

	/** @throws UnreadableFile */
	verdict(): Encoding {
		if (this.#size === 0) throw new UnreadableFile('empty');
		for (const [code, signature] of SIGNATURES) if (signature.every((byte, at) => this.#first[at] === byte)) throw new UnreadableFile(code);
		const [first, second, third] = this.#first;
		if (first === 0xff && second === 0xfe) return this.#wide('utf-16le');
		if (first === 0xfe && second === 0xff) return this.#wide('utf-16be');
		const { even, odd } = this.#nuls;
		if (even + odd > 0) {
			// Latin letters in UTF-16 have a NUL at every second place, and nowhere else.
			const half = this.#size / 2;
			if (this.#size % 2 === 0 && even === 0 && odd > half * 0.7) return 'utf-16le';
			if (this.#size % 2 === 0 && odd === 0 && even > half * 0.7) return 'utf-16be';
			throw new UnreadableFile('nul');
		}
		const marked = first === 0xef && second === 0xbb && third === 0xbf;
		if (this.#stray === 0 && this.#awaited === 0) return 'utf-8';
		if (marked || this.#accents > 0) throw new UnreadableFile('mixed');
		if (this.#unassigned > 0) throw new UnreadableFile('encoding');
		return 'windows-1252';
	}

	#wide(encoding: Encoding): Encoding {
		if (this.#size % 2 !== 0) throw new UnreadableFile('mixed');
		return encoding;
	}
}

/** Second bytes that make an overlong form, a half pair or too high a sign are left out. */
const NEXT: Record<number, [number, number]> = { 0xe0: [0xa0, 0xbf], 0xed: [0x80, 0x9f], 0xf0: [0x90, 0xbf], 0xf4: [0x80, 0x8f] };

/**
 * The text of a file, piece by piece, without its mark.
 * @throws UnreadableFile when the encoding does not hold to the end, or a NUL stands in the text
 */
export async function* textOf(bytes: Bytes, encoding: Encoding): AsyncGenerator<string> {
	const decoder = new TextDecoder(encoding, { fatal: true });
	const decode = (piece?: Uint8Array) => {
		try {
			return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
		} catch {
			throw new UnreadableFile('mixed');
		}
	};
	for await (const piece of bytes()) yield* unlessEmpty(decode(piece));
	yield* unlessEmpty(decode());
}

function* unlessEmpty(text: string): Generator<string> {
	if (text.includes('\0')) throw new UnreadableFile('nul');
	if (text !== '') yield text;
}
