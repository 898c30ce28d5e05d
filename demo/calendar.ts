/** Days from today, in the territory's zone, so that the demo is always of today (decisions 26). */
export interface Calendar {
	/** The day so many days ago, on a weekday: a Saturday or Sunday becomes the Friday before. */
	past(daysAgo: number): string;
	/** The day so many days ahead; today stays today, a later weekend becomes the Monday after. */
	ahead(days: number): string;
	/** Exactly so many days from today. */
	exact(days: number): string;
	/** A local time on a day, as an instant. */
	at(day: string, time: string): Date;
}

/** @param now injected by tests */
export function calendarOf(timeZone: string, now: Date = new Date()): Calendar {
	const today = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(now);
	const exact = (days: number) => {
		const day = new Date(`${today}T12:00:00Z`);
		day.setUTCDate(day.getUTCDate() + days);
		return day.toISOString().slice(0, 10);
	};
	const weekday = (day: string) => new Date(`${day}T12:00:00Z`).getUTCDay();
	return {
		exact,
		past(daysAgo) {
			const day = weekday(exact(-daysAgo));
			return exact(-daysAgo - (day === 6 ? 1 : day === 0 ? 2 : 0));
		},
		ahead(days) {
			if (days === 0) return exact(0);
			const day = weekday(exact(days));
			return exact(days + (day === 6 ? 2 : day === 0 ? 1 : 0));
		},
		at(day, time) {
			const guess = new Date(`${day}T${time}:00Z`);
			const seen = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(guess).replace(' ', 'T');
			return new Date(2 * guess.getTime() - new Date(`${seen}Z`).getTime());
		}
	};
}
