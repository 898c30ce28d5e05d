import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SHEET_LANGUAGES } from '#lib/paper/languages.ts';
import { saidIn } from '#lib/paper/said-in.server.ts';
import { setSheet } from '#lib/paper/sheets.server.ts';
import { readPdf } from '../../../tests/pdf.ts';
import { composeOpinionSheet } from './sheet.ts';

for (const language of SHEET_LANGUAGES) {
	test(`The sheet in ${language} asks six questions on one tagged page, and nothing tells it from another.`, async () => {
		const said = saidIn('space_opinion', language);
		const read = readPdf(await setSheet('opinion', composeOpinionSheet(language, said)));
		assert.deepEqual([read.wrong, read.pages, read.lang], [[], 1, language]);
		assert.equal(read.tags.filter((tag) => tag === 'H2').length, 6);
		for (const word of `${said('chosen')} ${said('rather_not')} ${said('sheet_how')}`.split(' ')) assert.ok(read.text.includes(word), word);
		assert.doesNotMatch(read.text.replace(/[()]/g, ''), /\d|Cheminer/);
	});
}
