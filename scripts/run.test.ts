import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { ensureBuilt, isBuilt } from './build.js';
import { ensureInstalled } from './install.js';

function projectFor(t: TestContext): { root: string; write(path: string, text: string): void } {
	t.mock.method(console, 'error', () => undefined);
	const root = mkdtempSync(join(tmpdir(), 'cheminer-way-in-'));
	t.after(() => rmSync(root, { recursive: true }));
	return {
		root,
		write(path, text) {
			mkdirSync(dirname(join(root, path)), { recursive: true });
			writeFileSync(join(root, path), text);
		}
	};
}

test('The application is built again when a source changed, and only then.', (t) => {
	const { root, write } = projectFor(t);
	write('src/app.html', 'one');
	write('src/lib/paraglide/messages.js', 'made by the build');
	assert.equal(isBuilt(root), false);
	ensureBuilt(root, '/bin/true');
	assert.equal(isBuilt(root), true);

	write('src/lib/paraglide/messages.js', 'made again');
	write('src/lib/rules.test.ts', 'a test');
	write('docs/guide.md', 'a page');
	assert.equal(isBuilt(root), true, 'what the build makes or does not read changes nothing');
	for (const path of ['src/app.html', 'src/lib/new.ts', 'messages/common/fr.json', 'static/icon.svg', 'package-lock.json']) {
		write(path, 'two');
		assert.equal(isBuilt(root), false, path);
		ensureBuilt(root, '/bin/true');
	}
	rmSync(join(root, 'static/icon.svg'));
	assert.equal(isBuilt(root), false, 'a file that went away counts too');
});

test('A build that fails says so and leaves no stamp behind.', (t) => {
	const { root, write } = projectFor(t);
	write('src/app.html', 'one');
	write('src/lib/paraglide/messages.js', '');
	ensureBuilt(root, '/bin/true');
	write('src/app.html', 'two');
	assert.throws(() => ensureBuilt(root, '/bin/false'), /The build did not succeed/);
	write('src/app.html', 'one');
	assert.equal(isBuilt(root), false);
});

test('What is installed as the lock file says is not installed again.', (t) => {
	const { root, write } = projectFor(t);
	const lock = {
		packages: {
			'': {},
			'node_modules/a': { version: '1.0.0' },
			'node_modules/b': { version: '2.0.0', dev: true },
			'node_modules/c': { version: '1.0.0', optional: true }
		}
	};
	write('package-lock.json', JSON.stringify(lock));
	write('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }));
	write('node_modules/a/package.json', '{}');
	// Were something missing, npm would be asked: this one always fails.
	write('npm.js', 'process.exit(1)');
	process.env['npm_execpath'] = join(root, 'npm.js');
	t.after(() => delete process.env['npm_execpath']);
	ensureInstalled(root, { all: false });
	assert.throws(() => ensureInstalled(root, { all: true }), /The installation did not succeed/);
});
