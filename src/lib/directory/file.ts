import { JSONParser } from '@streamparser/json';
import { encodingOf, textOf, type Bytes } from '../bring-in/encoding.ts';
import { readTable, separatorOf } from '../bring-in/table.ts';
import { UnreadableFile } from '../bring-in/unreadable.ts';

/** Bytes of one file; bytes or characters of one entry, far above the longest that the schema allows. */
export const MOST = { file: 2 * 1024 ** 3, rows: 2_000_000, columns: 200, line: 256 * 1024 } as const;

/** One entry as its file holds it. */
export interface Entry {
	kind: 'structure' | 'service';
	/** Its place among the entries of its file, from 1. */
	at: number;
	said: unknown;
}

/**
 * The entries of a file of data·inclusion, one after another, with memory for one: a list in JSON (of structures, or of services), both under
 * `structures` and `services`, or lines of CSV. A service is what names its structure.
 * @throws UnreadableFile
 */
export async function* entriesOf(bytes: Bytes): AsyncGenerator<Entry> {
	const encoding = await encodingOf(bytes, MOST.file);
	const text = () => textOf(bytes, encoding);
	const first = await firstSign(text());
	if (first === '[' || first === '{') yield* inJson(text(), first === '[');
	else yield* inTable(text);
}

async function firstSign(text: AsyncIterable<string>): Promise<string> {
	for await (const piece of text) {
		const sign = /\S/.exec(piece)?.[0];
		if (sign) return sign;
	}
	return '';
}

async function* inJson(text: AsyncIterable<string>, list: boolean): AsyncGenerator<Entry> {
	const parser = new JSONParser({ paths: list ? ['$.*'] : ['$.structures.*', '$.services.*'], keepStack: false });
	const counts = { structure: 0, service: 0 };
	let read: Entry[] = [];
	let broken: Error | undefined;
	parser.onValue = ({ value, stack }) => {
		const kind = list ? kindOf(value) : stack[1]?.key === 'services' ? 'service' : 'structure';
		counts[kind] += 1;
		read.push({ kind, at: counts[kind], said: value });
	};
	parser.onError = (problem) => (broken = problem);
	let since = 0;
	for await (const piece of text) {
		// In slices: what has not become an entry by then is longer than any may be, and is not gathered any further.
		for (let at = 0; at < piece.length; at += MOST.line) {
			const slice = piece.slice(at, at + MOST.line);
			if (!parser.isEnded) parser.write(slice);
			else if (/\S/.test(slice)) throw new UnreadableFile('json');
			if (broken) throw new UnreadableFile('json');
			since = read.length > 0 ? 0 : since + slice.length;
			if (since > 4 * MOST.line) throw new UnreadableFile('line_too_long');
			yield* read;
			read = [];
		}
	}
	if (!parser.isEnded) throw new UnreadableFile('json');
}

const kindOf = (value: unknown) => (typeof value === 'object' && value !== null && 'structure_id' in value ? 'service' : 'structure');

async function* inTable(text: () => AsyncIterable<string>): AsyncGenerator<Entry> {
	let heads: string[] | undefined;
	let at = 0;
	for await (const { cells } of readTable(text, await separatorOf(text), MOST)) {
		if (!heads) {
			heads = cells.map((head) => head.trim().toLowerCase());
			continue;
		}
		at += 1;
		// Without a prototype: a column may be called anything.
		const said = Object.assign(
			Object.create(null) as Record<string, string>,
			Object.fromEntries(heads.map((head, i) => [head, cells[i] ?? '']))
		);
		yield { kind: heads.includes('structure_id') ? 'service' : 'structure', at, said };
	}
}
