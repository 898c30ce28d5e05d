import { appendFileSync } from 'node:fs';

/** What was found, as it is printed and kept. */
export class Report {
	readonly #lines: string[] = [];
	/** Whether a goal was missed. */
	missed = false;

	say(line: string): void {
		this.#lines.push(line);
		console.log(line);
	}

	/** The word for a goal. */
	judge(good: boolean): string {
		this.missed ||= !good;
		return good ? 'met' : 'MISSED';
	}

	/** Appends everything that was said, under today's date. */
	keep(): void {
		const text = this.#lines.map((line) => `- ${line}`).join('\n');
		appendFileSync(new URL('RESULTS.md', import.meta.url), `\n## ${new Date().toISOString().slice(0, 10)}\n\n${text}\n`);
	}
}

/** Of several passes, the one in the middle. */
export const median = (all: readonly number[]) => quantile(all, 0.5);

/** @param part 0.5 for the middle, 0.99 for what one in a hundred waits longer than */
export function quantile(all: readonly number[], part: number): number {
	const sorted = [...all].sort((one, other) => one - other);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}
