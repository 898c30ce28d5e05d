import type { Worry } from '../frame/country/profile.ts';
import { m } from '../paraglide/messages.js';

/** The situations, as one looks for them. */
export const WORRY_WORDS: Record<Worry, () => string> = {
	danger: m.worry_danger,
	distress: m.worry_distress,
	violence: m.worry_violence,
	children: m.worry_children,
	text: m.worry_text
};

/** What a phone dials: digits and a leading plus; null when there are none. */
export function dialled(number: string): string | null {
	const digits = number.replace(/[^\d+]/g, '').replace(/(?!^)\+/g, '');
	return /\d{2}/.test(digits) ? digits : null;
}
