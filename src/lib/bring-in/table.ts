import { pipeline, Readable } from 'node:stream';
import { CsvError, Parser } from 'csv-parse';
import { LIMITS, PIECE } from './limits.ts';
import { UnreadableFile } from './unreadable.ts';

export const SEPARATORS = [';', ',', '\t'] as const;
export type Separator = (typeof SEPARATORS)[number];

/** The text of a file, piece by piece; each call reads it again from its beginning. */
export type Text = () => AsyncIterable<string>;

/** One line of a table: its number in the file (a cell may run over several lines: the first of them), and its cells as they stand. */
export interface Line {
	line: number;
	cells: string[];
}

/** Excel’s own first line, which says the separator: `sep=;`. */
const SAID = /^sep=([;,\t])(\r?\n)/i;

/** How many lines are looked at to tell the separator. */
const LOOKED_AT = 30;

/** The separator of a table: the one Excel says, else the one that cuts its first lines into the same number of cells, at least two. */
export async function separatorOf(text: Text): Promise<Separator> {
	let start = '';
	for await (const piece of text()) {
		start += piece;
		if (start.length >= PIECE) break;
	}
	const said = SAID.exec(start)?.[1] as Separator | undefined;
	if (said) return said;
	const counts = countedBy(start);
	const score = (separator: Separator) => {
		const each = counts.map((line) => line[separator]);
		const same = each.length > 0 && each.every((count) => count === each[0]);
		return (each[0] ?? 0) * (same ? 1000 : 1);
	};
	return SEPARATORS.reduce((best, one) => (score(one) > score(best) ? one : best), SEPARATORS[0]);
}

/** How often each separator stands outside quotes, line by line; a last line that may be cut is left out. */
function countedBy(start: string): Record<Separator, number>[] {
	const none = (): Record<Separator, number> => ({ ';': 0, ',': 0, '\t': 0 });
	const lines: Record<Separator, number>[] = [];
	let here = none();
	let quoted = false;
	let empty = true;
	for (const sign of start) {
		if (sign === '"') quoted = !quoted;
		else if (!quoted && (sign === '\n' || sign === '\r')) {
			if (!empty) lines.push(here);
			if (lines.length === LOOKED_AT) return lines;
			here = none();
			empty = true;
			continue;
		} else if (!quoted && (sign === ';' || sign === ',' || sign === '\t')) here[sign] += 1;
		empty = false;
	}
	return lines.length > 0 ? lines : [here];
}

/** How far a table may go. */
export interface TableLimits {
	rows: number;
	columns: number;
	/** Characters of one line. */
	line: number;
}

/**
 * Reads a table line by line, with memory for one line only. Quotes, line ends within them, CRLF or LF, blank lines left out. A cell is text
 * whatever it looks like: nothing is computed, and no cell becomes the name of anything.
 * @throws UnreadableFile line too long, too many columns or lines, a quote that is never closed
 */
export async function* readTable(text: Text, separator: Separator, limits: TableLimits = LIMITS): AsyncGenerator<Line> {
	const parser = new Parser({
		delimiter: separator,
		relax_column_count: true,
		relax_quotes: true,
		skip_empty_lines: true,
		max_record_size: limits.line,
		info: true
	});
	pipeline(Readable.from(withoutSaid(text)), parser, () => undefined);
	/** Lines of the file before this one, blank ones apart: the parser counts a CRLF within quotes twice. */
	let before = 0;
	let read = 0;
	try {
		for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { empty_lines: number } }>) {
			const line = before + info.empty_lines + 1;
			before += 1 + breaksIn(record);
			read += 1;
			if (record.length > limits.columns) throw new UnreadableFile('too_many_columns', line);
			if (read > limits.rows + 1) throw new UnreadableFile('too_many_rows', line);
			yield { line, cells: record };
		}
	} catch (problem) {
		if (!(problem instanceof CsvError)) throw problem;
		// Lines that were read well may still be on their way here.
		const { records = 0, empty_lines = 0 } = problem as CsvError & { records?: number; empty_lines?: number };
		const line = Math.max(before, records) + empty_lines + 1;
		throw new UnreadableFile(problem.code === 'CSV_MAX_RECORD_SIZE' ? 'line_too_long' : 'quotes', line);
	}
}

const breaksIn = (cells: string[]) => cells.reduce((breaks, cell) => breaks + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);

/** Without the line that only says the separator. */
async function* withoutSaid(text: Text): AsyncGenerator<string> {
	let first = true;
	for await (const piece of text()) {
		// Its line end stays, so that lines keep their numbers.
		yield first ? piece.replace(SAID, '$2') : piece;
		first = false;
	}
}
