import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readFields } from '../web/form.ts';
import { codeOr, familyOf, FAMILIES, isQuiet, NEED_CODES } from './codes.ts';
import { agreementOf, byFamily, EndingForm, glanceOf, NeedForm, OpeningForm, saysNothing, type End, type When } from './rules.ts';

const form = (fields: Record<string, string>) => {
	const data = new FormData();
	for (const [name, value] of Object.entries(fields)) data.append(name, value);
	return data;
};
const need = (code: Parameters<typeof familyOf>[0], more: { ended?: End; concealed?: boolean } = {}) => ({
	code,
	family: familyOf(code),
	quiet: isQuiet(code, more.concealed ?? false),
	ended: more.ended ?? null
});

describe('the families', () => {
	it('hold every code once, and what no family names stands beside them', () => {
		const codes = Object.values(FAMILIES).flat();
		assert.equal(new Set(codes).size, codes.length);
		assert.equal(codes.length, 27);
		assert.deepEqual(new Set(NEED_CODES), new Set([...codes, 'OTHER']));
		assert.equal(familyOf('OTHER'), null);
		assert.equal(codeOr('of another list'), 'OTHER');
	});

	it('come in one order, and a family that nobody touched is empty', () => {
		const order = byFamily([need('LIE'), need('OTHER'), need('LOG')]);
		assert.deepEqual(
			order.filter(({ needs }) => needs.length > 0).map(({ family }) => family),
			['home', 'others', null]
		);
		assert.equal(order.length, 7);
	});
});

describe('a line about needs', () => {
	it('never shows feeling safe, nor what is closed', () => {
		assert.deepEqual(
			glanceOf([need('CON'), need('VIO'), need('LOG'), need('FIN', { ended: 'settled' })]).map(({ code }) => code),
			['LOG', 'CON']
		);
	});

	it('says nothing in concealed mode that would tell why she hides', () => {
		const concealed = (['LOG', 'FAM', 'PSY', 'ADD', 'JUS', 'SEJ', 'REC'] as const).map((code) => need(code, { concealed: true }));
		assert.deepEqual(
			glanceOf(concealed).map(({ code }) => code),
			['LOG', 'REC']
		);
	});
});

describe('two voices', () => {
	const of = (hers: When | null, ...ours: (When | null)[]) => agreementOf({ hers: { when: hers }, ours: ours.map((when) => ({ when })) });

	it('come to the same answer, to different ones, or one has not said: nothing else is made of them', () => {
		assert.equal(of('now', 'now'), 'same');
		assert.equal(of('now', 'now', 'now', null), 'same');
		assert.equal(of('later', 'now'), 'different');
		assert.equal(of('now', 'now', 'not-a-topic'), 'different');
		assert.equal(of(null, 'now'), 'one-silent');
		assert.equal(of('now'), 'one-silent');
		assert.equal(of(null), 'silent');
		assert.equal(agreementOf({ hers: null, ours: [] }), 'silent');
	});

	it('that say nothing are not written', () => {
		assert.ok(saysNothing({ words: '', when: null, works: '' }));
		assert.ok(!saysNothing({ words: '', when: 'not-a-topic' }));
		assert.ok(!saysNothing({ words: '', when: null, works: 'le bus' }));
	});
});

describe('the form of a need', () => {
	it('requires nothing but which one it is', () => {
		assert.ok(readFields(form({ code: 'LOG', 'hers.words': '', 'mine.words': '' }), OpeningForm).ok);
		const read = readFields(form({ 'hers.words': 'x', 'mine.words': '' }), OpeningForm);
		assert.deepEqual(!read.ok && read.issues, [{ field: 'code', code: 'choice' }]);
		assert.ok(!readFields(form({ code: 'log', 'hers.words': '', 'mine.words': '' }), OpeningForm).ok);
	});

	it('refuses forged answers beside the field they stand in', () => {
		const read = readFields(form({ 'hers.when': 'never', 'mine.when': 'soon', 'hers.how': 'dream' }), NeedForm);
		assert.deepEqual(!read.ok && read.issues.map(({ field }) => field).sort(), ['hers.how', 'hers.when', 'mine.when']);
		assert.ok(!readFields(form({ end: 'erased' }), EndingForm).ok);
	});

	it('takes an empty form: a side that was not sent says nothing', () => {
		const read = readFields(form({}), NeedForm);
		assert.ok(read.ok);
		assert.equal(read.data.hers.when, null);
		assert.equal(read.data.mine.version, 0);
	});
});
