/** What a font can draw: the code points of its character map (table `cmap`, formats 4 and 12). */
export function drawnBy(font: Buffer): ReadonlySet<number> {
	const drawn = new Set<number>();
	const cmap = tableOf(font, 'cmap');
	if (cmap === undefined) return drawn;
	for (let n = 0; n < font.readUInt16BE(cmap + 2); n += 1) {
		const [platform, encoding] = [font.readUInt16BE(cmap + 4 + n * 8), font.readUInt16BE(cmap + 6 + n * 8)];
		const unicode = platform === 0 || (platform === 3 && (encoding === 1 || encoding === 10));
		if (!unicode) continue;
		const at = cmap + font.readUInt32BE(cmap + 8 + n * 8);
		if (font.readUInt16BE(at) === 4) readSegments(font, at, drawn);
		if (font.readUInt16BE(at) === 12) readGroups(font, at, drawn);
	}
	return drawn;
}

function tableOf(font: Buffer, tag: string): number | undefined {
	for (let n = 0; n < font.readUInt16BE(4); n += 1) {
		if (font.toString('latin1', 12 + n * 16, 16 + n * 16) === tag) return font.readUInt32BE(20 + n * 16);
	}
	return undefined;
}

function readSegments(font: Buffer, at: number, drawn: Set<number>): void {
	const twice = font.readUInt16BE(at + 6);
	for (let n = 0; n < twice; n += 2) {
		const last = font.readUInt16BE(at + 14 + n);
		const first = font.readUInt16BE(at + 16 + twice + n);
		const delta = font.readUInt16BE(at + 16 + twice * 2 + n);
		const where = at + 16 + twice * 3 + n;
		const offset = font.readUInt16BE(where);
		for (let point = first; point <= last && point !== 0xffff; point += 1) {
			const glyph = offset === 0 ? (point + delta) & 0xffff : font.readUInt16BE(where + offset + (point - first) * 2);
			if (glyph !== 0) drawn.add(point);
		}
	}
}

function readGroups(font: Buffer, at: number, drawn: Set<number>): void {
	for (let n = 0; n < font.readUInt32BE(at + 12); n += 1) {
		const group = at + 16 + n * 12;
		for (let point = font.readUInt32BE(group); point <= font.readUInt32BE(group + 4); point += 1) drawn.add(point);
	}
}

/** Stands for a sign that no font of ours draws. */
const MISSING = '◊';
/** Signs that draw nothing and that some scripts need: joiners, marks of direction, soft hyphens. */
const UNSEEN = /^(?:\u00ad|\u061c|[\u200b-\u200f]|\u2060|[\u2066-\u2069]|[\ufe00-\ufe0f])$/u;
/** Controls but line feed, the overrides that disguise a name, halves of a pair, private and non-characters. */
const NEVER = /(?!\n)[\p{Cc}\u2028\u2029\u202a-\u202e\ufeff\ufff9-\uffff\p{Co}\p{Cn}\p{Cs}]/gu;

const letters = new Intl.Segmenter('fr', { granularity: 'grapheme' });

/**
 * A text as these fonts can draw it: each letter, with its marks, from one font; what none of them draws becomes one ◊.
 * A sign that cannot be drawn would otherwise refuse the whole sheet: a tagged PDF holds no sign without its meaning.
 * @returns the text, and whether something was lost
 */
export function drawable(text: string, fonts: readonly ReadonlySet<number>[]): { text: string; lost: boolean } {
	const kept = text.replace(/\r\n?/g, '\n').replace(/\t/g, ' ').replace(NEVER, '').normalize('NFC');
	let lost = false;
	let drawn = '';
	for (const { segment } of letters.segment(kept)) {
		const points = [...segment].filter((sign) => !UNSEEN.test(sign)).map((sign) => sign.codePointAt(0)!);
		if (segment === '\n' || fonts.some((font) => points.every((point) => font.has(point)))) drawn += segment;
		else {
			lost = true;
			if (!drawn.endsWith(MISSING)) drawn += MISSING;
		}
	}
	return { text: drawn, lost };
}
