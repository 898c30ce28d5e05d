/**
 * Dates and times as people say them: "jeudi 12 mars à 14 h", "il y a 5 semaines"; "Thursday 12 March at 2 pm"; "donderdag 12 maart om 14 uur";
 * "الخميس 12 مارس، الساعة 14:00"; "четвер, 12 березня, 14:00"; "12 Mart Perşembe, saat 14:00".
 * Pure: the language, the zone and the present come with each call. No abbreviation, no figure without its word.
 */

/** An instant (Date or ISO text with an offset), or a plain calendar day (`2026-03-12`) that belongs to no zone. */
export type Moment = Date | string;

/** From where a date is read: language tag, IANA zone of the territory, the present instant. */
export interface Place {
	locale: string;
	zone: string;
	now: Date;
}

const PLAIN_DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY = 86_400_000;
const MINUTE = 60_000;
const UNBROKEN = '\u00a0';

/**
 * What the platform is asked for: easy French counts its days as French does; Arabic is written with the digits that stand on every paper and
 * every telephone here.
 */
const TAGS: Record<string, string> = { en: 'en-GB', ar: 'ar-u-nu-latn', 'fr-easy': 'fr' };
const tagOf = (locale: string): string => TAGS[locale] ?? locale;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs a hundred times more than using it: each is kept. */
function format(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const tag = tagOf(locale);
	const key = `${tag} ${zone} ${Object.keys(options).join()} ${options.month ?? ''}`;
	let found = formats.get(key);
	if (!found) {
		found = new Intl.DateTimeFormat(tag, { ...options, timeZone: zone, calendar: 'gregory', numberingSystem: 'latn' });
		formats.set(key, found);
	}
	return found;
}

/** A plain day is read at midnight UTC, in UTC; an instant in the zone of the place. */
function read(at: Moment, zone: string): { date: Date; zone: string } {
	if (at instanceof Date) return { date: at, zone };
	if (PLAIN_DAY.test(at)) return { date: new Date(`${at}T00:00:00Z`), zone: 'UTC' };
	return { date: new Date(at), zone };
}

/**
 * What the clocks of a zone show at that moment, as the milliseconds at which those of UTC show the same: days and hours are then read by
 * dividing. A plain day is its own midnight, whatever the zone.
 */
function wallClock(at: Moment, zone: string): number {
	if (typeof at === 'string' && PLAIN_DAY.test(at)) return Date.parse(at);
	const instant = at instanceof Date ? at.getTime() : Date.parse(at);
	return instant + offset(instant, zone);
}

/** The calendar day there, as its midnight in UTC. */
function dayOf(at: Moment, zone: string): number {
	return Math.floor(wallClock(at, zone) / DAY) * DAY;
}

/** Minutes since midnight there. */
function minutesOf(at: Moment, zone: string): number {
	return Math.floor((wallClock(at, zone) - dayOf(at, zone)) / MINUTE);
}

/** A list asks the same days and hours over and over: what was worked out is kept, up to a bound. */
function kept<K, V>(memory: Map<K, V>, key: K, most: number, make: () => V): V {
	let value = memory.get(key);
	if (value === undefined) {
		if (memory.size >= most) memory.clear();
		memory.set(key, (value = make()));
	}
	return value;
}

const QUARTER = 900_000;
const offsets = new Map<string, Map<number, number>>();

/** Milliseconds that the clocks of a zone are ahead of UTC at an instant. Clocks change on a quarter of an hour, so each is asked once. */
function offset(instant: number, zone: string): number {
	if (zone === 'UTC') return 0;
	const quarter = Math.floor(instant / QUARTER);
	const zoneOffsets = kept(offsets, zone, 100, () => new Map<number, number>());
	return kept(zoneOffsets, quarter, 10_000, () => askOffset(quarter * QUARTER, zone));
}

function askOffset(instant: number, zone: string): number {
	const parts: Record<string, number> = {};
	const formatter = format('en', zone, {
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		hourCycle: 'h23'
	});
	for (const { type, value } of formatter.formatToParts(instant)) parts[type] = Number(value);
	const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
	const wall = new Date(0);
	wall.setUTCFullYear(year, month - 1, day);
	wall.setUTCHours(hour, minute);
	return wall.getTime() - instant;
}

/** French says "1er mars", and "2 mars". */
function spoken(text: string, locale: string): string {
	return locale.startsWith('fr') ? text.replace(/(^|\s)1(\s)/, '$11er$2') : text;
}

const years = new Map<number, number>();
const days = new Map<string, Map<number, string>>();

/** A day in words depends on its calendar day alone, whatever the hour or the zone. */
function written(at: Moment, place: Place, weekday: boolean, dated = false): string {
	const day = dayOf(at, place.zone);
	const yearOf = (day: number) => kept(years, day, 5_000, () => new Date(day).getUTCFullYear());
	const sameYear = !dated && yearOf(day) === yearOf(dayOf(place.now, place.zone));
	const style = kept(days, `${place.locale} ${weekday} ${sameYear}`, 100, () => new Map<number, string>());
	return kept(style, day, 5_000, () => {
		const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long' };
		if (weekday) options.weekday = 'long';
		if (!sameYear) options.year = 'numeric';
		return spoken(format(place.locale, 'UTC', options).format(day), place.locale);
	});
}

/** "jeudi 12 mars", with the year when it is not this one: "mercredi 12 mars 2025". */
export function longDate(at: Moment, place: Place): string {
	return written(at, place, true);
}

/** "12 mars", with the year when it is not this one: "12 mars 2025". */
export function shortDate(at: Moment, place: Place): string {
	return written(at, place, false);
}

/** "12 mars 2026", always with the year: for what is printed and found again. */
export function datedDay(at: Moment, place: Place): string {
	return written(at, place, false, true);
}

/** "mars 2026": the head of a group. */
export function monthOf(at: Moment, place: Place): string {
	const { date, zone } = read(at, place.zone);
	return format(place.locale, zone, { month: 'long', year: 'numeric' }).format(date);
}

/** "mars", and "mars 2025" in another year: when something was, to the month. */
export function monthSpoken(at: Moment, place: Place): string {
	const [day, today] = [new Date(dayOf(at, place.zone)), new Date(dayOf(place.now, place.zone))];
	if (day.getUTCFullYear() !== today.getUTCFullYear()) return monthOf(at, place);
	return format(place.locale, 'UTC', { month: 'long' }).format(day);
}

/** "14 h", "14 h 30"; "2 pm", "2:30 pm", "noon"; "14 uur", "14.30 uur"; elsewhere "14:00". The spaces inside never break. */
export function timeOfDay(at: Moment, place: Place): string {
	const since = minutesOf(at, place.zone);
	const hour = Math.floor(since / 60);
	const minute = since % 60;
	const minutes = String(minute).padStart(2, '0');
	if (place.locale.startsWith('fr')) {
		return minute === 0 ? `${hour}${UNBROKEN}h` : `${hour}${UNBROKEN}h${UNBROKEN}${minutes}`;
	}
	if (place.locale.startsWith('en')) {
		if (minute === 0 && hour === 12) return 'noon';
		const half = `${UNBROKEN}${hour < 12 ? 'am' : 'pm'}`;
		return minute === 0 ? `${hour % 12 || 12}${half}` : `${hour % 12 || 12}:${minutes}${half}`;
	}
	if (place.locale.startsWith('nl')) return `${minute === 0 ? hour : `${hour}.${minutes}`}${UNBROKEN}uur`;
	return `${hour}:${minutes}`;
}

function joined(day: string, at: Moment, place: Place): string {
	if (typeof at === 'string' && PLAIN_DAY.test(at)) return day;
	const time = timeOfDay(at, place);
	if (place.locale.startsWith('fr')) return `${day} à ${time}`;
	if (place.locale.startsWith('en')) return `${day} at ${time}`;
	if (place.locale.startsWith('nl')) return `${day} om ${time}`;
	if (place.locale.startsWith('ar')) return `${day}، الساعة ${time}`;
	return place.locale.startsWith('tr') ? `${day}, saat ${time}` : `${day}, ${time}`;
}

/** "jeudi 12 mars à 14 h"; "Thursday 12 March at 2 pm"; "donderdag 12 maart om 14 uur". A plain day has no time and gets none. */
export function longDateTime(at: Moment, place: Place): string {
	return joined(longDate(at, place), at, place);
}

/** "aujourd’hui à 14 h", "demain à 9 h 30", then the date written out. */
export function nearDateTime(at: Moment, place: Place): string {
	const away = daysAway(at, place);
	return Math.abs(away) <= 1 ? joined(relativeDay(at, place), at, place) : longDateTime(at, place);
}

/** Calendar days from the present day to that of `at`, in the zone of the place: negative in the past. */
export function daysAway(at: Moment, place: Place): number {
	return Math.round((dayOf(at, place.zone) - dayOf(place.now, place.zone)) / DAY);
}

const relatives = new Map<string, Intl.RelativeTimeFormat>();

/**
 * "aujourd’hui", "hier", "il y a 9 jours", "il y a 5 semaines", "dans 3 mois", by calendar days.
 * Days up to 13, weeks up to 8, then months, then years from two: a round figure that nobody takes for a measure.
 */
export function relativeDay(at: Moment, place: Place): string {
	let words = relatives.get(place.locale);
	if (!words) {
		words = new Intl.RelativeTimeFormat(tagOf(place.locale), { numeric: 'auto' });
		relatives.set(place.locale, words);
	}
	const days = daysAway(at, place);
	const distance = Math.abs(days);
	if (distance < 14) return words.format(days, 'day');
	if (distance < 63) return words.format(Math.trunc(days / 7), 'week');
	const months = Math.trunc(days / 30.44);
	if (Math.abs(months) < 24) return words.format(months, 'month');
	return words.format(Math.trunc(days / 365.25), 'year');
}

const lengths = new Map<string, Intl.NumberFormat>();

/** "45 хвилин", "1 ساعة": whole words, where an abbreviation is not everybody's. */
function amount(count: number, unit: 'hour' | 'minute', locale: string): string {
	const key = `${locale} ${unit}`;
	let words = lengths.get(key);
	if (!words) {
		words = new Intl.NumberFormat(tagOf(locale), { style: 'unit', unit, unitDisplay: 'long' });
		lengths.set(key, words);
	}
	return words.format(count).replaceAll(' ', UNBROKEN);
}

/** A length in minutes: "45 min", "1 h 15"; "45 min", "1 h 15 min"; "45 min", "1 u 15 min"; "1 година 15 хвилин". */
export function duration(minutes: number, place: Pick<Place, 'locale'>): string {
	const whole = Math.max(0, Math.round(minutes));
	const hours = Math.floor(whole / 60);
	const rest = whole % 60;
	if (/^(ar|uk|tr)/.test(place.locale)) {
		const parts = [hours > 0 && amount(hours, 'hour', place.locale), (rest > 0 || hours === 0) && amount(rest, 'minute', place.locale)];
		return parts.filter(Boolean).join(' ');
	}
	if (hours === 0) return `${rest}${UNBROKEN}min`;
	const unit = place.locale.startsWith('nl') ? 'u' : 'h';
	if (rest === 0) return `${hours}${UNBROKEN}${unit}`;
	const tail = place.locale.startsWith('fr') ? String(rest).padStart(2, '0') : `${rest}${UNBROKEN}min`;
	return `${hours}${UNBROKEN}${unit}${UNBROKEN}${tail}`;
}

/** The value of a `datetime` attribute: the plain day as it is, or the instant in UTC. */
export function machineDate(at: Moment): string {
	return at instanceof Date ? at.toISOString() : at;
}

/** The value of `<input type="date">` for an instant seen from a zone: `2026-03-12`. */
export function inputDate(at: Moment, zone: string): string {
	return new Date(wallClock(at, zone)).toISOString().slice(0, 10);
}

/**
 * The last day, included, of an end that is stored exclusive (decisions 17): "jusqu’au 12" is said of an end at midnight between the 12th
 * and the 13th. @returns a plain day
 */
export function lastDayOf(end: Date, zone: string): string {
	return inputDate(new Date(end.getTime() - 1), zone);
}

/** The value of `<input type="time">` for an instant seen from a zone: `14:30`. */
export function inputTime(at: Moment, zone: string): string {
	return new Date(wallClock(at, zone)).toISOString().slice(11, 16);
}

/**
 * The instant of a local day (`2026-03-12`) and time (`14:30`) in a zone; null when either is not one.
 * A time that the spring change skips falls on the other side of the gap; one that the autumn change repeats is its first.
 */
export function instantOf(day: string, time: string, zone: string): Date | null {
	if (!PLAIN_DAY.test(day) || !/^\d{2}:\d{2}(:\d{2})?$/.test(time)) return null;
	const wall = Date.parse(`${day}T${time.slice(0, 5)}:00Z`);
	if (Number.isNaN(wall) || new Date(wall).toISOString().slice(0, 10) !== day) return null;
	const before = wall - offset(wall - DAY, zone);
	const after = wall - offset(wall + DAY, zone);
	const fits = (instant: number) => instant + offset(instant, zone) === wall;
	if (fits(before)) return new Date(before);
	if (fits(after)) return new Date(after);
	return new Date(Math.max(before, after));
}

const lists = new Map<string, Intl.ListFormat>();

/** First names one after another as one says them: "Nadia, Aurore et Paul-Henri"; "Nadia, Aurore and Paul-Henri". */
export function listNames(names: readonly string[], locale: string): string {
	const tag = tagOf(locale);
	let words = lists.get(tag);
	if (!words) {
		words = new Intl.ListFormat(tag, { type: 'conjunction' });
		lists.set(tag, words);
	}
	return words.format(names);
}
