import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { inputDate, inputTime } from '#lib/ui/dates.ts';
import { agreeOn, dayBounds } from './rules.ts';

const ZONES = ['Europe/Brussels', 'Europe/Paris', 'America/Martinique', 'Indian/Reunion', 'Pacific/Noumea', 'America/Miquelon'];
const long_ago = new Date('2000-01-01T00:00:00Z');
const two = (figure: number) => String(figure).padStart(2, '0');

const day = fc
	.date({ min: new Date('2001-01-01'), max: new Date('2060-12-30'), noInvalidDate: true })
	.map((date) => date.toISOString().slice(0, 10));
const time = fc.tuple(fc.nat(23), fc.nat(59)).map(([hour, minute]) => `${two(hour)}:${two(minute)}`);

describe('a local time and its instant', () => {
	it('come back to the same day and hour, in every zone, across the changes of clocks', () => {
		fc.assert(
			fc.property(day, time, fc.constantFrom(...ZONES), (wantedDay, wantedTime, zone) => {
				const { agreed, issues } = agreeOn({ day: wantedDay, time: wantedTime, place: '', channel: null }, { zone, now: long_ago });
				assert.deepEqual(issues, []);
				assert.ok(agreed);
				const back = `${inputDate(agreed.starts_at, zone)} ${inputTime(agreed.starts_at, zone)}`;
				if (back === `${wantedDay} ${wantedTime}`) return;
				// Only an hour that the clocks skip may come back as another: then it is the hour after, on the same day.
				const skipped = new Date(agreed.starts_at.getTime() - 3_600_000);
				assert.equal(inputDate(agreed.starts_at, zone), wantedDay);
				assert.notEqual(`${inputDate(skipped, zone)} ${inputTime(skipped, zone)}`, `${wantedDay} ${wantedTime}`);
			}),
			{ numRuns: 3000 }
		);
	});

	it('fall on the other side of the gap in March, and on the first of the two in October', () => {
		const at = (wanted: string, hour: string) =>
			agreeOn(
				{ day: wanted, time: hour, place: '', channel: null },
				{ zone: 'Europe/Brussels', now: long_ago }
			).agreed?.starts_at.toISOString();
		assert.equal(at('2027-03-28', '02:30'), '2027-03-28T01:30:00.000Z');
		assert.equal(at('2027-03-28', '03:30'), '2027-03-28T01:30:00.000Z');
		assert.equal(at('2026-10-25', '02:30'), '2026-10-25T00:30:00.000Z');
		assert.equal(at('2026-10-25', '03:30'), '2026-10-25T02:30:00.000Z');
	});

	it('make days of 23, 24 and 25 hours', () => {
		const hours = (wanted: string) => {
			const { from, to } = dayBounds(wanted, 'Europe/Brussels');
			return (to.getTime() - from.getTime()) / 3_600_000;
		};
		assert.deepEqual([hours('2027-03-28'), hours('2026-11-19'), hours('2026-10-25')], [23, 24, 25]);
	});
});
