/** Everything that is checked without running a test, in one go; each check that finds something says it, none hides another. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** @param {string} name */
const tool = (name) => join(ROOT, 'node_modules', '.bin', name);

/** @type {[string, string[]][]} */
const CHECKS = [
	['form', [tool('prettier'), '--check', '--log-level', 'warn', '.']],
	['style', [tool('eslint'), '--max-warnings', '0', '.']],
	['types', [tool('svelte-check'), '--tsconfig', 'tsconfig.json', '--threshold', 'warning', '--fail-on-warnings', '--output', 'human']],
	['translations', ['scripts/messages.js']],
	['table types', ['database/generate-types.ts', '--check']],
	['access page', ['scripts/access.ts', '--check']],
	['unused', [tool('knip'), '--no-progress']]
];

const found = CHECKS.filter(([name, words]) => {
	const began = Date.now();
	const checked = spawnSync(process.execPath, words, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
	const well = checked.status === 0;
	console.log(`${well ? '✔' : '✖'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
	return !well;
});
process.exit(found.length === 0 ? 0 : 1);
