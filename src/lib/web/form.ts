import { error } from '@sveltejs/kit';
import type { z } from 'zod';

/** What was typed, as the form sent it; redisplayed as is, so that nothing typed is lost. */
export type Typed = { [name: string]: Typed | string | Typed[] | string[] | undefined };

/** One thing the person can put right: the field's name in the form and a code that `issueText` turns into a sentence. */
export interface Issue {
	field: string;
	code: string;
}

export type FormRead<T> = { ok: true; data: T; formKey: string; typed: Typed } | { ok: false; issues: Issue[]; typed: Typed };

const MOST_FIELDS = 1000;
const MOST_CHARACTERS = 200_000;

/**
 * A form as it was sent. Its fields are counted before it is taken apart: a quarter of a million of them, in half a megabyte, would keep
 * everybody waiting for more than a second.
 * @throws HttpError 400 for an unreadable body, 413 for too many fields
 */
export async function formOf(request: Request): Promise<FormData> {
	const type = request.headers.get('content-type') ?? '';
	const boundary = /^multipart\/form-data\b.*;\s*boundary="?([^";]{1,100})/i.exec(type)?.[1];
	let body: ArrayBuffer;
	try {
		body = await request.arrayBuffer();
	} catch {
		error(400);
	}
	if (holdsMoreThan(MOST_FIELDS, Buffer.from(body), boundary === undefined ? '&' : `--${boundary}`)) error(413);
	try {
		return await new Response(body, { headers: { 'content-type': type } }).formData();
	} catch {
		error(400);
	}
}

function holdsMoreThan(most: number, body: Buffer, mark: string): boolean {
	let times = 0;
	for (let at = body.indexOf(mark); at >= 0 && times <= most; at = body.indexOf(mark, at + mark.length)) times += 1;
	return times > most;
}

/**
 * The one form reader: FormData → values of the schema, or issues beside what was typed (422).
 * Names nest by dots (`actions.0.text`); a name ending in `[]` collects a list. Text is put in NFC, control characters
 * but line breaks and tabs are dropped, surrounding space is trimmed.
 * @throws HttpError 400 for an unreadable body, 413 for too many fields or too much text
 */
export async function readForm<S extends z.ZodType>(request: Request, schema: S): Promise<FormRead<z.infer<S>>> {
	return readFields(await formOf(request), schema);
}

/** `readForm` for a FormData that was read already. */
export function readFields<S extends z.ZodType>(form: FormData, schema: S): FormRead<z.infer<S>> {
	const typed = typedFrom(form);
	const key = form.get('form_key');
	const parsed = schema.safeParse(typed);
	if (parsed.success)
		return { ok: true, data: parsed.data, formKey: typeof key === 'string' && isKey(key) ? key : crypto.randomUUID(), typed };
	const issues = parsed.error.issues.map((issue) => ({ field: issue.path.map(String).join('.'), code: codeOf(issue) }));
	return { ok: false, issues, typed };
}

/**
 * What was typed, with no schema: for a draft, which keeps whatever stands there.
 * @throws HttpError 400, 413 as `readForm`
 */
export async function readTyped(request: Request): Promise<{ typed: Typed; formKey: string }> {
	const form = await formOf(request);
	const key = form.get('form_key');
	return { typed: typedFrom(form), formKey: typeof key === 'string' && isKey(key) ? key : crypto.randomUUID() };
}

/** FormData → nested plain values; never touches a prototype. */
export function typedFrom(form: FormData): Typed {
	const typed: Typed = Object.create(null) as Typed;
	let fields = 0;
	let characters = 0;
	for (const [name, value] of form) {
		if (typeof value !== 'string' || name.startsWith('/')) continue;
		fields += 1;
		characters += value.length;
		if (fields > MOST_FIELDS || characters > MOST_CHARACTERS) error(413);
		put(typed, name, clean(value));
	}
	return typed;
}

function put(typed: Typed, name: string, value: string): void {
	const list = name.endsWith('[]');
	const steps = (list ? name.slice(0, -2) : name).split('.');
	if (steps.length > 6 || steps.some((step) => step === '' || step === '__proto__' || step === 'constructor' || step === 'prototype'))
		return;
	let at = typed;
	for (const step of steps.slice(0, -1)) {
		const next = at[step];
		at = (at[step] = typeof next === 'object' && !Array.isArray(next) ? next : (Object.create(null) as Typed)) as Typed;
	}
	const last = steps.at(-1)!;
	if (!list) at[last] ??= value;
	else at[last] = [...(Array.isArray(at[last]) ? (at[last] as string[]) : []), value];
}

/**
 * Signs that are not seen and change what is: controls but tab and line feed; what turns the direction of everything after it; spaces of no
 * width, by which a name looks like another and is not found. The marks that Arabic, Hebrew and Persian are typed with stay, as does
 * what joins the parts of one picture.
 */
const UNWANTED = /(?![\t\n])[\p{Cc}\u00ad\u180e\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/gu;

/** Text as it is stored: NFC, whole signs, line breaks as \\n, nothing invisible that disguises. */
export function clean(value: string): string {
	return value
		.toWellFormed()
		.replace(/\r\n?|[\u2028\u2029]/g, '\n')
		.replace(UNWANTED, '')
		.normalize('NFC')
		.trim();
}

/** Whether this is a form's one-time key. */
export const isKey = (key: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key);

function codeOf(issue: z.core.$ZodIssue): string {
	if (issue.code === 'custom' || /^[a-z_]+$/.test(issue.message)) return issue.message;
	if (issue.code === 'too_small') return 'required';
	if (issue.code === 'too_big') return 'too_long';
	return 'invalid';
}
