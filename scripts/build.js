import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the built application depends on. */
const SOURCES = ['src', 'static', 'messages', 'project.inlang', 'vite.config.ts', 'tsconfig.json', 'package.json', 'package-lock.json'];
/** Made by the build itself, or read only by tests. */
const LEFT_OUT = /^src\/lib\/paraglide$|\.test\.ts$|^project\.inlang\/cache$/;

/**
 * Builds the application, unless the sources are those of the last build (their fingerprint stands in build/.stamp).
 * @param {string} root the project's folder
 * @param {string} node the Node to build with
 */
export function ensureBuilt(root, node) {
	const fingerprint = fingerprintOf(root);
	if (isBuilt(root, fingerprint)) return;
	console.error('Building the application (once)…');
	const stamp = join(root, 'build', '.stamp');
	rmSync(stamp, { force: true });
	const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
	const built = spawnSync(node, [vite, 'build', '--logLevel', 'warn'], { cwd: root, encoding: 'utf8' });
	if (built.status !== 0) throw new Error(`${built.stdout}${built.stderr}\nThe build did not succeed: the reason stands above.`);
	mkdirSync(join(root, 'build'), { recursive: true });
	writeFileSync(stamp, fingerprint);
}

/**
 * @param {string} root
 * @param {string} [fingerprint]
 */
export function isBuilt(root, fingerprint = fingerprintOf(root)) {
	const stamp = join(root, 'build', '.stamp');
	// The build also compiles the messages, which tests read.
	const messages = join(root, 'src', 'lib', 'paraglide', 'messages.js');
	return existsSync(stamp) && existsSync(messages) && readFileSync(stamp, 'utf8') === fingerprint;
}

/** @param {string} root */
function fingerprintOf(root) {
	const hash = createHash('sha256');
	for (const path of SOURCES.flatMap((source) => filesUnder(root, source))) {
		hash.update(`${path}\0`).update(
			createHash('sha256')
				.update(readFileSync(join(root, path)))
				.digest()
		);
	}
	return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} path relative, with forward slashes
 * @returns {string[]} files, sorted
 */
function filesUnder(root, path) {
	if (LEFT_OUT.test(path) || !existsSync(join(root, path))) return [];
	let entries;
	try {
		entries = readdirSync(join(root, path)).sort();
	} catch {
		return [path];
	}
	return entries.flatMap((entry) => filesUnder(root, `${path}/${entry}`));
}
