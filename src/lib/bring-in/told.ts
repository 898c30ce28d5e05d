/**
 * The last day on which she is told that somebody else's file became her pathway here: within a month, at the latest when first spoken to
 * (GDPR, art. 14 §3 a and b).
 * @param since the plain day on which she was brought in
 * @returns a plain day: the same date a month later, or the last of that month
 */
export function tellBefore(since: string): string {
	const [year = 0, month = 1, day = 1] = since.split('-').map(Number);
	const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
	return new Date(Date.UTC(year, month, Math.min(day, last))).toISOString().slice(0, 10);
}
