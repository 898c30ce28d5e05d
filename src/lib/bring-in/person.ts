import { folded, type FieldName, type Mapping } from './columns.ts';
import { plainDate } from './dates.ts';
import type { ContactKind, Track } from '../people/rules.ts';
import { TRACKS } from '../people/rules.ts';
import { nationalNumbers } from '../people/national-number.ts';
import { clean } from '../web/form.ts';
import type { Line } from './table.ts';

/** One person as a file tells her: plain text, '' where it says nothing. */
export interface Told {
	name_to_use: string;
	pronouns: string;
	birthDate: string;
	municipality: string;
	languages: string;
	interpreter: string;
	reach: string;
	trusted: string;
	track: Track | null;
	/** The plain day on which the accompaniment began; '' for today. */
	openedOn: string;
	contacts: { kind: ContactKind; value: string }[];
	/** By whom she is followed, as the file says: a mail address, lower case. */
	leadMail: string;
	/** Her number in the file it comes from: it tells the same line again, and is not kept. */
	reference: string;
}

/** What cannot be read: its line, its column, and a code; the cell itself unless it holds a national number. */
export interface Problem {
	line: number;
	/** The place of the column, or null when it is about the whole line. */
	column: number | null;
	code: 'cells' | 'no_name' | 'too_long' | 'date' | 'future' | 'number' | 'rounded' | 'track';
	cell: string;
}

/** How long each may be, as the forms of the application have it. */
const MOST: Partial<Record<FieldName, number>> = {
	name: 120,
	first_name: 60,
	last_name: 60,
	pronouns: 60,
	municipality: 100,
	postcode: 19,
	languages: 200,
	interpreter: 200,
	reach: 1000,
	trusted: 1000
};

/** A number that a spreadsheet rounded: its last figures are lost. */
const ROUNDED = /^\d([.,]\d+)?E\+?\d+$/i;

/** Is nothing written on this line? Such lines are left out without a word. */
export const isBlank = (cells: readonly string[]) => cells.every((cell) => cell.trim() === '');

/**
 * Reads one line of a table.
 * @param today the territory's plain day: nobody is born, and nothing began, after it
 * @returns the person, or every problem of the line
 */
export function personOf(
	{ line, cells }: Line,
	mapping: Mapping,
	today: string
): { told: Told; problems: [] } | { told: null; problems: Problem[] } {
	const problems: Problem[] = [];
	const problem = (column: number | null, code: Problem['code'], cell = '') =>
		problems.push({ line, column, code, cell: [...cell].slice(0, 60).join('') });
	// A line that is longer or shorter was cut in the middle of a cell, or had a separator too many: everything behind it has moved.
	if (cells.length < mapping.length || cells.slice(mapping.length).some((cell) => cell.trim() !== '')) {
		problem(null, 'cells', `${cells.length} / ${mapping.length}`);
		return { told: null, problems };
	}
	const said = new Map<FieldName, string>();
	const contacts: Told['contacts'] = [];
	const readCell = (field: FieldName, column: number) => {
		const cell = clean(cells[column] ?? '');
		if (cell === '') return;
		if (nationalNumbers(cell).length > 0) return void problem(column, 'number');
		if (cell.length > (MOST[field] ?? 200)) return void problem(column, 'too_long', cell);
		if (ROUNDED.test(cell) && (field === 'phone' || field === 'reference')) return void problem(column, 'rounded', cell);
		if (field === 'birth_date' || field === 'opened_on') {
			const day = plainDate(cell, today);
			if (day === null) problem(column, 'date', cell);
			else if (day > today) problem(column, 'future', cell);
			else said.set(field, day);
		} else if (field === 'track') {
			const track = trackOf(cell);
			if (track) said.set(field, track);
			else problem(column, 'track', cell);
		} else if (field === 'phone' || field === 'mail' || field === 'address') {
			contacts.push({ kind: field === 'address' ? 'post' : field, value: oneLine(cell) });
		} else said.set(field, field === 'reach' || field === 'trusted' ? cell : oneLine(cell));
	};
	mapping.forEach((field, column) => field && readCell(field, column));
	const of = (field: FieldName) => said.get(field) ?? '';
	const name_to_use = of('name') || [of('first_name'), of('last_name')].filter(Boolean).join(' ');
	if (name_to_use === '' && !problems.some(({ column }) => column !== null && isName(mapping[column]!))) problem(null, 'no_name');
	if (problems.length > 0) return { told: null, problems };
	const told: Told = {
		name_to_use,
		pronouns: of('pronouns'),
		birthDate: of('birth_date'),
		municipality: [of('postcode'), of('municipality')].filter(Boolean).join(' '),
		languages: of('languages'),
		interpreter: of('interpreter'),
		reach: of('reach'),
		trusted: of('trusted'),
		track: (of('track') || null) as Track | null,
		openedOn: of('opened_on'),
		contacts,
		leadMail: of('lead_mail').toLowerCase(),
		reference: of('reference')
	};
	return { told, problems: [] };
}

const isName = (field: FieldName | null) => field === 'name' || field === 'first_name' || field === 'last_name';

const oneLine = (cell: string) =>
	cell
		.split('\n')
		.map((line) => line.trim())
		.filter(Boolean)
		.join(' ');

/** Words for the tracks, in the three languages, folded. */
const TRACK_WORDS: Record<Track, RegExp> = {
	employment: /^(emploi|insertion professionnelle|employment|work|werk|tewerkstelling)$/,
	training: /^(formation|training|opleiding)$/,
	psychosocial: /^(psychosocial|psycho social|psychosociaal)$/,
	social: /^(social|action sociale|sociaal)$/,
	project: /^(projet|projet de vie|project)$/,
	housing: /^(logement|housing|wonen|huisvesting)$/,
	health: /^(sante|health|gezondheid)$/
};

function trackOf(cell: string): Track | null {
	const words = folded(cell);
	return TRACKS.find((track) => track === words || TRACK_WORDS[track].test(words)) ?? null;
}

/**
 * What makes a line the same line when it comes again: her number in that file where there is one, else everything that is brought in.
 */
export function identityOf(told: Told): string {
	if (told.reference) return `reference|${told.reference}`;
	const { leadMail: _lead, reference: _reference, ...rest } = told;
	return `line|${JSON.stringify(rest)}`;
}
