import type { z } from 'zod';
import { formOf, readFields, type FormRead, type Typed } from '../web/form.ts';
import { lookAt } from './look.server.ts';
import { plainName, UnfitFile, type FileKind, type FitFile } from './rules.ts';

/** A form with its file: looked at and fit to be kept, or null when none was sent and none is asked for. */
export type FileFormRead<T> =
	Exclude<FormRead<T>, { ok: true }> | (Extract<FormRead<T>, { ok: true }> & { file: (FitFile & { name: string }) | null });

interface Wanted {
	kinds: readonly FileKind[];
	/** The name of its field. */
	field?: string;
	/** Whether the form makes no sense without one. */
	required?: boolean;
}

/**
 * `readForm` for a form that may carry a file. What is wrong with the file is an issue of its field, beside everything that was typed. Comes before
 * any transaction: to look at a file takes time.
 * @throws HttpError 400, 413 as `readForm`
 */
export async function readFileForm<S extends z.ZodType>(request: Request, schema: S, wanted: Wanted): Promise<FileFormRead<z.infer<S>>> {
	return readFileFields(await formOf(request), schema, wanted);
}

/** `readFileForm` for a FormData that was read already: one of several files. */
export async function readFileFields<S extends z.ZodType>(
	form: FormData,
	schema: S,
	{ kinds, field = 'file', required = false }: Wanted
): Promise<FileFormRead<z.infer<S>>> {
	const read = readFields(form, schema);
	const sent = form.get(field);
	const none = !(sent instanceof File) || (sent.size === 0 && sent.name === '');
	if (none && required) return withIssue(read, field, 'file_missing');
	if (!read.ok) return read;
	if (none) return { ...read, file: null };
	try {
		return { ...read, file: { ...(await lookAt(new Uint8Array(await sent.arrayBuffer()), kinds)), name: plainName(sent.name) } };
	} catch (problem) {
		if (!(problem instanceof UnfitFile)) throw problem;
		return withIssue(read, field, problem.code);
	}
}

/** The same form, refused for one reason more: what no form could know before it was done. */
export function withIssue<T>(
	read: FormRead<T>,
	field: string,
	code: string
): { ok: false; issues: { field: string; code: string }[]; typed: Typed } {
	return { ok: false, issues: [...(read.ok ? [] : read.issues), { field, code }], typed: read.typed };
}
