/**
 * Writes database/types.ts from the migrated database: `node database/generate-types.ts`; with `--check`, says whether it is up to
 * date and changes nothing. The database is one of its own, thrown away afterwards.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openEmbedded } from '../bin/database.ts';
import { migrate } from './migrate.ts';

const ROOT = join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const folder = mkdtempSync(join(tmpdir(), 'cheminer-types-'));
const database = await openEmbedded(join(folder, 'data'), { durable: false });
try {
	await migrate(database.ownerUrl);
	const options = {
		dialect: 'postgres',
		url: database.ownerUrl,
		'include-pattern': '(public|keys|auth).*',
		'date-parser': 'string',
		'numeric-parser': 'number',
		'default-schema': 'public',
		'out-file': join(ROOT, 'database', 'types.ts'),
		'log-level': 'error'
	};
	const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
	const made = spawnSync(join(ROOT, 'node_modules', '.bin', 'kysely-codegen'), [...words, ...(values.check ? ['--verify'] : [])], {
		cwd: ROOT,
		stdio: ['ignore', 'ignore', 'pipe'],
		encoding: 'utf8'
	});
	if (made.status !== 0) {
		console.error(
			values.check ? 'database/types.ts is not what the migrations make: run "node database/generate-types.ts".' : made.stderr.trim()
		);
		process.exitCode = 1;
	}
} finally {
	await database.stop();
	rmSync(folder, { recursive: true, force: true });
}
