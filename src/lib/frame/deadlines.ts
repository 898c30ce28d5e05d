import type { CountryProfile, DeadlineRule, Length, Start } from './country/profile.ts';

/** A deadline that protects the person, worked out from a day: shown to her with its source, never a countdown on her. */
export interface Deadline {
	rule: DeadlineRule;
	from: string;
	/** The last day, included. */
	until: string;
}

const DAY = 86_400_000;
const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
const plain = (instant: number) => new Date(instant).toISOString().slice(0, 10);

/** Plain day plus calendar days. */
export function addDays(day: string, days: number): string {
	return plain(at(day) + days * DAY);
}

/** Plain day plus calendar months; a day that the month lacks becomes its last (31 January + 1 month: 28 or 29 February). */
export function addMonths(day: string, months: number): string {
	const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
	const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
	return plain(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth)));
}

/** Plain day plus working days: Monday to Friday, public holidays left out; the first day is not counted. */
export function addWorkingDays(day: string, days: number, holidays: CountryProfile['holidays']): string {
	let reached = day;
	for (let left = days; left > 0;) {
		reached = addDays(reached, 1);
		if (isWorkingDay(reached, holidays)) left -= 1;
	}
	return reached;
}

/** Monday to Friday, and not a public holiday. */
export function isWorkingDay(day: string, holidays: CountryProfile['holidays']): boolean {
	const weekday = new Date(at(day)).getUTCDay();
	if (weekday === 0 || weekday === 6) return false;
	if (holidays.fixed.includes(day.slice(5))) return false;
	const easter = easterOf(Number(day.slice(0, 4)));
	return !holidays.fromEaster.some((distance) => addDays(easter, distance) === day);
}

/** Easter Sunday of a year in the Gregorian calendar (the anonymous algorithm of 1876, as given by Meeus). */
export function easterOf(year: number): string {
	const golden = year % 19;
	const century = Math.floor(year / 100);
	const inCentury = year % 100;
	const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
	const moon = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
	const sunday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - moon - (inCentury % 4)) % 7;
	const shift = Math.floor((golden + 11 * moon + 22 * sunday) / 451);
	const sum = moon + sunday - 7 * shift + 114;
	return plain(Date.UTC(year, Math.floor(sum / 31) - 1, (sum % 31) + 1));
}

function after(day: string, length: Length, holidays: CountryProfile['holidays']): string {
	if ('months' in length) return addMonths(day, length.months);
	if ('days' in length) return addDays(day, length.days);
	return addWorkingDays(day, length.workingDays, holidays);
}

/** The days a frame was told with, from which its deadlines run; '' or null when unknown. */
export type Days = Partial<Record<Start, string | null>>;

/** The deadlines that protect the person, for who asks and from the days that are known, soonest first. */
export function deadlinesOf(profile: CountryProfile, askedBy: string | null, days: Days): Deadline[] {
	const asked = profile.askedBy.find((one) => one.code === askedBy);
	return (asked?.deadlines ?? [])
		.flatMap((rule) => {
			const from = days[rule.from];
			return from ? [{ rule, from, until: after(from, rule.length, profile.holidays) }] : [];
		})
		.sort((one, other) => one.until.localeCompare(other.until));
}
