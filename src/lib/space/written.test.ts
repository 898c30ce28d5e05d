import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** The components that pages of hers are made of. */
function herComponents(): string[] {
	const seen = new Set<string>();
	const waiting = globSync('src/routes/moi/**/*.svelte', { cwd: ROOT }).map((file) => join(ROOT, file));
	for (let file = waiting.pop(); file; file = waiting.pop()) {
		if (seen.has(file) || !existsSync(file)) continue;
		seen.add(file);
		for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(/from '([^']+\.svelte)'/g))
			waiting.push(from.startsWith('#lib/') ? join(ROOT, 'src', 'lib', from.slice(5)) : join(dirname(file), from));
	}
	return [...seen].sort();
}

test('Whatever somebody wrote is shown on her pages by the one part that says in which language it was written.', () => {
	const components = herComponents();
	assert.ok(components.length > 50);
	const bare = components.filter(
		(file) => !file.endsWith('ui/Written.svelte') && /class="kept(?![^>]* lang=)/.test(readFileSync(file, 'utf8'))
	);
	assert.deepEqual(
		bare.map((file) => relative(ROOT, file)),
		[],
		'Use <Written text={…} /> (src/lib/ui/Written.svelte) instead of <p class="kept">.'
	);
});
