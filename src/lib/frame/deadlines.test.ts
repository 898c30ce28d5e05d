import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countryProfile } from './country/country.ts';
import { addDays, addMonths, addWorkingDays, deadlinesOf, easterOf, isWorkingDay } from './deadlines.ts';

const BE = countryProfile('BE');
const FR = countryProfile('FR');
const someDay = fc
	.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
	.map((date) => date.toISOString().slice(0, 10));

test('Three months after a day is the same day, or the last one of a shorter month.', () => {
	assert.equal(addMonths('2026-11-30', 3), '2027-02-28');
	assert.equal(addMonths('2027-11-30', 3), '2028-02-29');
	assert.equal(addMonths('2026-10-15', 3), '2027-01-15');
	assert.equal(addMonths('2026-12-31', 2), '2027-02-28');
});

test('Months never spill over into the month after, and never go back.', () => {
	fc.assert(
		fc.property(someDay, fc.integer({ min: 1, max: 36 }), (day, months) => {
			const reached = addMonths(day, months);
			const [year, month] = day.split('-').map(Number) as [number, number];
			const wanted = year * 12 + month - 1 + months;
			const [thatYear, thatMonth] = reached.split('-').map(Number) as [number, number];
			assert.equal(thatYear * 12 + thatMonth - 1, wanted);
			assert.ok(reached.slice(8) <= day.slice(8) && reached > day);
		})
	);
});

test('Easter falls where the calendars say.', () => {
	assert.deepEqual([2024, 2025, 2026, 2027, 2038].map(easterOf), ['2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28', '2038-04-25']);
});

test('Working days leave out week-ends and public holidays of the country.', () => {
	// Friday 18 December 2026 + 5: Mon 21, Tue 22, Wed 23, Thu 24, (Fri 25 Christmas), Mon 28.
	assert.equal(addWorkingDays('2026-12-18', 5, BE.holidays), '2026-12-28');
	// 21 July is a holiday in Belgium, 14 July in France.
	assert.equal(isWorkingDay('2026-07-21', BE.holidays), false);
	assert.equal(isWorkingDay('2026-07-21', FR.holidays), true);
	assert.equal(isWorkingDay('2026-07-14', FR.holidays), false);
	// Easter Monday, Ascension, Whit Monday 2026.
	for (const day of ['2026-04-06', '2026-05-14', '2026-05-25']) assert.equal(isWorkingDay(day, BE.holidays), false, day);
});

test('Working days end on a working day, never sooner than as many calendar days.', () => {
	fc.assert(
		fc.property(someDay, fc.integer({ min: 1, max: 30 }), (day, days) => {
			const reached = addWorkingDays(day, days, FR.holidays);
			assert.ok(isWorkingDay(reached, FR.holidays));
			assert.ok(reached >= addDays(day, days));
		})
	);
});

test('A PIIS: concluded within three months of the grant, five days to think, a meeting within five working days.', () => {
	const deadlines = deadlinesOf(BE, 'piis', { grantedOn: '2026-10-01', proposedOn: '2026-11-20', askedOn: '2026-11-20' });
	assert.deepEqual(
		deadlines.map(({ rule, until }) => [rule.id, until]),
		[
			['be-piis-reflection', '2026-11-25'],
			['be-piis-interview', '2026-11-27'],
			['be-piis-concluded', '2027-01-01']
		]
	);
});

test('A deadline whose first day is unknown is not guessed; a free accompaniment has none.', () => {
	assert.deepEqual(deadlinesOf(BE, 'piis', { grantedOn: '', askedOn: null }), []);
	assert.deepEqual(deadlinesOf(BE, null, { grantedOn: '2026-10-01' }), []);
	assert.deepEqual(deadlinesOf(FR, 'piis', { grantedOn: '2026-10-01' }), []);
});

test('A CEJ goes twelve months at most, a PACEA twenty-four.', () => {
	assert.deepEqual(
		deadlinesOf(FR, 'cej', { startsOn: '2026-03-31' }).map((one) => one.until),
		['2027-03-31']
	);
	assert.deepEqual(
		deadlinesOf(FR, 'pacea', { startsOn: '2026-03-31' }).map((one) => one.until),
		['2028-03-31']
	);
});

test('Every rule of every country has a source, a date and words in both languages, and no id twice.', () => {
	for (const profile of [BE, FR]) {
		const rules = [
			...profile.minors,
			...profile.protections.flatMap(({ rule }) => (rule ? [rule] : [])),
			...profile.askedBy.flatMap((one) => [...one.deadlines, ...one.rules])
		];
		for (const rule of rules) assert.ok(rule.source && /^\d{4}-\d{2}-\d{2}$/.test(rule.on) && rule.text.fr && rule.text.en, rule.id);
		assert.equal(new Set(rules.map((rule) => rule.id)).size, rules.length);
		assert.ok(profile.complaint.toVerify && profile.complaint.address);
	}
});
