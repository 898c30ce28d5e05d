import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ version?: string, dev?: boolean, optional?: boolean, devOptional?: boolean, peer?: boolean, link?: boolean }} Package */

/**
 * Installs what the lock file says, unless it is there already.
 * @param {string} root the project's folder
 * @param {{ all: boolean }} need whether the tools to build and test are needed too, or only what serves
 */
export function ensureInstalled(root, need) {
	if (isInstalled(root, need)) return;
	console.error('Installing what package-lock.json says (once)…');
	// npm tells its scripts where it is; without that, the one on the path.
	const npm = process.env.npm_execpath;
	const words = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
	const installed = npm?.endsWith('.js')
		? spawnSync(process.execPath, [npm, ...words], { cwd: root, stdio: ['ignore', 2, 2] })
		: spawnSync('npm', words, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
	if (installed.status !== 0) throw new Error('The installation did not succeed: npm says why above.');
}

/**
 * Compares what npm says it installed with the lock file, package by package.
 * @param {string} root
 * @param {{ all: boolean }} need
 */
function isInstalled(root, need) {
	const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'));
	const wanted = packagesOf(join(root, 'package-lock.json'));
	if (!installed || !wanted) return false;
	return Object.entries(wanted).every(([path, { version, dev, optional, devOptional, peer, link }]) => {
		// Optional packages depend on the machine; the rest must be there in the same version.
		if (path === '' || link || optional || devOptional || peer || (dev && !need.all)) return true;
		return installed[path]?.version === version && existsSync(join(root, path));
	});
}

/**
 * @param {string} file
 * @returns {Record<string, Package> | undefined}
 */
function packagesOf(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8')).packages;
	} catch {
		return undefined;
	}
}
