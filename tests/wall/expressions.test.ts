import assert from 'node:assert/strict';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '..', '..');
/** From short to long: what doubles with each sign shows on the first, what grows with the square on the last. */
const LENGTHS = [24, 300, 2_000, 20_000];
/** Reading a long text once takes under a millisecond. */
const PATIENCE_MS = 80;

/** What they read is ours, or cut short before; with what it is. */
const SHORT: Record<string, string> = {
	'/=+$/': 'the checksum of a password, 28 signs (src/lib/accounts/password.ts)',
	'/[\\s,;:.(«]+\\S*$/': 'a line of 80 signs at most (src/lib/goals/rules.ts)',
	'/[\\s,;:.]+\\S*$/': 'a line of 110 signs at most (src/lib/views/AskForm.svelte)',
	'/[\\sT]+\\d{1,2}[:h]\\d{2}(:\\d{2})?([.,]\\d+)?Z?$/': 'a cell of 80 signs at most (src/lib/bring-in/dates.ts)',
	'/[^\\w.-].*$/': 'the sender’s address, a setting (src/lib/server/outbox.ts)',
	'/file:\\/\\/\\S*?\\/(src|bin|build|database|demo|tests)\\//': 'a line of our own stack (src/lib/server/log.ts)'
};

/** Every regular expression written in the product, by its text. */
function expressions(): Map<string, RegExp> {
	const found = new Map<string, RegExp>();
	for (const file of globSync('{src,bin}/**/*.{ts,js,svelte}', { cwd: ROOT })) {
		// An address may end like a script: its folder does too.
		if (/\.test\.ts$|paraglide/.test(file) || !statSync(join(ROOT, file)).isFile()) continue;
		const text = readFileSync(join(ROOT, file), 'utf8');
		const code = file.endsWith('.svelte')
			? [...text.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].map(([, script]) => script).join('\n')
			: text;
		const look = (node: ts.Node): void => {
			if (ts.isRegularExpressionLiteral(node)) {
				const end = node.text.lastIndexOf('/');
				found.set(node.text, new RegExp(node.text.slice(1, end), node.text.slice(end + 1)));
			}
			ts.forEachChild(node, look);
		};
		look(ts.createSourceFile(`${file}.ts`, code, ts.ScriptTarget.Latest));
	}
	return found;
}

/** Texts of a length that look like the beginning of what is searched, over and over, and end otherwise. */
function attacks(source: string, length: number): string[] {
	const literal = source.replace(/\\[a-zA-Z]|[()[\]|^$*+?.\\{}]/g, ' ');
	const words = (literal.match(/\S+/g) ?? []).slice(0, 8);
	const pumps = new Set(['a', 'A', '0', ' ', '\t', '-', '.', '@', '=', '/', 'a ', 'a.', ...new Set(literal.slice(0, 40)), ...words]);
	return [...pumps].flatMap((pump) => {
		const long = pump.repeat(Math.ceil(length / pump.length));
		return [`${long}\0`, `${words[0] ?? ''}${long}\n!`];
	});
}

/** As replace and split use it: every place is tried. */
function msFor(expression: RegExp, text: string): number {
	const began = performance.now();
	text.replace(expression, '');
	return performance.now() - began;
}

/** The beginning of a text that keeps this expression busy. A busy machine may be late once, not twice. */
function slowOn(expression: RegExp): string | undefined {
	for (const length of LENGTHS)
		for (const text of attacks(expression.source, length))
			if (msFor(expression, text) > PATIENCE_MS && msFor(expression, text) > PATIENCE_MS) return JSON.stringify(text.slice(0, 20));
	return undefined;
}

test('No text makes a regular expression of ours go over it again and again.', () => {
	const all = expressions();
	assert.ok(all.size > 100, `${all.size} expressions are found`);
	const slow: string[] = [];
	for (const [source, expression] of all) {
		if (source in SHORT) continue;
		const text = slowOn(expression);
		if (text !== undefined) slow.push(`${source} on ${text}…`);
	}
	assert.deepEqual(slow, []);
	assert.deepEqual(
		Object.keys(SHORT).filter((source) => !all.has(source)),
		[],
		'expressions that are no more'
	);
});

test('The measure above tells a slow expression from a quick one.', () => {
	for (const slow of [/\s+$/, /=+$/]) assert.ok(slowOn(slow), String(slow));
	assert.equal(slowOn(/[\s,]+/g), undefined);
});
