import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * The Node that runs Cheminer: the one npm brought along, else the reader's own if it is recent enough.
 * @param {string} root the project's folder, installed
 * @returns {string} path of the program
 */
export function findNode(root) {
	const brought = join(root, 'node_modules', '.bin', 'node');
	if (isRecent(spawnSync(brought, ['--version'], { encoding: 'utf8' }).stdout)) return brought;
	if (isRecent(process.version)) return process.execPath;
	throw new Error(
		`Cheminer needs Node 24 here: npm brings none for this machine (${process.platform}-${process.arch}), and this one is ${process.version}.`
	);
}

/** @param {string | null | undefined} version such as v24.1.0 */
function isRecent(version) {
	return Number(/^v(\d+)/.exec(version ?? '')?.[1] ?? 0) >= 24;
}

/**
 * How Cheminer uses memory, serving or doing an operator's verb. Left alone, Node lets garbage grow with the memory of the machine: 400 MB after a busy minute, where what is
 * alive is 40. A young generation of 32 MB and an old one that is told it may not have everything keep it under 250, at the price of a few
 * collections more (docs/decisions/0039).
 */
export const FRUGAL = ['--max-semi-space-size=16', '--max-old-space-size=1024'];
