import { z } from 'zod';
import type { Typed } from './form.ts';

/** Parts that form schemas are made of. A field that was not sent counts as empty: nothing is required unless it says so. */

/** One line of text: what was pasted over several becomes one, so that no name or subject brings lines of its own anywhere. */
export const line = (most = 300) =>
	z
		.string()
		.max(most, 'too_long')
		.default('')
		.transform((typed) => typed.replace(/[\t\n]+/g, ' '));

/** A text of several lines. */
export const text = (most = 20_000) => z.string().max(most, 'too_long').default('');

/** A box: ticked or not. */
export const ticked = () =>
	z
		.string()
		.optional()
		.transform((value) => value !== undefined && value !== '');

/** One answer of a list, or null when none was given. */
export const oneOf = <const Codes extends readonly [string, ...string[]]>(codes: Codes) =>
	z
		.union([z.literal(''), z.enum(codes)], 'choice')
		.default('')
		.transform((value) => (value === '' ? null : (value as Codes[number])));

/** A day as `<input type="date">` sends it, or null. */
export const day = () =>
	z
		.string()
		.default('')
		.refine((value) => value === '' || isDay(value), 'date')
		.transform((value) => value || null);

/** The id of a row, or null. */
export const id = () =>
	z
		.union([z.literal(''), z.uuid()], 'choice')
		.default('')
		.transform((value) => value || null);

/** The ids of the boxes ticked; a number far above any team is a forged form. */
export const ids = () => z.array(z.uuid('choice')).max(200, 'too_long').default([]);

/** The version of what was read, sent back with the form. */
export const version = () => z.coerce.number().int().min(0).max(1_000_000).default(0);

/** Rows sent as `rows.0.name`, `rows.1.name`: in order, gaps closed. */
export const rows = <Row extends z.ZodType>(row: Row, most = 40) =>
	z.preprocess(
		(sent) =>
			typeof sent === 'object' && sent !== null
				? Object.entries(sent)
						.filter(([key]) => /^\d{1,3}$/.test(key))
						.sort(([a], [b]) => Number(a) - Number(b))
						.map(([, value]: [string, unknown]) => value)
				: [],
		z.array(row).max(most, 'too_long')
	);

/** Is this a day that exists, `2026-02-28`, within a life or a plan? */
export function isDay(value: string): boolean {
	if (!/^(19|20|21)\d{2}-\d{2}-\d{2}$/.test(value)) return false;
	const at = Date.parse(`${value}T00:00:00Z`);
	return !Number.isNaN(at) && new Date(at).toISOString().startsWith(value);
}

/** What was typed under a dotted name, as text; '' when nothing was. */
export function typedAt(typed: Typed | undefined, name: string): string {
	let at: Typed | string | Typed[] | string[] | undefined = typed;
	for (const step of name.split('.')) {
		if (typeof at !== 'object' || Array.isArray(at)) return '';
		at = at[step];
	}
	return typeof at === 'string' ? at : '';
}

/** Which boxes of a list (`name[]`) were ticked. */
export function typedList(typed: Typed | undefined, name: string): string[] {
	const list = typed?.[name];
	return Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : [];
}
