import { error } from '@sveltejs/kit';
import { isId } from '../web/found.ts';
import { formOf, typedFrom, type Typed } from '../web/form.ts';

/** A page that writes up several meetings: each line is a form of its own, sent together so that no other line's text is lost. */
export interface Posted {
	/** What stands above the lines: the day, the search, what is common. */
	form: FormData;
	/** Each line by its key, its fields named as in a form of its own. */
	lines: Map<string, FormData>;
	typed: Typed;
}

const FIELD = /^lines\.([0-9a-f-]{36})\.(.+)$/;
/** Far above any day or any group. */
const MOST_LINES = 60;

/**
 * Reads a page of lines, whose fields are named `lines.<key>.<field>`.
 * @throws HttpError 400 for an unreadable body, 413 for too much of it
 */
export async function readLines(request: Request): Promise<Posted> {
	const form = await formOf(request);
	// Limits hold for the whole page.
	const typed = typedFrom(form);
	const lines = new Map<string, FormData>();
	for (const [name, value] of form) {
		const [, key, field] = FIELD.exec(name) ?? [];
		if (key === undefined || field === undefined || !isId(key)) continue;
		const line = lines.get(key) ?? new FormData();
		lines.set(key, line);
		line.append(field, value);
	}
	if (lines.size > MOST_LINES) error(413);
	return { form, lines, typed };
}

/** A field above the lines, or one of a line: '' when it was not sent, or was a file. */
export function fieldOf(form: FormData | undefined, name: string): string {
	const value = form?.get(name);
	return typeof value === 'string' ? value : '';
}

/** What was typed in one line, to be shown again. */
export function typedLine(typed: Typed | undefined, key: string): Typed | undefined {
	const lines = typed?.['lines'];
	const line = typeof lines === 'object' && !Array.isArray(lines) ? lines[key] : undefined;
	return typeof line === 'object' && !Array.isArray(line) ? line : undefined;
}

/** The words of a line that could not be kept with its person, for whoever typed them: nothing typed is lost. */
export function wordsOf(line: Typed): string[] {
	return [line['said'], line['moved']].filter((words): words is string => typeof words === 'string' && words !== '');
}
