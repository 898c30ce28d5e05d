import { parseArgs, type ParseArgsConfig } from 'node:util';
import { StartRefused } from '../src/lib/server/refusal.ts';
import type { Settings } from '../src/lib/server/settings.ts';

/** What the operator asked for. */
export interface Asked {
	port: number;
	/** The folder that holds everything. */
	data: string;
	settings: Settings;
	/** What follows the verb, without dashes. */
	words: string[];
	/** Options of this verb alone; absent when not given. */
	options: Partial<Record<string, string | boolean>>;
}

/** Something that an operator may ask. */
export interface Verb {
	/** One line of `help`. */
	text: string;
	/** What may follow it, as `help` shows it, and how many words that is; nothing by default. */
	words?: { shown: string; most: number };
	/** Its own options, besides --port and --data. */
	options?: NonNullable<ParseArgsConfig['options']>;
	run(asked: Asked): Promise<void>;
}

const COMMON = { port: { type: 'string' }, data: { type: 'string' } } as const;

/** A command line, read. */
export interface Read {
	name: string;
	verb: Verb;
	words: string[];
	port: string | undefined;
	data: string | undefined;
	options: Asked['options'];
}

/**
 * Reads a command line. No verb is `help`.
 * @throws StartRefused in one sentence: unknown verb or option, a word or an option that the verb does not take
 */
export function readCommand(verbs: Record<string, Verb>, line: string[]): Read {
	const every = Object.assign({}, ...Object.values(verbs).map((verb) => verb.options ?? {}), COMMON) as typeof COMMON;
	const { values, positionals } = parse(line, every);
	const [name = 'help', ...words] = positionals;
	const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
	if (!verb) throw new StartRefused(`"${name}" is not a verb of Cheminer: ${Object.keys(verbs).join(', ')}.`);
	const most = verb.words?.most ?? 0;
	if (words.length > most)
		throw new StartRefused(
			`"${name}" takes no "${words[most]}": ${verb.words ? `after it comes ${verb.words.shown}` : '--port and --data come with their two dashes'}.`
		);
	const { port, data, ...options } = values;
	for (const option of Object.keys(options))
		if (!(option in (verb.options ?? {}))) throw new StartRefused(`"${name}" takes no --${option}.`);
	return { name, verb, words, port, data, options };
}

function parse(line: string[], options: typeof COMMON) {
	try {
		return parseArgs({ args: line, allowPositionals: true, options });
	} catch (problem) {
		throw new StartRefused(problem instanceof Error ? (problem.message.split('. ')[0] ?? '') + '.' : 'The command cannot be read.');
	}
}
