import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, mkdirSync, openSync, readdirSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Facts a line may hold: never a name, a text, a token, a query value, a cookie or a body. */
export type Facts = Record<string, string | number | boolean | undefined>;

const FULL = 16 * 1024 * 1024;
let file: { handle: number; size: number; path: string; torn?: boolean } | undefined;

/**
 * Writes one line of JSON: to the file named by CHEMINER_LOG_FILE, else to standard output.
 * A full file (16 MiB) gives its place to a new one; one former file is kept.
 * @param event what happened, in a few fixed words
 */
export function log(event: string, facts: Facts = {}): void {
	const line = `${escaped({ at: new Date().toISOString(), event, ...facts })}\n`;
	const path = process.env.CHEMINER_LOG_FILE;
	try {
		if (path) writeTo(path, line);
		else process.stdout.write(line);
	} catch {
		// A full disk or a folder that is gone stops no work: the line goes where the operator looks next.
		process.stderr.write(line);
	}
}

function writeTo(path: string, line: string): void {
	if (file && (file.path !== path || file.size > FULL)) {
		const former = file;
		file = undefined;
		closeSync(former.handle);
		if (former.path === path) renameSync(path, `${path}.1`);
	}
	if (!file) {
		mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
		const handle = openSync(path, 'a', 0o600);
		file = { handle, size: fstatSync(handle).size, path };
	}
	const bytes = Buffer.byteLength(line);
	const written = writeSync(file.handle, file.torn ? `\n${line}` : line);
	// A disk that fills up takes the beginning of a line: the next one begins anew.
	file.torn = written < bytes;
	file.size += written;
}

// JSON leaves some of these as they are; a terminal or a log reader would obey them.
const OBEYED = /[\p{Control}\p{Line_Separator}\p{Paragraph_Separator}\p{Bidi_Control}]/gu;

function escaped(facts: Facts): string {
	return JSON.stringify(facts).replace(OBEYED, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * Writes down an unexpected error without what it may quote: a database or a parser repeats values in its messages.
 * Kept: kind, code, table, constraint, and where in the code. The message stays only for errors of the language itself.
 * @returns the reference to show to the visitor, and to look for in the log
 */
export function logProblem(event: string, problem: unknown, facts: Facts = {}): string {
	const reference = randomBytes(5).toString('hex');
	log(event, { reference, ...facts, ...described(problem) });
	return reference;
}

/** Places of our own code, innermost first: those of packages and of Node say little, and the message above them may quote. */
function whereIn(stack: string): string {
	const places = stack.split('\n').filter((line) => /^\s+at /.test(line));
	const ours = places.filter((line) => !/node_modules|\(?node:/.test(line));
	return (ours.length > 0 ? ours : places)
		.slice(0, 10)
		.map((line) =>
			line
				.trim()
				.replace(/^at (async )?/, '')
				.replace(/file:\/\/\S*?\/(src|bin|build|database|demo|tests)\//, '$1/')
		)
		.join(' < ');
}

/** "Invalid time zone specified: …", "Failed to parse URL from …": the language too repeats what it was given, behind a quote, a colon, a word. */
const withoutQuotes = (message: string) => (/^[^:"'`«“([{]*/.exec(message)?.[0] ?? '').replace(/\b(from|Received)\b.*$/s, '$1').trim();

const OF_THE_LANGUAGE = new Set(['TypeError', 'ReferenceError', 'RangeError']);

function described(problem: unknown): Facts {
	if (!(problem instanceof Error)) return { kind: typeof problem };
	const { code, table, constraint } = problem as Error & Facts;
	const kind = problem.constructor.name;
	return {
		kind,
		code,
		table,
		constraint,
		message: OF_THE_LANGUAGE.has(kind) ? withoutQuotes(problem.message) : undefined,
		stack: whereIn(problem.stack ?? '')
	};
}

/**
 * The words that the application's own addresses are made of, read from its folder of routes: anything else in an address
 * was put there by somebody (an id, a token, a name) and is not logged.
 */
export function routeWords(routes: string | URL): ReadonlySet<string> {
	const words = new Set<string>();
	for (const entry of readdirSync(routes, { recursive: true, withFileTypes: true })) {
		if (entry.isDirectory() && /^[a-z0-9_.-]+$/.test(entry.name)) words.add(entry.name);
	}
	return words;
}

/**
 * `/personnes/0198…/entretiens?q=mar` → `/personnes/:id/entretiens`; files of the build → `/_app/:file`. Below `/moi` nothing is said but that
 * it was a page of her own space: which one she sends something to, and when, is not written down (docs/decisions/0048).
 */
export function plainPath(target: string, words: ReadonlySet<string>): string {
	const end = target.search(/[?#]/);
	const path = end < 0 ? target : target.slice(0, end);
	if (path.startsWith('/_app/')) return '/_app/:file';
	if (path.startsWith('/moi/')) return '/moi/:page';
	return path
		.split('/')
		.slice(0, 12)
		.map((part) => (part === '' || part === '__data.json' || words.has(part) ? part : ':id'))
		.join('/');
}
