import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it, test, type TestContext } from 'node:test';
import { herMessages } from './her-messages.js';
import { readMessages } from './messages.js';

function project(t: TestContext, files: Record<string, string | object>): string {
	const root = mkdtempSync(join(tmpdir(), 'cheminer-messages-'));
	t.after(() => rmSync(root, { recursive: true }));
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(join(root, dirname(path)), { recursive: true });
		writeFileSync(join(root, path), typeof text === 'string' ? text : JSON.stringify(text));
	}
	return root;
}

const M = `import { m } from '#lib/paraglide/messages.js';`;
const met = (root: string) => [...herMessages(root).keys.keys()].sort();

describe('A message that she can meet is found', () => {
	it('on her page, in the parts it is made of, in the tables of words and the functions that it asks, through files that pass them on.', (t) => {
		const root = project(t, {
			'src/routes/moi/+page.svelte': `<script lang="ts">${M}
				import Part from '#lib/part.svelte';
				import { said, type Unused } from '#lib/words.ts';
				let { data }: { data: Unused } = $props();</script>
				<h1>{m.title()}</h1>{#if data}<p title={m['hint']()}>{said('a')}</p>{:else}<Part />{/if}`,
			'src/routes/moi/+page.server.ts': `${M} import * as letters from '#lib/letters.ts';
				export const load = () => ({ sent: letters, word: m.loaded() });`,
			'src/lib/part.svelte': `<script lang="ts">${M} import { deeper } from './passed.ts';</script>{m.part()}{deeper()}`,
			'src/lib/passed.ts': `export { below as deeper } from './below.ts';`,
			'src/lib/below.ts': `${M} const TABLE = { b: m.below }; export const below = () => TABLE.b();`,
			'src/lib/words.ts': `${M} export type Unused = 'a'; const WORDS = { a: m.of_table, b: m.of_table_too };
				export function said(code: 'a' | 'b') { return WORDS[code](); }`,
			'src/lib/letters.ts': `${M} export const subject = () => m.letter();`
		});
		assert.deepEqual(met(root), ['below', 'hint', 'letter', 'loaded', 'of_table', 'of_table_too', 'part', 'title']);
	});

	it('and none that stands beside it in the same file for the desk alone, nor one that only a type leads to, nor a test’s.', (t) => {
		const root = project(t, {
			'src/routes/moi/+page.svelte': `<script lang="ts">${M} import { hers } from '#lib/words.ts'; import type { Desk } from '#lib/desk.ts';
				let { data }: { data: Desk } = $props();</script>{hers()}{data}{data.theirs}`,
			'src/routes/moi/page.test.ts': `${M} export const t = m.tested();`,
			'src/lib/words.ts': `${M} export const hers = () => m.hers(); export const theirs = () => m.theirs();`,
			'src/lib/desk.ts': `${M} export interface Desk { theirs: string } export const desk = m.desk;`
		});
		assert.deepEqual(met(root), ['hers']);
	});

	it('unless its name is made on the way: then the place is told.', (t) => {
		const root = project(t, {
			'src/routes/moi/+page.server.ts': `${M}\nimport { word } from '#lib/words.ts';\nexport const load = () => word('a');`,
			'src/lib/words.ts': `${M}\nexport const word = (code: string) =>\n\tm['space_' + code]();`
		});
		assert.deepEqual(herMessages(root).unfollowed, ['src/lib/words.ts:3']);
	});
});

const SETTINGS = {
	baseLocale: 'fr',
	locales: ['fr', 'en', 'nl', 'ar'],
	'plugin.inlang.messageFormat': { pathPattern: ['./messages/one/{locale}.json', './messages/desk/{locale}.json'] }
};
const one = { hers: 'À {name}', theirs: 'Bureau', $schema: '…' };
const complete = (more: Record<string, object> = {}) => ({
	'project.inlang/settings.json': SETTINGS,
	...Object.fromEntries(
		['fr', 'en', 'nl'].flatMap((l) => [
			[`messages/one/${l}.json`, one],
			[`messages/desk/${l}.json`, { only: 'x' }]
		])
	),
	'messages/one/ar.json': { hers: 'إلى \u2068{name}\u2069' },
	...more
});
const gaps = (t: TestContext, files: Record<string, object>) =>
	readMessages(project(t, files), { keys: new Map([['hers', 'src/a.ts']]), unfollowed: [] }).gaps;

test('A language of hers says what she can meet and nothing else; a folder where she meets nothing has no file of it.', (t) => {
	assert.deepEqual(gaps(t, complete()), []);
	assert.deepEqual(gaps(t, complete({ 'messages/one/ar.json': { hers: 'إلى' } })), [
		'./messages/one/ar.json: hers is not filled in with the same values'
	]);
	assert.deepEqual(gaps(t, complete({ 'messages/one/ar.json': { hers: '', theirs: 'مكتب' } })), [
		'./messages/one/ar.json: hers is empty',
		'./messages/one/ar.json: theirs is met by no page of hers'
	]);
	assert.deepEqual(gaps(t, complete({ 'messages/desk/ar.json': { only: 'x' } })), [
		'./messages/desk/ar.json: only is met by no page of hers'
	]);
	assert.deepEqual(gaps(t, complete({ 'messages/one/ar.json': {} })), ['./messages/one/ar.json: hers is missing']);
	assert.deepEqual(gaps(t, complete({ 'messages/one/nl.json': { hers: 'Aan {name}' } })), ['./messages/one/nl.json: theirs is missing']);
});

test('Read from right to left, a value stands between marks of its own direction.', (t) => {
	assert.deepEqual(gaps(t, complete({ 'messages/one/ar.json': { hers: 'إلى {name}' } })), [
		'./messages/one/ar.json: hers has a value without its marks of direction (node scripts/messages.js --isolate)'
	]);
});

test('What her pages reach without being a message anywhere is told, and what she can meet is listed by folder.', (t) => {
	const root = project(t, complete());
	const read = readMessages(root, {
		keys: new Map([
			['hers', 'src/a.ts'],
			['gone', 'src/b.ts']
		]),
		unfollowed: ['src/c.ts:4']
	});
	assert.deepEqual(read.hers, { one: ['hers'] });
	assert.deepEqual(read.gaps, [
		'src/c.ts:4: she may meet a message that is chosen by a name made on the way',
		'src/b.ts: gone is no message'
	]);
});
