import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readLines, wordsOf } from '#lib/interviews/lines.ts';
import { blankOf, dayAfter, dayAsked, isTouched } from './rules.ts';

const key = '01890000-0000-7000-8000-000000000001';
const page = (fields: Record<string, string>) =>
	new Request('http://essai.example/', { method: 'POST', body: new URLSearchParams(fields) });

describe('the day that is written up', () => {
	it('is the one asked for, and today when that lies ahead or is no day', () => {
		const today = '2026-11-22';
		assert.equal(dayAsked('2026-11-20', today), '2026-11-20');
		for (const asked of [null, '', '2026-11-23', '2026-02-30', "2026-11-20' or 1", '22/11/2026'])
			assert.equal(dayAsked(asked, today), today);
	});

	it('may be a coming one for the blank sheet, a month at most', () => {
		assert.equal(dayAsked('2026-11-23', '2026-11-22', true), '2026-11-23');
		assert.equal(dayAsked('2027-11-23', '2026-11-22', true), '2026-11-22');
	});

	it('has the day before and the day after, whatever the month, the year or the clocks', () => {
		assert.equal(dayAfter('2026-03-01', -1), '2026-02-28');
		assert.equal(dayAfter('2026-12-31', 1), '2027-01-01');
		assert.equal(dayAfter('2026-10-25', 1), '2026-10-26');
	});
});

describe('a line of the page', () => {
	it('is a form of its own, with its own fields and key; what is above the lines stays above', async () => {
		const { lines, form } = await readLines(
			page({
				day: '2026-11-22',
				[`lines.${key}.said`]: 'bonjour',
				[`lines.${key}.next.day`]: '2026-12-01',
				'lines.x.said': 'forgé',
				said: 'ailleurs'
			})
		);
		assert.deepEqual([...lines.keys()], [key]);
		assert.deepEqual(
			[...lines.get(key)!],
			[
				['said', 'bonjour'],
				['next.day', '2026-12-01']
			]
		);
		assert.equal(form.get('day'), '2026-11-22');
	});

	it('says its words back when its person left', () => {
		assert.deepEqual(wordsOf({ said: 'a', moved: 'b', outcome: 'moved' }), ['a', 'b']);
		assert.deepEqual(wordsOf({ said: '', moved: '' }), []);
	});

	it('counts as touched once a name is unticked or the way is another, in whatever order the names come', () => {
		const id = fc.uuid();
		fc.assert(
			fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 6 }), fc.nat(), (ids, turn) => {
				const named = [{ id: 'me', me: true }, ...ids.map((one) => ({ id: one, me: false }))];
				const blank = blankOf(named, 'presence');
				const turned = [...ids.slice(turn % ids.length), ...ids.slice(0, turn % ids.length)];
				assert.equal(isTouched({ blank, readers: turned, channel: 'presence' }), false);
				assert.equal(isTouched({ blank, readers: turned.slice(1), channel: 'presence' }), true);
				assert.equal(isTouched({ blank, readers: turned, channel: 'phone' }), true);
			})
		);
		assert.equal(isTouched({ blank: blankOf([{ id: 'me', me: true }], 'phone'), channel: 'phone' }), false);
	});
});
