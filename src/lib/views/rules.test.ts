import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AskForm, endOf, goesRound, lastDayToAsk } from './rules.ts';

const TODAY = '2026-11-22';
const someone = '0198c3a0-0000-7000-8000-000000000001';
const codes = (typed: Record<string, unknown>) => {
	const read = AskForm(TODAY).safeParse(typed);
	return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
};
const whole = { question: 'Par où recommencer ?', member: someone, accord: 'orally', until: '2026-11-25' };

test('A view is a question to one colleague; without her accord, and how it was given, nothing is asked.', () => {
	assert.deepEqual(codes(whole), []);
	assert.deepEqual(codes({ ...whole, accord: '' }), ['accord accord']);
	assert.deepEqual(codes({ ...whole, question: '', member: '' }), ['question required', 'member choice']);
});

test('It lasts a week at most, today counted, and never ends in the past.', () => {
	assert.equal(lastDayToAsk(TODAY), '2026-11-28');
	assert.deepEqual(codes({ ...whole, until: '2026-11-28' }), []);
	assert.deepEqual(codes({ ...whole, until: '' }), []);
	assert.deepEqual(codes({ ...whole, until: '2026-11-29' }), ['until a_week']);
	assert.deepEqual(codes({ ...whole, until: '2026-11-21' }), ['until past']);
});

test('A memo cannot be shown: no key of the form names one.', () => {
	assert.deepEqual(codes({ ...whole, texts: ['matters', 'side', `note:${someone}`, `goal:${someone}`] }), []);
	for (const forged of [`memo:${someone}`, `draft:${someone}`, `note:${someone}'--`, 'memo', ''])
		assert.deepEqual(codes({ ...whole, texts: [forged] }), ['texts.0 choice']);
});

test('A view ends as somebody ended it, or when its week has passed; its end is exclusive.', () => {
	const ends_at = new Date('2026-11-29T00:00:00+01:00');
	assert.equal(endOf({ ended_how: null, ends_at }, new Date(ends_at.getTime() - 1)), null);
	assert.equal(endOf({ ended_how: null, ends_at }, ends_at), 'over');
	assert.equal(endOf({ ended_how: 'her-word', ends_at }, ends_at), 'her-word');
});

test('Perhaps we go round in circles after four interviews in a row without outcome; time to think is an outcome.', () => {
	assert.equal(goesRound([null, 'not-this-time', null, 'not-this-time']), true);
	assert.equal(goesRound([null, null, null, null, 'moved']), true, 'what was long ago does not count');
	for (const [why, latest] of Object.entries({
		'a step among the four': [null, null, 'moved', null],
		'time to think': [null, 'thinking', null, null],
		'three interviews say nothing yet': [null, null, null],
		'a text that is not mine to read': [null, undefined, null, null],
		nothing: []
	}))
		assert.equal(goesRound(latest), false, why);
});
