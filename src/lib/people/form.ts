import { fail } from '@sveltejs/kit';
import type { z } from 'zod';
import { formOf, readFields, type FormRead, type Issue, type Typed } from '../web/form.ts';
import { nationalNumbers, numbersIn, withoutNumbers } from './national-number.ts';

/** Where something that looks like a national number was typed. */
export type Numbers = { field: string; numbers: string[] }[];

export type PersonFormRead<T> = Extract<FormRead<T>, { ok: true }> | { ok: false; issues: Issue[]; typed: Typed; numbers: Numbers };

/**
 * Reads a form about a person: like `readForm`, and points out what looks like a national number, once (rule B4 of the domain).
 * The prompt's two buttons come back as `numbers=remove` (taken out, the rest recorded) or `numbers=keep` (it was something else).
 * @throws HttpError 400, 413 as `readForm`
 */
export async function readPersonForm<S extends z.ZodType>(request: Request, schema: S): Promise<PersonFormRead<z.infer<S>>> {
	return readPersonFields(await formOf(request), schema);
}

/** `readPersonForm` for a FormData that was read already: one line of a page of several. */
export function readPersonFields<S extends z.ZodType>(form: FormData, schema: S): PersonFormRead<z.infer<S>> {
	const choice = form.get('numbers');
	if (choice === 'remove') removeNumbers(form);
	const read = readFields(form, schema);
	const numbers = choice === 'keep' ? [] : numbersIn(read.typed);
	if (read.ok && numbers.length === 0) return read;
	return { ok: false, issues: read.ok ? [] : read.issues, typed: read.typed, numbers };
}

function removeNumbers(form: FormData): void {
	for (const [name, value] of [...form]) {
		if (typeof value === 'string' && !name.endsWith('[]') && nationalNumbers(value).length > 0) form.set(name, withoutNumbers(value));
	}
}

/** The 422 answer: everything typed is kept, each issue beside its field, and what looks like a national number. */
export function refusedHere(read: { issues: Issue[]; typed: Typed; numbers: Numbers }) {
	return fail(422, { issues: read.issues, typed: read.typed, numbers: read.numbers });
}
