/** Writes docs/access.md from the matrix; with `--check`, says whether it is up to date and changes nothing. */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { accessDocument } from '../src/lib/access/document.ts';

const FILE = new URL('../docs/access.md', import.meta.url);

/** One sentence when docs/access.md is not what the matrix says, else null. For `npm run check`. */
export function accessDrift(): string | null {
	let written = '';
	try {
		written = readFileSync(FILE, 'utf8');
	} catch {
		// Not written yet: it differs.
	}
	return written === accessDocument() ? null : 'docs/access.md is not what src/lib/access/matrix.ts says: run "node scripts/access.ts".';
}

if (import.meta.main) {
	const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
	if (!values.check) writeFileSync(FILE, accessDocument());
	const drift = accessDrift();
	if (drift) {
		console.error(drift);
		process.exitCode = 1;
	}
}
