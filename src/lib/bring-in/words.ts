import { m } from '../paraglide/messages.js';
import type { Column, FieldName, LeftOut } from './columns.ts';
import type { Encoding } from './encoding.ts';
import type { Problem } from './person.ts';
import type { Separator } from './table.ts';
import type { Unreadable } from './unreadable.ts';

/** Words of the codes of this subject, in the language of the page. */

const FIELD: Record<FieldName, [word: () => string, group: () => string]> = {
	name: [m.bring_in_field_name, m.bring_in_group_name],
	first_name: [m.bring_in_field_first_name, m.bring_in_group_name],
	last_name: [m.bring_in_field_last_name, m.bring_in_group_name],
	pronouns: [m.bring_in_field_pronouns, m.bring_in_group_name],
	phone: [m.bring_in_field_phone, m.bring_in_group_reach],
	mail: [m.bring_in_field_mail, m.bring_in_group_reach],
	address: [m.bring_in_field_address, m.bring_in_group_reach],
	reach: [m.bring_in_field_reach, m.bring_in_group_reach],
	trusted: [m.bring_in_field_trusted, m.bring_in_group_reach],
	birth_date: [m.bring_in_field_birth_date, m.bring_in_group_profile],
	postcode: [m.bring_in_field_postcode, m.bring_in_group_profile],
	municipality: [m.bring_in_field_municipality, m.bring_in_group_profile],
	languages: [m.bring_in_field_languages, m.bring_in_group_profile],
	interpreter: [m.bring_in_field_interpreter, m.bring_in_group_profile],
	track: [m.bring_in_field_track, m.bring_in_group_pathway],
	opened_on: [m.bring_in_field_opened_on, m.bring_in_group_pathway],
	lead_mail: [m.bring_in_field_lead_mail, m.bring_in_group_pathway],
	reference: [m.bring_in_field_reference, m.bring_in_group_pathway]
};

/** Everything a column may become, as options of a select. */
export const fieldOptions = () => Object.entries(FIELD).map(([value, [word, group]]) => ({ value, label: word(), group: group() }));

/** "Date de naissance". */
export const fieldWord = (field: FieldName) => FIELD[field][0]();

const LEFT: Record<LeftOut, () => string> = {
	national_number: m.bring_in_left_national_number,
	nationality: m.bring_in_left_nationality,
	residence: m.bring_in_left_residence,
	health: m.bring_in_left_health,
	absence: m.bring_in_left_absence,
	rating: m.bring_in_left_rating,
	belief: m.bring_in_left_belief,
	justice: m.bring_in_left_justice
};
export const leftOutWord = (leftOut: LeftOut) => LEFT[leftOut]();

const ENCODING: Record<Encoding, string> = {
	'utf-8': 'UTF-8',
	'utf-16le': 'UTF-16',
	'utf-16be': 'UTF-16',
	'windows-1252': 'Windows-1252'
};
export const encodingWord = (encoding: Encoding) => ENCODING[encoding];

const SEPARATOR: Record<Separator, () => string> = {
	';': m.bring_in_separator_semicolon,
	',': m.bring_in_separator_comma,
	'\t': m.bring_in_separator_tab
};
export const separatorWord = (separator: Separator) => SEPARATOR[separator]();

/** The head of a column, or its place where there is none. */
export const columnWord = (columns: readonly Pick<Column, 'header'>[], at: number) =>
	columns[at]?.header || m.bring_in_column_without({ number: at + 1 });

const PROBLEM: Record<Problem['code'], (said: { cell: string }) => string> = {
	cells: m.bring_in_problem_cells,
	no_name: () => m.bring_in_problem_no_name(),
	too_long: m.bring_in_problem_too_long,
	date: m.bring_in_problem_date,
	future: m.bring_in_problem_future,
	number: () => m.bring_in_problem_number(),
	rounded: m.bring_in_problem_rounded,
	track: m.bring_in_problem_track
};

/** "Ligne 12, « Naissance » : ce n’est pas une date que l’on puisse lire." */
export function problemWords({ line, column, code, cell }: Problem, columns: readonly Pick<Column, 'header'>[]): string {
	const problem = PROBLEM[code]({ cell });
	return column === null
		? m.bring_in_problem_whole({ line, problem })
		: m.bring_in_problem_line({ line, column: columnWord(columns, column), problem });
}

const UNREADABLE: Record<Unreadable | 'required' | 'too_many_files', (said: { line: number }) => string> = {
	required: () => m.bring_in_unreadable_required(),
	too_many_files: () => m.bring_in_unreadable_too_many_files(),
	empty: () => m.bring_in_unreadable_empty(),
	too_large: () => m.bring_in_unreadable_too_large(),
	workbook: () => m.bring_in_unreadable_workbook(),
	another_kind: () => m.bring_in_unreadable_another_kind(),
	nul: () => m.bring_in_unreadable_nul(),
	mixed: () => m.bring_in_unreadable_mixed(),
	encoding: () => m.bring_in_unreadable_encoding(),
	line_too_long: m.bring_in_unreadable_line_too_long,
	too_many_columns: m.bring_in_unreadable_too_many_columns,
	too_many_rows: () => m.bring_in_unreadable_too_many_rows(),
	quotes: m.bring_in_unreadable_quotes,
	json: m.bring_in_unreadable_json,
	no_people: () => m.bring_in_unreadable_no_people()
};

/** Why a file cannot be read, and what to do. */
export const unreadableWords = (code: keyof typeof UNREADABLE, line = 0) => UNREADABLE[code]({ line });
