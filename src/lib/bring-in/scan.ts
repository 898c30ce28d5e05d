import { columnsOf, holdsNationalNumbers, type Column } from './columns.ts';
import { encodingOf, textOf, type Bytes, type Encoding } from './encoding.ts';
import { isBlank } from './person.ts';
import { readTable, separatorOf, type Separator, type Text } from './table.ts';
import { UnreadableFile } from './unreadable.ts';

/** What a file is, once read to its end. */
export interface Scanned {
	encoding: Encoding;
	separator: Separator;
	/** Lines that are about somebody. */
	rows: number;
	columns: Column[];
}

/** How many of its first lines show what a column holds. */
const SAMPLE = 3;

/**
 * Reads a file to its end, a piece at a time: encoding, separator, columns with what each may become.
 * @throws UnreadableFile
 */
export async function scanFile(bytes: Bytes): Promise<Scanned> {
	const encoding = await encodingOf(bytes);
	return { encoding, ...(await scanText(() => textOf(bytes, encoding))) };
}

async function scanText(text: Text): Promise<Omit<Scanned, 'encoding'>> {
	const separator = await separatorOf(text);
	let header: string[] | undefined;
	const sample: string[][] = [];
	const filled: number[] = [];
	const numbered: number[] = [];
	let rows = 0;
	for await (const { cells } of readTable(text, separator)) {
		if (!header) {
			header = withoutEmptyEnd(cells).map((cell) => cell.trim());
			continue;
		}
		if (isBlank(cells)) continue;
		rows += 1;
		if (sample.length < SAMPLE) sample.push(cells);
		cells.slice(0, header.length).forEach((cell, at) => {
			if (cell.trim() === '') return;
			filled[at] = (filled[at] ?? 0) + 1;
			if (holdsNationalNumbers(cell)) numbered[at] = (numbered[at] ?? 0) + 1;
		});
	}
	if (!header || rows === 0) throw new UnreadableFile('no_people');
	// One number among remarks is a problem of that line; a column of them is a column of numbers.
	const columns = new Set(header.flatMap((_, at) => ((numbered[at] ?? 0) * 2 > (filled[at] ?? 0) ? [at] : [])));
	return { separator, rows, columns: columnsOf(header, sample, columns) };
}

/** Spreadsheets leave empty columns behind the last. */
function withoutEmptyEnd(cells: string[]): string[] {
	let end = cells.length;
	while (end > 0 && cells[end - 1]!.trim() === '') end -= 1;
	return cells.slice(0, end);
}
