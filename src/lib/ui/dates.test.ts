import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as dates from './dates.ts';

const now = new Date('2026-03-10T09:00:00Z');
const fr = { locale: 'fr', zone: 'Europe/Paris', now };
const en = { locale: 'en', zone: 'Europe/Paris', now };
const nl = { locale: 'nl', zone: 'Europe/Brussels', now };
/** Inner spaces that never break read as plain ones here. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('In Dutch', () => {
	it('a date, an hour and a length are said as people say them.', () => {
		assert.equal(plain(dates.longDateTime(new Date('2026-03-12T13:00:00Z'), nl)), 'donderdag 12 maart om 14 uur');
		assert.equal(plain(dates.nearDateTime(new Date('2026-03-10T13:30:00Z'), nl)), 'vandaag om 14.30 uur');
		assert.equal(plain(dates.duration(75, nl)), '1 u 15 min');
		assert.equal(dates.relativeDay('2026-02-10', nl), '4 weken geleden');
	});
});

describe('In the languages of her space', () => {
	const at = new Date('2026-03-12T13:05:00Z');
	const there = (locale: string) => ({ ...nl, locale });
	it('a day and an hour are said as people say them, with the digits of every telephone here.', () => {
		assert.equal(dates.longDateTime(at, there('ar')), 'الخميس، 12 مارس، الساعة 14:05');
		assert.equal(dates.longDateTime(at, there('uk')), 'четвер, 12 березня, 14:05');
		assert.equal(dates.longDateTime(at, there('tr')), '12 Mart Perşembe, saat 14:05');
		assert.equal(plain(dates.longDateTime(at, there('fr-easy'))), 'jeudi 12 mars à 14 h 05');
		assert.equal(dates.datedDay('2026-04-01', there('fr-easy')), '1er avril 2026');
	});
	it('a distance, a length and first names too.', () => {
		assert.equal(dates.relativeDay('2026-02-10', there('ar')), 'قبل 4 أسابيع');
		assert.equal(dates.relativeDay('2026-03-11', there('uk')), 'завтра');
		assert.equal(dates.relativeDay('2026-03-09', there('fr-easy')), 'hier');
		assert.equal(plain(dates.duration(75, there('uk'))), '1 година 15 хвилин');
		assert.equal(plain(dates.duration(45, there('tr'))), '45 dakika');
		assert.equal(plain(dates.duration(120, there('ar'))), 'ساعتان');
		assert.equal(dates.listNames(['Nadia', 'Aurore'], 'tr'), 'Nadia ve Aurore');
		assert.equal(dates.listNames(['Nadia', 'Aurore'], 'fr-easy'), 'Nadia et Aurore');
	});
});

describe('A date is written out', () => {
	it('with its weekday, in French and in English.', () => {
		assert.equal(dates.longDate(new Date('2026-03-12T13:00:00Z'), fr), 'jeudi 12 mars');
		assert.equal(dates.longDate(new Date('2026-03-12T13:00:00Z'), en), 'Thursday 12 March');
	});
	it('with the year when it is not this one.', () => {
		assert.equal(dates.longDate('2025-03-12', fr), 'mercredi 12 mars 2025');
		assert.equal(dates.shortDate('2025-03-12', en), '12 March 2025');
		assert.equal(dates.shortDate('2026-03-12', fr), '12 mars');
	});
	it('with "1er" on the first of a month, in French alone.', () => {
		assert.equal(dates.longDate('2026-04-01', fr), 'mercredi 1er avril');
		assert.equal(dates.shortDate('2025-12-01', fr), '1er décembre 2025');
		assert.equal(dates.shortDate('2026-04-11', fr), '11 avril');
		assert.equal(dates.longDate('2026-04-01', en), 'Wednesday 1 April');
	});
	it('on the day of the zone, not of the server.', () => {
		const lateEvening = new Date('2026-03-11T23:30:00Z');
		assert.equal(dates.longDate(lateEvening, fr), 'jeudi 12 mars');
		assert.equal(dates.longDate(lateEvening, { ...fr, zone: 'America/Cayenne' }), 'mercredi 11 mars');
	});
	it('and a plain day stays the same day in every zone.', () => {
		for (const zone of ['Pacific/Auckland', 'America/Los_Angeles', 'Europe/Brussels']) {
			assert.equal(dates.longDate('2026-03-12', { ...fr, zone }), 'jeudi 12 mars');
		}
	});
	it('by its month alone at the head of a group.', () => {
		assert.equal(dates.monthOf('2026-03-12', fr), 'mars 2026');
		assert.equal(dates.monthSpoken('2026-02-12', fr), 'février');
		assert.equal(dates.monthSpoken('2025-02-12', fr), 'février 2025');
	});
});

describe('A time is said as one says it', () => {
	const at = (time: string) => new Date(`2026-03-12T${time}:00Z`);
	it('"14 h" or "14 h 30" in French.', () => {
		assert.equal(plain(dates.timeOfDay(at('13:00'), fr)), '14 h');
		assert.equal(plain(dates.timeOfDay(at('13:30'), fr)), '14 h 30');
		assert.equal(plain(dates.timeOfDay(at('08:05'), fr)), '9 h 05');
		assert.equal(plain(dates.timeOfDay(at('23:00'), fr)), '0 h');
	});
	it('"2 pm", "2:30 pm" or "noon" in English.', () => {
		assert.equal(plain(dates.timeOfDay(at('13:00'), en)), '2 pm');
		assert.equal(plain(dates.timeOfDay(at('13:30'), en)), '2:30 pm');
		assert.equal(plain(dates.timeOfDay(at('11:00'), en)), 'noon');
		assert.equal(plain(dates.timeOfDay(at('23:00'), en)), '12 am');
		assert.equal(plain(dates.timeOfDay(at('08:00'), en)), '9 am');
	});
	it('and never breaks over two lines.', () => {
		assert.ok(!dates.timeOfDay(at('13:30'), fr).includes(' '));
		assert.ok(!dates.timeOfDay(at('13:30'), en).includes(' '));
	});
	it('after its day.', () => {
		assert.equal(plain(dates.longDateTime(at('13:00'), fr)), 'jeudi 12 mars à 14 h');
		assert.equal(plain(dates.longDateTime(at('13:00'), en)), 'Thursday 12 March at 2 pm');
		assert.equal(dates.longDateTime('2026-03-12', fr), 'jeudi 12 mars');
	});
	it('with today and tomorrow in words.', () => {
		assert.equal(plain(dates.nearDateTime(new Date('2026-03-10T13:00:00Z'), fr)), 'aujourd’hui à 14 h');
		assert.equal(plain(dates.nearDateTime(new Date('2026-03-11T08:30:00Z'), en)), 'tomorrow at 9:30 am');
		assert.equal(plain(dates.nearDateTime(at('13:00'), fr)), 'jeudi 12 mars à 14 h');
	});
	it('and a length in hours and minutes.', () => {
		assert.equal(plain(dates.duration(45, fr)), '45 min');
		assert.equal(plain(dates.duration(75, fr)), '1 h 15');
		assert.equal(plain(dates.duration(65, fr)), '1 h 05');
		assert.equal(plain(dates.duration(120, en)), '2 h');
		assert.equal(plain(dates.duration(75, en)), '1 h 15 min');
	});
});

describe('A distance in time is a round word', () => {
	const cases: [string, string, string][] = [
		['2026-03-10', 'aujourd’hui', 'today'],
		['2026-03-09', 'hier', 'yesterday'],
		['2026-03-11', 'demain', 'tomorrow'],
		['2026-03-01', 'il y a 9 jours', '9 days ago'],
		['2026-02-24', 'il y a 2 semaines', '2 weeks ago'],
		['2026-02-03', 'il y a 5 semaines', '5 weeks ago'],
		['2026-04-07', 'dans 4 semaines', 'in 4 weeks'],
		['2025-12-05', 'il y a 3 mois', '3 months ago'],
		['2025-03-10', 'il y a 11 mois', '11 months ago'],
		['2023-12-01', 'il y a 2 ans', '2 years ago']
	];
	for (const [day, french, english] of cases) {
		it(`${day} seen from 10 March 2026 is "${french}".`, () => {
			assert.equal(dates.relativeDay(day, fr), french);
			assert.equal(dates.relativeDay(day, en), english);
		});
	}
	it('counted in calendar days: 23:00 yesterday is yesterday at 1:00.', () => {
		const place = { ...fr, now: new Date('2026-03-10T00:00:00Z') };
		assert.equal(dates.relativeDay(new Date('2026-03-09T22:00:00Z'), place), 'hier');
	});
	it('over a change of clocks too.', () => {
		const place = { ...fr, now: new Date('2026-03-29T21:00:00Z') };
		assert.equal(dates.relativeDay(new Date('2026-03-28T23:30:00Z'), place), 'aujourd’hui');
		assert.equal(dates.daysAway('2026-03-30', place), 1);
	});
});

describe('A local day and time', () => {
	it('go to an instant and come back unchanged, in winter and in summer.', () => {
		for (const [day, time, utc] of [
			['2026-01-15', '14:30', '2026-01-15T13:30:00.000Z'],
			['2026-07-15', '14:30', '2026-07-15T12:30:00.000Z']
		] as const) {
			const instant = dates.instantOf(day, time, 'Europe/Paris');
			assert.equal(instant?.toISOString(), utc);
			assert.equal(dates.inputDate(instant, 'Europe/Paris'), day);
			assert.equal(dates.inputTime(instant, 'Europe/Paris'), time);
		}
	});
	it('that the spring change skips fall after the gap.', () => {
		const instant = dates.instantOf('2026-03-29', '02:30', 'Europe/Paris');
		assert.equal(instant && dates.inputTime(instant, 'Europe/Paris'), '03:30');
	});
	it('that the autumn change repeats are the first of the two.', () => {
		assert.equal(dates.instantOf('2026-10-25', '02:30', 'Europe/Paris')?.toISOString(), '2026-10-25T00:30:00.000Z');
	});
	it('on the day of the change itself are exact on both sides.', () => {
		assert.equal(dates.instantOf('2026-03-29', '00:30', 'Europe/Paris')?.toISOString(), '2026-03-28T23:30:00.000Z');
		assert.equal(dates.instantOf('2026-03-29', '09:00', 'Europe/Paris')?.toISOString(), '2026-03-29T07:00:00.000Z');
	});
	it('that are no day or no time give nothing.', () => {
		assert.equal(dates.instantOf('2026-02-30', '10:00', 'Europe/Paris'), null);
		assert.equal(dates.instantOf('2026-02-20', '25:00', 'Europe/Paris'), null);
		assert.equal(dates.instantOf('', '', 'Europe/Paris'), null);
	});
});

describe('First names', () => {
	it('are joined as one says them.', () => {
		assert.equal(dates.listNames(['Nadia', 'Aurore', 'Paul-Henri'], 'fr'), 'Nadia, Aurore et Paul-Henri');
		assert.equal(dates.listNames(['Nadia', 'Aurore', 'Paul-Henri'], 'en'), 'Nadia, Aurore and Paul-Henri');
		assert.equal(dates.listNames(['Nadia'], 'fr'), 'Nadia');
	});
});
