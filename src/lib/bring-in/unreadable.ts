/** Why a file cannot be read at all; nothing of it is kept. */
export type Unreadable =
	| 'empty'
	| 'too_large'
	| 'workbook'
	| 'another_kind'
	| 'nul'
	| 'mixed'
	| 'encoding'
	| 'line_too_long'
	| 'too_many_columns'
	| 'too_many_rows'
	| 'quotes'
	| 'json'
	| 'no_people';

/** The file is no table that can be read: a code for the sentence, and the line where it was seen, when there is one. */
export class UnreadableFile extends Error {
	readonly code: Unreadable;
	readonly line: number | undefined;
	constructor(code: Unreadable, line?: number) {
		super(`unreadable file: ${code}`);
		this.code = code;
		this.line = line;
	}
}
