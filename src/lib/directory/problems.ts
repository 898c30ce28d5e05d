import type { Unreadable } from '../bring-in/unreadable.ts';

/** What is wrong with a field of an entry, for whoever sits at the machine; pages say it in their own language. */
export const PROBLEMS: Record<string, string> = {
	required: 'is missing',
	too_short: 'is too short',
	too_long: 'is too long',
	text: 'is no text',
	number: 'is no such number',
	kind: 'is of another kind',
	date: 'is no day between 2000-01-01 and today',
	uri: 'is no address of the web',
	email: 'is no mail address',
	postcode_fr: 'is no postcode of five digits',
	postcode_be: 'is no postcode of four digits (Belgian profile)',
	town_code: 'is no code of a commune',
	siret: 'is no SIRET of fourteen digits',
	bce: 'is no BCE/KBO number of ten digits',
	unknown_code: 'holds a code that the list does not know',
	alone: 'says everybody and somebody: "tous-publics" stands alone',
	zone: 'is no commune, département, EPCI or country',
	coordinates: 'is missing beside the other coordinate',
	twice: 'comes twice',
	unknown_structure: 'names a structure that nobody knows'
};

export const UNREADABLE: Record<Unreadable, string> = {
	empty: 'The file is empty',
	too_large: 'The file is larger than 2 GB',
	workbook: 'This is a workbook or an archive, neither JSON nor CSV',
	another_kind: 'This is neither JSON nor CSV',
	nul: 'The file holds something else than text',
	mixed: 'The file mixes two encodings',
	encoding: 'The encoding of the file is not known: save it as UTF-8',
	line_too_long: 'An entry is longer than any may be',
	too_many_columns: 'A line has more than 200 columns',
	too_many_rows: 'There are more than two million entries in the file',
	quotes: 'A quote opens and is not closed',
	json: 'This is no JSON that can be read to its end',
	no_people: 'There is nothing in the file'
};
