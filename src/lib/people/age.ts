/** Full years on a day, both plain days (`2009-05-14`); a 29 February counts its years on 1 March. */
export function ageOn(birth: string, today: string): number {
	const [year = 0, month = 0, day = 0] = birth.split('-').map(Number);
	const [thisYear = 0, thisMonth = 0, thisDay = 0] = today.split('-').map(Number);
	const before = thisMonth < month || (thisMonth === month && thisDay < day);
	return thisYear - year - (before ? 1 : 0);
}

/** Under 18 on that day: parents see nothing by default, and the country's rule is recalled. Unknown birth date: no. */
export function isMinor(birth: string, today: string): boolean {
	return birth !== '' && ageOn(birth, today) < 18;
}
