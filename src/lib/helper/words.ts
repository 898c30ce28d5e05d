import { m } from '../paraglide/messages.js';
import type { Lets } from './rules.ts';

const WORDS: Record<Lets, () => string> = {
	path: m.space_together_helper_path,
	plan: m.space_together_helper_plan,
	acts: m.space_together_helper_acts
};

/** What a helper may do, in words: her next appointments always. */
export const letsWords = (lets: readonly Lets[]) => [m.space_together_helper_always(), ...lets.map((what) => WORDS[what]())];
