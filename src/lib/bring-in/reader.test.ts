import assert from 'node:assert/strict';
import { isAscii, isUtf8 } from 'node:buffer';
import { test } from 'node:test';
import fc from 'fast-check';
import { allowed, columnsOf, readHeader, whyNotMapped } from './columns.ts';
import { plainDate } from './dates.ts';
import { encodingOf, ENCODINGS, textOf, type Bytes, type Encoding } from './encoding.ts';
import { personOf } from './person.ts';
import { readTable, SEPARATORS, separatorOf, type Line, type Separator } from './table.ts';
import { tellBefore } from './told.ts';
import { UnreadableFile, type Unreadable } from './unreadable.ts';

const TODAY = '2026-11-22';

/** The signs that Windows-1252 has where Latin-1 has none. */
const WINDOWS: Record<string, number> = {
	'€': 0x80,
	'…': 0x85,
	Š: 0x8a,
	Œ: 0x8c,
	Ž: 0x8e,
	'‘': 0x91,
	'’': 0x92,
	'–': 0x96,
	š: 0x9a,
	œ: 0x9c,
	ž: 0x9e,
	Ÿ: 0x9f
};

function bytesIn(encoding: Encoding, text: string, marked: boolean): Uint8Array {
	if (encoding === 'utf-8') return Buffer.from((marked ? '\ufeff' : '') + text, 'utf8');
	if (encoding === 'windows-1252') return Uint8Array.from([...text].map((sign) => WINDOWS[sign] ?? sign.charCodeAt(0)));
	const wide = Buffer.from((marked ? '\ufeff' : '') + text, 'utf16le');
	return encoding === 'utf-16le' ? wide : wide.swap16();
}

/**
 * No reader can tell these bytes from UTF-8, or from a file that mixes the two: "â’’" in Windows-1252 is "⒒" in UTF-8, byte for byte. The
 * reader then takes the whole file for UTF-8, or refuses it when other signs of it are not: a test below says which.
 */
const looksLikeUtf8 = (bytes: Uint8Array): boolean =>
	!isAscii(bytes) && (isUtf8(bytes) || /[\xc3\xc5][\x80-\xbf]|\xe2[\x80-\xbf]{2}/.test(Buffer.from(bytes).toString('latin1')));

/** The bytes in pieces of this size: no sign may be cut, wherever a piece ends. */
const inPieces = (bytes: Uint8Array, size: number): Bytes =>
	async function* () {
		for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
	};

async function linesOf(bytes: Bytes): Promise<{ encoding: Encoding; separator: Separator; lines: Line[] }> {
	const encoding = await encodingOf(bytes);
	const text = () => textOf(bytes, encoding);
	const separator = await separatorOf(text);
	const lines: Line[] = [];
	for await (const line of readTable(text, separator)) lines.push(line);
	return { encoding, separator, lines };
}

/** A table as spreadsheets write it. */
function written(table: string[][], separator: string, end: string, always: boolean): string {
	const cell = (text: string) => (always || /[";,\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
	return table.map((line) => line.map(cell).join(separator) + end).join('');
}

const LATIN = [...'abcdefghijklmnopqrstuvwxyzABCXYZ0123456789 -/.()@+=éèêëàâäçîïôöùûüñÉÈÀÇÔŒœ’…€";,\t\n'];
const OTHERS = [...'ąłšžčćđİğşабвгЖщ한국あ漢بجדא😀𐍈'];

test('Any table written as CSV comes back the same, in each encoding, with each separator, wherever its pieces are cut.', async () => {
	const tables = (letters: string[]) =>
		fc.integer({ min: 2, max: 6 }).chain((width) =>
			fc.array(fc.array(fc.string({ unit: fc.constantFrom(...letters), maxLength: 12 }), { minLength: width, maxLength: width }), {
				minLength: 1,
				maxLength: 8
			})
		);
	const asked = fc.constantFrom(...ENCODINGS).chain((encoding) =>
		fc.record({
			encoding: fc.constant(encoding),
			table: tables(encoding === 'windows-1252' ? LATIN : [...LATIN, ...OTHERS]),
			separator: fc.constantFrom(...SEPARATORS),
			end: fc.constantFrom('\r\n', '\n'),
			always: fc.boolean(),
			// Without a mark, UTF-16 is known by its Latin letters alone.
			marked: encoding.startsWith('utf-16') ? fc.constant(true) : fc.boolean(),
			size: fc.integer({ min: 1, max: 40 })
		})
	);
	await fc.assert(
		fc.asyncProperty(asked, async ({ encoding, table, separator, end, always, marked, size }) => {
			// The first line tells a file from another: names of columns, never empty.
			const whole = [table[0]!.map((_, at) => `Colonne ${at}`), ...table];
			const bytes = bytesIn(encoding, written(whole, separator, end, always), marked);
			fc.pre(encoding !== 'windows-1252' || !looksLikeUtf8(bytes));
			const read = await linesOf(inPieces(bytes, size));
			assert.equal(read.encoding, encoding === 'windows-1252' && isAscii(bytes) ? 'utf-8' : encoding);
			assert.deepEqual(
				read.lines.map(({ cells }) => cells),
				whole
			);
			assert.equal(read.separator, separator);
		}),
		{ numRuns: 300 }
	);
});

test('Old bytes that could be UTF-8 are read as UTF-8 when all of the file can be, wherever its pieces are cut; else as they are, or refused rather than spoilt.', async () => {
	for (const size of [1, 2, 3, 5, 100]) {
		const read = (text: string) => linesOf(inPieces(bytesIn('windows-1252', `Nom;Ville\n${text};Ath\n`, false), size));
		for (const [text, encoding, said] of [
			['â’’', 'utf-8', '⒒'],
			['RENÉ…', 'utf-8', 'REN\u0245'],
			['RENÉ… Zoé', 'windows-1252', 'RENÉ… Zoé'],
			['RENÉ Zoé', 'windows-1252', 'RENÉ Zoé']
		] as const) {
			const { encoding: found, lines } = await read(text);
			assert.deepEqual([found, lines[1]?.cells[0]], [encoding, said], text);
		}
		await assert.rejects(read('â’’ Zoé'), (problem: unknown) => problem instanceof UnreadableFile && problem.code === 'mixed');
	}
});

test('Each line keeps its number in the file, over blank lines and cells of several lines.', async () => {
	const { lines } = await linesOf(inPieces(Buffer.from('sep=,\r\na,b\r\n\r\n"x\r\ny",1\r\n\r\nz,2\r\n'), 7));
	assert.deepEqual(
		lines.map(({ line, cells }) => [line, ...cells]),
		[
			[2, 'a', 'b'],
			[4, 'x\r\ny', '1'],
			[7, 'z', '2']
		]
	);
});

test('What is no text in one of the four encodings is refused by name.', async () => {
	const refused = async (bytes: number[] | Buffer, code: Unreadable) =>
		assert.rejects(
			linesOf(inPieces(Uint8Array.from(bytes), 5)),
			(problem: unknown) => problem instanceof UnreadableFile && problem.code === code,
			code
		);
	await refused([], 'empty');
	await refused(Buffer.from('PK\x03\x04 Nom;GSM\n', 'latin1'), 'workbook');
	await refused([0xd0, 0xcf, 0x11, 0xe0, 0xa1], 'workbook');
	await refused(Buffer.from('%PDF-1.4\n'), 'another_kind');
	await refused([0x1f, 0x8b, 8, 0], 'another_kind');
	await refused(Buffer.from('Nom\nAl\0ix\n'), 'nul');
	await refused(Buffer.concat([Buffer.from('Nom\nZoé\n'), Buffer.from('René\n', 'latin1')]), 'mixed');
	await refused([0xef, 0xbb, 0xbf, 0x52, 0xe9, 0x0a], 'mixed');
	await refused([0xff, 0xfe, 0x41, 0x00, 0x42], 'mixed');
	// Half a pair, in UTF-16.
	await refused([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00], 'mixed');
	// "Zoè" as an old Macintosh saves it.
	await refused([0x5a, 0x6f, 0x8f, 0x0a], 'encoding');
	// Whatever the bytes, the answer is a table or one of these codes, never another failure.
	await fc.assert(
		fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
			try {
				await linesOf(inPieces(bytes, 16));
			} catch (problem) {
				assert.ok(problem instanceof UnreadableFile, String(problem));
			}
		}),
		{ numRuns: 300 }
	);
});

test('UTF-16 without a mark is known by its Latin letters.', async () => {
	for (const encoding of ['utf-16le', 'utf-16be'] as const) {
		const read = await linesOf(inPieces(bytesIn(encoding, 'Nom;GSM\r\nZoé;0475\r\n', false), 3));
		assert.deepEqual([read.encoding, read.lines[1]?.cells], [encoding, ['Zoé', '0475']]);
	}
});

test('Days are read as people, Excel and other programs write them; a day that does not exist is none.', () => {
	for (const [said, day] of [
		['31/12/1980', '1980-12-31'],
		['31-12-80', '1980-12-31'],
		['1.3.05', '2005-03-01'],
		['31/12/27', '1927-12-31'],
		['1980-12-31', '1980-12-31'],
		['1980/1/5', '1980-01-05'],
		['31 décembre 1980', '1980-12-31'],
		['1er mars 1975', '1975-03-01'],
		['lundi 2 févr. 1981', '1981-02-02'],
		['12 août 99', '1999-08-12'],
		['5 juil. 1990', '1990-07-05'],
		['31 december 1980', '1980-12-31'],
		['31/12/1980 00:00:00', '1980-12-31'],
		['1980-12-31T00:00:00.000Z', '1980-12-31'],
		['29586', '1980-12-31'],
		['29/02/2000', '2000-02-29'],
		['29/02/2001', null],
		['31/02/1980', null],
		['12/31/1980', null],
		['1980', null],
		['hier', null],
		['12 brumaire 1980', null],
		['31/12/180', null],
		['00/00/1980', null]
	] as const)
		assert.equal(plainDate(said, TODAY), day, said);
	const days = fc.date({ min: new Date('1930-01-01'), max: new Date('2026-11-22'), noInvalidDate: true });
	fc.assert(
		fc.property(days, (at) => {
			const day = at.toISOString().slice(0, 10);
			const [year, month, date] = day.split('-') as [string, string, string];
			assert.equal(plainDate(`${date}/${month}/${year}`, TODAY), day);
			assert.equal(plainDate(new Intl.DateTimeFormat('fr', { dateStyle: 'long', timeZone: 'UTC' }).format(at), TODAY), day);
			assert.equal(plainDate(new Intl.DateTimeFormat('nl', { dateStyle: 'long', timeZone: 'UTC' }).format(at), TODAY), day);
		})
	);
});

test('The heads of columns are read in three languages; what has no place here is recognised before anything else.', () => {
	for (const [header, field] of [
		['Prénom', 'first_name'],
		['NOM', 'last_name'],
		['Nom d’usage', 'name'],
		['Nom et prénom', 'name'],
		['Voornaam', 'first_name'],
		['Date de naissance', 'birth_date'],
		['Né(e) le', 'birth_date'],
		['Geboortedatum', 'birth_date'],
		['GSM', 'phone'],
		['N° de téléphone', 'phone'],
		['E-mail', 'mail'],
		['Adresse mail', 'mail'],
		['Adresse', 'address'],
		['Code postal', 'postcode'],
		['Gemeente', 'municipality'],
		['Langue(s) parlée(s)', 'languages'],
		['Mail du référent', 'lead_mail'],
		['Date d’entrée', 'opened_on'],
		['N° dossier', 'reference'],
		['__proto__', null],
		['constructor', null],
		['', null]
	] as const)
		assert.deepEqual(readHeader(header), { leftOut: null, guess: field }, header);
	for (const [header, why] of [
		['NISS', 'national_number'],
		['Numéro de registre national', 'national_number'],
		['N° sécurité sociale', 'national_number'],
		['Rijksregisternummer', 'national_number'],
		['Nationalité', 'nationality'],
		['Pays de naissance', 'nationality'],
		['Titre de séjour', 'residence'],
		['Verblijfsstatuut', 'residence'],
		['Diagnostic', 'health'],
		['RQTH', 'health'],
		['Nombre d’absences', 'absence'],
		['Absences injustifiées', 'absence'],
		['Score', 'rating'],
		['Distance à l’emploi', 'rating'],
		['Religion', 'belief'],
		['Casier judiciaire', 'justice']
	] as const)
		assert.deepEqual(readHeader(header), { leftOut: why, guess: null }, header);
});

test('A column that was left out stays out whatever is asked, and the same thing is said once.', () => {
	const columns = columnsOf(['Nom', 'Nom', 'NISS', 'GSM', 'Tél. 2'], [['A', 'B', 'C', 'D', 'E']], new Set());
	assert.deepEqual(
		columns.map(({ guess }) => guess),
		['name', null, null, 'phone', 'phone']
	);
	assert.deepEqual(allowed(columns, ['name', null, 'reference', 'phone', 'phone']), ['name', null, null, 'phone', 'phone']);
	assert.equal(whyNotMapped(['phone', null])?.code, 'no_name');
	assert.deepEqual(whyNotMapped(['name', 'mail', 'name']), { code: 'twice', columns: [0, 2] });
	assert.equal(whyNotMapped(['first_name', 'phone', 'phone']), null);
});

test('A cell stays what it says: accents in one form, no sign that hides, a formula as it was typed.', () => {
	const { told } = personOf({ line: 2, cells: ['Zoe\u0301 \u202eX', '=1+1', '="0475"'] }, ['name', 'languages', 'phone'], TODAY);
	assert.equal(told?.name_to_use, 'Zoé X');
	assert.equal(told?.languages, '=1+1');
	assert.deepEqual(told?.contacts, [{ kind: 'phone', value: '="0475"' }]);
});

test('A month is left to tell her, and no more than there are days in it.', () => {
	assert.equal(tellBefore('2026-11-22'), '2026-12-22');
	assert.equal(tellBefore('2026-01-31'), '2026-02-28');
	assert.equal(tellBefore('2026-12-31'), '2027-01-31');
});
