import type { Actor } from '../src/lib/access/access.ts';
import { lookAtFile, WrongMapping, type Bringer, type Looked } from '../src/lib/bring-in/by-hand.server.ts';
import { FIELDS, type Column, type FieldName, type Mapping } from '../src/lib/bring-in/columns.ts';
import type { Problem } from '../src/lib/bring-in/person.ts';
import { UnreadableFile, type Unreadable } from '../src/lib/bring-in/unreadable.ts';
import { ChangedMeanwhile } from '../src/lib/bring-in/write.server.ts';
import { log } from '../src/lib/server/log.ts';
import { StartRefused } from '../src/lib/server/refusal.ts';
import { actingAt, filesOf } from './acting.ts';
import type { Asked } from './verb.ts';

/** `cheminer import people FILE.csv --as MAIL`: what /reglages/import does, for whoever sits at the machine and has been given the file. */
export async function importPeople(asked: Asked): Promise<void> {
	const { words, options } = asked;
	const [file] = filesOf(words, 1);
	const { map, doubles } = options;
	await actingAt(asked, 'practitioner', async (bringer) => {
		const looked = await look(file!, bringer, typeof map === 'string' ? map : '');
		tell(looked);
		if (options['dry-run']) console.log('This was a dry run: nothing was changed.');
		else await bring(looked, bringer.actor, doubles === true);
	});
}

async function look(file: string, bringer: Bringer, map: string): Promise<Looked> {
	try {
		return await lookAtFile(file, bringer, (columns) => mappingFrom(columns, map));
	} catch (problem) {
		if (problem instanceof UnreadableFile)
			throw new StartRefused(`${UNREADABLE[problem.code]}${problem.line ? ` (line ${problem.line})` : ''}. Nothing was changed.`);
		if (problem instanceof WrongMapping)
			throw new StartRefused(
				problem.code === 'no_name'
					? 'No column holds a name: say which with --map "Head=name".'
					: `Two columns become the same thing (${problem.columns.map(({ header }) => `"${header}"`).join(', ')}): leave one out with --map "Head=".`
			);
		throw problem;
	}
}

/** What the heads of the columns suggest, changed as `--map` says: a head or the number of a column, then what it becomes, or nothing. */
function mappingFrom(columns: Column[], map: string): Mapping {
	const mapping: Mapping = columns.map(({ guess }) => guess);
	for (const pair of map.split(',').filter((part) => part.trim() !== '')) {
		const cut = pair.lastIndexOf('=');
		const [head, field] = [pair.slice(0, cut).trim(), pair.slice(cut + 1).trim()];
		const named = columns.findIndex(({ header }) => header === head);
		const at = named >= 0 ? named : Number(head) - 1;
		if (cut < 0 || !columns[at]) throw new StartRefused(`--map: "${pair.trim()}" names no column of the file.`);
		const chosen = FIELDS.find((one): one is FieldName => one === field);
		if (field !== '' && !chosen) throw new StartRefused(`--map: "${field}" is none of ${FIELDS.join(', ')}.`);
		if (chosen && columns[at].leftOut) throw new StartRefused(`--map: "${head}" (${columns[at].leftOut}) has no place here.`);
		mapping[at] = chosen ?? null;
	}
	return mapping;
}

/** What was found. No name and no cell: whoever keeps the machine is not who may read the files (docs/access.md). */
function tell({ scanned, mapping, check }: Looked): void {
	console.log(`${scanned.rows} lines, ${scanned.encoding}, separated by ${JSON.stringify(scanned.separator)}.`);
	for (const [at, { header, leftOut }] of scanned.columns.entries())
		console.log(`  column ${at + 1} "${header}": ${leftOut ? `left out, always (${leftOut})` : (mapping[at] ?? 'left out')}`);
	const head = ({ column }: Problem) => (column === null ? '' : `, column "${scanned.columns[column]?.header ?? ''}"`);
	for (const problem of check.problems) console.log(`line ${problem.line}${head(problem)}: ${PROBLEM[problem.code]}`);
	more(check.count.problems - check.problems.length);
	for (const { line, of } of check.repeated) console.log(`line ${line}: says the same as line ${of}`);
	more(check.count.repeated - check.repeated.length);
	for (const { line, like } of check.doubles)
		console.log(`line ${line}: ${like === null ? 'looks like somebody she accompanies already' : `has the same name as line ${like}`}`);
	more(check.count.doubles - check.doubles.length);
	const { people, known, notMine, count } = check;
	console.log(
		`To bring in: ${people}. Possible doubles: ${count.doubles}. Brought in before: ${known}. Repeated: ${count.repeated}. Somebody else’s: ${notMine}. To put right: ${count.problems}.`
	);
}

function more(count: number): void {
	if (count > 0) console.log(`… and ${count} more`);
}

async function bring(looked: Looked, actor: Actor, doubles: boolean): Promise<void> {
	if (looked.check.count.problems > 0)
		throw new StartRefused(
			'Everything comes in, or nothing: put these cells right, or leave the column out with --map "Head=". Nothing was changed.'
		);
	let told = 0;
	try {
		const people = await looked.bring(doubles ? 'all' : new Set(), (lines) => {
			if (Date.now() - told < 1000) return;
			told = Date.now();
			console.error(`${lines} of ${looked.scanned.rows} lines`);
		});
		// Who did it stands in the audit as the practitioner; that it was done at the machine stands here.
		log('people brought in at the machine', { member: actor.member, people });
		console.log(people === 0 ? 'Nothing was changed.' : `${people} people came in. Their pathways say that the frame remains to be told.`);
	} catch (problem) {
		if (problem instanceof ChangedMeanwhile)
			throw new StartRefused('Something changed since the file was read: nobody came in. Run it again.');
		throw problem;
	}
}

const PROBLEM: Record<Problem['code'], string> = {
	cells: 'has too many cells, or too few',
	no_name: 'has no name',
	too_long: 'is too long',
	date: 'is no date that can be read (31/12/1980)',
	future: 'is a date to come',
	number: 'looks like a national number, which has no place here',
	rounded: 'was rounded by a spreadsheet: its last figures are lost',
	track: 'is no track that exists here'
};

const UNREADABLE: Record<Unreadable, string> = {
	empty: 'The file is empty',
	too_large: 'The file is larger than 8 MB',
	workbook: 'This is a workbook or an archive, not CSV',
	another_kind: 'This is no table of text',
	nul: 'The file holds something else than text',
	mixed: 'The file mixes two encodings',
	encoding: 'The encoding of the file is not known: save it as UTF-8',
	line_too_long: 'A line is too long for one person',
	too_many_columns: 'A line has more than 100 columns',
	too_many_rows: 'There are more than 20,000 people in the file',
	quotes: 'A quote opens and is not closed',
	json: 'This is no table',
	no_people: 'There is nobody in the file: its first line holds the names of the columns'
};
