import type { Target } from './target.ts';

/** What a tool did and found. */
export interface Outcome {
	/** What it tried, and how much of it. */
	tried: string;
	/** One line each. */
	findings: string[];
	/** Its share of the time was over before it was through: what it did not find says less. */
	cut?: boolean;
}

export interface Tool {
	name: string;
	/** Its share of the ten minutes, in seconds. */
	seconds: number;
	/** More findings than this fail the audit. */
	most: number;
	/** The program it needs on the PATH, and how to get it; none for what comes with the project. */
	program?: { name: string; get: string };
	/** @param program where its program is; '' for what comes with the project */
	run(target: Target, program: string, seconds: number): Promise<Outcome>;
}
