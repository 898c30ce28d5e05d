import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readFields } from '#lib/web/form.ts';
import { InterviewForm, linesFor, outcomeOf, reviewInterview, saysSomething } from './rules.ts';

const here = { zone: 'Europe/Brussels', now: new Date('2026-11-19T13:30:00Z') };
const someAction = '01890000-0000-7000-8000-000000000001';

function read(fields: Record<string, string>) {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	return readFields(form, InterviewForm);
}

function data(fields: Record<string, string>) {
	const result = read(fields);
	assert.ok(result.ok, JSON.stringify(result));
	return result.data;
}

describe('the form of an interview', () => {
	it('requires nothing', () => {
		const form = data({});
		assert.equal(form.said, '');
		assert.deepEqual(form.actions, []);
		assert.equal(outcomeOf(form), null);
		assert.deepEqual(reviewInterview(form, here), { issues: [], agreed: null });
	});

	it('ignores help that comes without "done"', () => {
		const tried = data({
			[`answers.${someAction}.state`]: 'tried',
			[`answers.${someAction}.help`]: 'alone',
			[`answers.${someAction}.version`]: '1'
		});
		assert.deepEqual(tried.answers[someAction], { state: 'tried', help: null, version: 1 });
		const done = data({
			[`answers.${someAction}.state`]: 'done',
			[`answers.${someAction}.help`]: 'alone',
			[`answers.${someAction}.version`]: '1'
		});
		assert.equal(done.answers[someAction]?.help, 'alone');
	});

	it('takes words under "J’ai avancé" as an answer, and keeps them beside another one', () => {
		assert.equal(outcomeOf(data({ moved: 'lettre envoyée' })), 'moved');
		const both = data({ moved: 'on a ri', outcome: 'thinking' });
		assert.equal(outcomeOf(both), 'thinking');
		assert.equal(both.moved, 'on a ri');
	});

	it('asks for the hour of a next appointment that has only a day, and the day of one that has only an hour', () => {
		assert.deepEqual(reviewInterview(data({ 'next.day': '2026-12-10' }), here).issues, [{ field: 'next.time', code: 'time' }]);
		assert.deepEqual(reviewInterview(data({ 'next.time': '14:00' }), here).issues, [{ field: 'next.day', code: 'date' }]);
		assert.deepEqual(reviewInterview(data({ 'next.day': '2026-11-18', 'next.time': '14:00' }), here).issues, [
			{ field: 'next.day', code: 'past' }
		]);
	});

	it('takes no meeting of tomorrow', () => {
		assert.deepEqual(reviewInterview(data({ held_on: '2026-11-20' }), here).issues, [{ field: 'held_on', code: 'future' }]);
		assert.deepEqual(reviewInterview(data({ held_on: '2026-11-19' }), here).issues, []);
	});

	it('refuses forged values beside the field they stand in', () => {
		for (const fields of [
			{ channel: 'telepathy' },
			{ outcome: 'sanction' },
			{ held_on: '2026-02-30' },
			{ 'actions.0.who': 'boss' }
		] as Record<string, string>[]) {
			const result = read(fields);
			assert.equal(result.ok, false, JSON.stringify(fields));
		}
	});

	it('knows an untouched form from one that says something', () => {
		assert.equal(
			saysSomething({ held_on: '2026-11-19', channel: 'presence', readers: ['x'], actions: { 0: { who: 'person', what: '' } } }),
			false
		);
		assert.equal(saysSomething({ said: 'a' }), true);
		assert.equal(saysSomething({ actions: { 1: { who: 'person', what: 'appeler' } } }), true);
		assert.equal(saysSomething({ answers: { a: { state: 'done' } } }), true);
		assert.equal(saysSomething({ next: { day: '2026-12-01' } }), true);
	});

	it('always offers two empty lines after the last one written', () => {
		assert.equal(linesFor(undefined), 2);
		assert.equal(linesFor({ actions: { 0: { what: 'appeler' }, 1: { what: '' } } }), 3);
		assert.equal(linesFor({ actions: { 4: { what: 'appeler' } } }), 7);
	});
});
