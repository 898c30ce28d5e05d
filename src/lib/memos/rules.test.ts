import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { expiryOf, lastDay, MEMO_MONTHS } from './rules.ts';

describe('the life of a memo', () => {
	it('ends on the same day of a later month, or on its last day', () => {
		assert.equal(lastDay('2026-11-19', 6), '2027-05-19');
		assert.equal(lastDay('2026-08-31', 6), '2027-02-28');
		assert.equal(lastDay('2027-08-31', 6), '2028-02-29');
		assert.equal(lastDay('2026-12-31', 12), '2027-12-31');
	});

	it('is over at the end of that day, where it was written', () => {
		assert.equal(expiryOf('2027-05-19', 'Europe/Brussels').toISOString(), '2027-05-19T22:00:00.000Z');
	});

	it('never lasts longer than a year and a day', () => {
		fc.assert(
			fc.property(
				fc.date({ min: new Date('2020-01-01'), max: new Date('2050-01-01'), noInvalidDate: true }),
				fc.constantFrom(...MEMO_MONTHS),
				(now, months) => {
					const written = now.toISOString().slice(0, 10);
					const length = expiryOf(lastDay(written, months), 'Europe/Brussels').getTime() - Date.parse(`${written}T00:00:00Z`);
					assert.ok(length > 27 * 86_400_000 && length <= 368 * 86_400_000);
				}
			)
		);
	});
});
