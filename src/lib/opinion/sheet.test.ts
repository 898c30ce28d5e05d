import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SHEET_LANGUAGES } from '#lib/paper/languages.ts';
import { m } from '#lib/paraglide/messages.js';
import { tagOf } from '#lib/web/languages.ts';
import { setSheet } from '#lib/paper/sheets.server.ts';
import { readPdf } from '../../../tests/pdf.ts';
import { composeOpinionSheet } from './sheet.ts';

for (const language of SHEET_LANGUAGES) {
	test(`The sheet in ${language} asks six questions on one tagged page, and nothing tells it from another.`, async () => {
		const locale = { locale: language };
		const read = readPdf(await setSheet('opinion', composeOpinionSheet(language)));
		assert.deepEqual([read.wrong, read.pages, read.lang], [[], 1, tagOf(language)]);
		assert.equal(read.tags.filter((tag) => tag === 'H2').length, 6);
		for (const word of `${m.space_opinion_chosen({}, locale)} ${m.space_opinion_rather_not({}, locale)} ${m.space_opinion_sheet_how({}, locale)}`.split(
			' '
		))
			assert.ok(read.text.includes(word), word);
		assert.doesNotMatch(read.text.replace(/[()]/g, ''), /\d|Cheminer/);
	});
}
