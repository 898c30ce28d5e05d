import { inflateSync } from 'node:zlib';

/** What our typesetter wrote, read back: enough of PDF for its files, which keep each object in clear and pack only their streams. */
export interface ReadPdf {
	pages: number;
	title: string;
	/** Language of the whole. */
	lang: string;
	/** Everything that can be read, in the order of the tags, on one line. */
	text: string;
	/** Kinds of tags, each as often as it stands there. */
	tags: string[];
	/** Sizes of type, in points, the smallest first. */
	sizes: number[];
	/** What a tagged file must not have; empty when all is well. */
	wrong: string[];
}

/** Reads a file of ours. @throws when it is no PDF */
export function readPdf(file: Uint8Array): ReadPdf {
	const raw = Buffer.from(file).toString('latin1');
	if (!raw.startsWith('%PDF-1.7')) throw new Error('not a PDF 1.7');
	const objects = objectsOf(raw);
	const all = [...objects.values()];
	const catalog = one(all, /\/Type\s*\/Catalog/);
	const shown = all.filter(({ dict }) => /\/Type\s*\/Page\b/.test(dict)).map((page) => pageOf(page.dict, objects));
	const metadata = one(all, /\/Type\s*\/Metadata/).stream.toString('utf8');
	const tags = all.flatMap(({ dict }) => (/\/Type\s*\/StructElem/.test(dict) ? [/\/S\s*\/(\w+)/.exec(dict)?.[1] ?? ''] : []));
	const wrong = shown.flatMap(({ wrong }) => wrong);
	const must = (holds: boolean, what: string) => holds || wrong.push(what);
	must(/\/Marked\s+true/.test(catalog.dict), 'not marked as tagged');
	must(/\/DisplayDocTitle\s+true/.test(catalog.dict), 'the title is not shown');
	must(/<pdfuaid:part>1</.test(metadata), 'does not say PDF/UA-1');
	must(tags[0] !== undefined && tags.includes('H1'), 'no first heading');
	for (const { dict } of all.filter(({ dict }) => /\/Type\s*\/FontDescriptor/.test(dict))) must(/\/FontFile/.test(dict), 'a font outside');
	return {
		pages: shown.length,
		title: /<dc:title>.*?<rdf:li[^>]*>(.*?)<\/rdf:li>/s.exec(metadata)?.[1] ?? '',
		lang: /\/Lang\s*\((\w+)\)/.exec(catalog.dict)?.[1] ?? '',
		text: shown
			.map(({ text }) => text)
			.join(' ')
			.replace(/\s+/g, ' ')
			.trim(),
		tags,
		sizes: [...new Set(shown.flatMap(({ sizes }) => sizes))].sort((a, b) => a - b),
		wrong
	};
}

interface PdfObject {
	dict: string;
	stream: Buffer;
}

function objectsOf(raw: string): Map<string, PdfObject> {
	const objects = new Map<string, PdfObject>();
	for (const [, id = '', body = ''] of raw.matchAll(/(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj/gs)) {
		const at = body.search(/\nstream\r?\n/);
		if (at < 0) {
			objects.set(id, { dict: body, stream: Buffer.alloc(0) });
			continue;
		}
		const dict = body.slice(0, at);
		const from = at + (body.startsWith('\nstream\r\n', at) ? 9 : 8);
		const bytes = Buffer.from(body.slice(from, from + Number(/\/Length (\d+)/.exec(dict)?.[1])), 'latin1');
		objects.set(id, { dict, stream: /\/FlateDecode/.test(dict) ? inflateSync(bytes) : bytes });
	}
	return objects;
}

function one(objects: PdfObject[], kind: RegExp): PdfObject {
	const found = objects.find(({ dict }) => kind.test(dict));
	if (!found) throw new Error(`no object ${kind}`);
	return found;
}

/** Glyph → letters, from the map that each font carries. */
function lettersOf(font: PdfObject | undefined, objects: Map<string, PdfObject>): Map<string, string> {
	const map = new Map<string, string>();
	const unicode = objects.get(/\/ToUnicode (\d+) 0 R/.exec(font?.dict ?? '')?.[1] ?? '');
	if (!unicode) return map;
	const cmap = unicode.stream.toString('latin1');
	for (const [, block = ''] of cmap.matchAll(/beginbfchar(.*?)endbfchar/gs)) {
		for (const [, glyph = '', text = ''] of block.matchAll(/<(\w+)>\s*<(\w+)>/g)) map.set(glyph.toLowerCase(), utf16(text));
	}
	return map;
}

const utf16 = (hex: string) =>
	Buffer.from(hex, 'hex')
		.swap16()
		.toString('utf16le')
		.replace(/^\ufeff/, '');

/** Brackets that close one another may stand inside. */
const STRING = String.raw`\((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*\)|<[0-9a-fA-F]*>`;
const TOKEN = new RegExp(
	[
		String.raw`\/(?<tag>\w+)\s+(?:<<(?<properties>(?:${STRING}|[^<>])*)>>|\/\w+)\s+BDC`,
		String.raw`\/(?<bare>\w+) BMC`,
		String.raw`\bEMC\b`,
		String.raw`\/(?<font>\w+) (?<size>[\d.]+) Tf`,
		String.raw`(?<matrix>(?:[-\d.]+ ){6})cm`,
		String.raw`(?<glyphs>\[(?:${STRING}|[^\]()<>])*\]|${STRING})\s*T[jJ]`
	].join('|'),
	'gs'
);
const STRINGS = new RegExp(STRING, 'gs');
const ESCAPED: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** The bytes of one string, `(…)` or `<…>`. */
function bytesOf(string: string): Buffer {
	if (string.startsWith('<')) return Buffer.from(string.slice(1, -1), 'hex');
	const plain = string
		.slice(1, -1)
		.replace(/\\([0-7]{1,3}|.)/gs, (_, sign: string) =>
			/^[0-7]/.test(sign) ? String.fromCharCode(parseInt(sign, 8)) : (ESCAPED[sign] ?? sign)
		);
	return Buffer.from(plain, 'latin1');
}

function pageOf(page: string, objects: Map<string, PdfObject>): { text: string; sizes: number[]; wrong: string[] } {
	const content = objects.get(/\/Contents \[?\s*(\d+) 0 R/.exec(page)?.[1] ?? '')!.stream.toString('latin1');
	const resources = objects.get(/\/Resources (\d+) 0 R/.exec(page)?.[1] ?? '')?.dict ?? page;
	const fonts = new Map(
		[...resources.matchAll(/\/(f\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => [name, lettersOf(objects.get(id), objects)])
	);
	const read = { text: '', sizes: [] as number[], wrong: [] as string[] };
	const open: { instead?: string; reversed?: boolean; said?: boolean; tagged: boolean; artifact: boolean }[] = [];
	let letters = new Map<string, string>();
	let line = '';
	for (const { 0: token, groups = {} } of content.matchAll(TOKEN)) {
		const { tag, properties = '', bare, font, size, matrix, glyphs } = groups;
		if (tag ?? bare) {
			if (/\/MCID/.test(properties)) read.text += ' ';
			const instead = new RegExp(`/ActualText\\s*(${STRING})`, 's').exec(properties)?.[1];
			open.push({
				...(instead === undefined ? {} : { instead: utf16(bytesOf(instead).toString('hex')) }),
				reversed: bare === 'ReversedChars',
				tagged: /\/MCID/.test(properties),
				artifact: (tag ?? bare) === 'Artifact'
			});
		} else if (token === 'EMC') open.pop();
		else if (font) {
			letters = fonts.get(font) ?? new Map<string, string>();
			read.sizes.push(Number(size));
		} else if (matrix) {
			const now = matrix.split(' ')[5] ?? '';
			if (now !== line) read.text += ' ';
			line = now;
		} else if (glyphs) {
			if (!open.some(({ tagged, artifact }) => tagged || artifact)) read.wrong.push('text without a tag');
			const replaced = open.find(({ instead }) => instead !== undefined);
			if (replaced) {
				if (!replaced.said) read.text += replaced.instead;
				replaced.said = true;
				continue;
			}
			const hex = [...glyphs.matchAll(STRINGS)].map(([string]) => bytesOf(string).toString('hex')).join('');
			const signs = (hex.match(/.{4}/g) ?? []).map((glyph) => letters.get(glyph));
			if (signs.includes(undefined)) read.wrong.push('a glyph without its letter');
			read.text += (open.some(({ reversed }) => reversed) ? signs.reverse() : signs).join('');
		}
	}
	return read;
}
