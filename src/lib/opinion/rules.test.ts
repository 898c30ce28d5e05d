import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readFields } from '../web/form.ts';
import { noCounts, OpinionForm, packed, peopleIn, QUESTIONS, shownOf, SheetsForm, unpacked, withAnswers, type Answers } from './rules.ts';

const silent = Object.fromEntries(QUESTIONS.map((question) => [question, null])) as Answers;
const counted = (...all: Partial<Answers>[]) => all.reduce((sum, said) => withAnswers(sum, { ...silent, ...said }), noCounts());
const form = (fields: Record<string, string>) => {
	const data = new FormData();
	for (const [name, value] of Object.entries(fields)) data.append(name, value);
	return data;
};
const PART = '0198c3a0-0000-4000-8000-000000000001';

describe('counts', () => {
	it('know how many people answered, whichever questions they left empty', () => {
		const counts = counted({ chosen: '3' }, { pace: '0' }, { awaited: 'rather-not' });
		assert.equal(peopleIn(counts), 3);
		for (const question of QUESTIONS)
			assert.equal(
				Object.values(counts[question]).reduce((sum, n) => sum + n),
				3
			);
	});

	it('are packed in a text of a length that says nothing, and come back as they were', () => {
		const some = counted({ chosen: '3', pace: 'na' }, { equals: '1' });
		const many = { ...some, sees: { ...some.sees, none: 4321 } };
		assert.equal(packed(noCounts()).length, packed(many).length);
		assert.deepEqual([unpacked(packed(some)), unpacked(packed(many))], [some, many]);
	});

	it('show a question from five people who placed themselves on it', () => {
		const yes = { chosen: '3', pace: '2' } as const;
		const counts = counted(yes, yes, yes, yes, { chosen: '0' }, { chosen: 'na' }, {});
		assert.deepEqual(shownOf(counts, 'chosen'), { scale: { 3: 4, 2: 0, 1: 0, 0: 1 }, without: 2 });
		assert.equal(shownOf(counts, 'pace'), null);
	});
});

describe('what is sent', () => {
	it('by herself is one answer at least, of those that are offered', () => {
		assert.ok(readFields(form({ part: PART, pace: '2' }), OpinionForm).ok);
		const nothing = readFields(form({ part: PART }), OpinionForm);
		assert.ok(!nothing.ok && nothing.issues[0]!.code === 'opinion_nothing');
		for (const answer of ['4', '-1', 'none', 'oui']) assert.ok(!readFields(form({ part: PART, pace: answer }), OpinionForm).ok, answer);
	});

	it('on paper is five sheets at least; those that say nothing are no sheets', () => {
		const sheets = (many: number) =>
			form(Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`sheets.${n}.chosen`, n < many ? '3' : ''])));
		const four = readFields(sheets(4), SheetsForm);
		assert.ok(!four.ok && four.issues[0]!.code === 'opinion_five');
		const five = readFields(sheets(5), SheetsForm);
		assert.ok(five.ok && five.data.sheets.length === 5);
	});
});
