import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvOf, phoneCell } from './csv.ts';

const read = (text: string) => parse(text, { bom: true, delimiter: ';', record_delimiter: '\r\n' }) as unknown as string[][];
const one = (cell: string) => read(csvOf({ columns: ['A'], rows: [[cell]] }))[1]![0]!;

test('It begins with the mark that tells a spreadsheet its letters, parts columns by semicolons, and ends each line as agreed.', () => {
	const bytes = Buffer.from(csvOf({ columns: ['Nom', 'Parcours'], rows: [['Zoë', 'santé']] }));
	assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
	assert.equal(bytes.subarray(3).toString(), '"Nom";"Parcours"\r\n"Zoë";"santé"\r\n');
});

test('What a spreadsheet would work out is kept as a text, however it is disguised.', () => {
	for (const name of [
		'=1+1',
		'+1',
		'-1',
		'@SUM(A1)',
		'\t=1',
		'\r=1',
		'\n=1',
		' =1',
		'＝1',
		'＋1',
		'－1',
		'＠x',
		'\u202e=1',
		'\u200f+1',
		'\u0000=1'
	])
		assert.match(one(name), /^'/u, JSON.stringify(name));
	for (const name of ['Nadia B.', '"=1"', 'O’Brien-x', '1 + 1']) assert.equal(one(name), name);
});

test('No cell reaches into another one, nor into another line.', () => {
	assert.deepEqual(
		read(
			csvOf({
				columns: ['A', 'B'],
				rows: [
					['x";"=1', 'ligne\r\nsuivante'],
					['fin', '\u202eannA']
				]
			})
		),
		[
			['A', 'B'],
			['x";"=1', 'ligne suivante'],
			['fin', 'annA']
		]
	);
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), { maxLength: 20 }), (rows) => {
			const back = read(csvOf({ columns: ['A', 'B'], rows }));
			assert.equal(back.length, rows.length + 1);
			for (const cell of back.flat()) assert.doesNotMatch(cell, /^[\s\p{Bidi_Control}]*[=+\-@＝＋－＠]/u);
		})
	);
});

test('A number to call stays a number to call.', () => {
	assert.deepEqual(['+32 470 12 34 56', '+33(0)6.12', '0470 12 34 56', "+cmd|' /C calc'!A0", '+', '+32;1'].map(phoneCell), [
		'0032 470 12 34 56',
		'0033(0)6.12',
		'0470 12 34 56',
		"+cmd|' /C calc'!A0",
		'+',
		'+32;1'
	]);
});
