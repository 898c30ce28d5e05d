import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project’s folder, whether this module runs from its sources (tests, jobs) or from the build (pages). */
export const ROOT = rootAbove(dirname(fileURLToPath(import.meta.url)));

function rootAbove(folder: string): string {
	if (existsSync(join(folder, 'package-lock.json'))) return folder;
	const above = dirname(folder);
	if (above === folder) throw new Error('the project’s folder cannot be found');
	return rootAbove(above);
}
