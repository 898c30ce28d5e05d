/**
 * Writes `database/types.ts` from the migrations, applied to a passing database: `node database/generate-types.ts`.
 * With `--check` nothing is written, and a file that no longer matches ends with a sentence.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '../bin/database.ts';
import { migrate } from './migrate.ts';

const ROOT = join(import.meta.dirname, '..');
const TYPES = join(import.meta.dirname, 'types.ts');

const folder = mkdtempSync(join(tmpdir(), 'cheminer-types-'));
const checking = process.argv.includes('--check');
const written = checking ? join(folder, 'types.ts') : TYPES;
const database = await openEmbedded(join(folder, 'data'), { durable: false });
try {
	await migrate(database.ownerUrl);
	const codegen = join(ROOT, 'node_modules', 'kysely-codegen', 'dist', 'cli', 'bin.js');
	// Days come back as text (src/lib/server/db.ts): a day has no hour and no zone.
	const words = [
		codegen,
		'--dialect',
		'postgres',
		'--date-parser',
		'string',
		'--url',
		database.ownerUrl,
		'--out-file',
		written,
		'--log-level',
		'error'
	];
	const made = spawnSync(process.execPath, words, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
	if (made.status !== 0) throw new Error('kysely-codegen did not succeed: it says why above.');
	if (checking && readFileSync(written, 'utf8') !== readFileSync(TYPES, 'utf8')) {
		console.error('database/types.ts no longer matches the migrations: run "node database/generate-types.ts".');
		process.exitCode = 1;
	}
} finally {
	await database.stop();
	rmSync(folder, { recursive: true, force: true });
}
