/**
 * The way in, on the reader's own Node (20.19 or newer): installs if something is missing, builds if the sources changed, then
 * hands over to the Node that npm brought along, which runs the rest.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt, isBuilt } from './build.js';
import { ensureInstalled } from './install.js';
import { findNode, FRUGAL } from './node.js';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OLDEST = { major: 20, minor: 19 };

/** Verbs that are not the operator's: their program, and whether it wants the application built first. */
const TOOLS = /** @type {Record<string, { program: string, build: boolean }>} */ ({
	test: { program: 'tests/run.ts', build: true },
	check: { program: 'scripts/check.js', build: true },
	audit: { program: 'scripts/audit.ts', build: true },
	bench: { program: 'bench/run.ts', build: true },
	'bench:load': { program: 'bench/load.ts', build: false },
	proof: { program: 'bench/faults/run.ts', build: true }
});
/** Operator verbs that serve the application. */
const SERVING = ['demo', 'start'];

try {
	prepare(process.argv.slice(2));
} catch (problem) {
	console.error(problem instanceof Error ? problem.message : problem);
	process.exitCode = 1;
}

/** @param {string[]} words the verb and what follows it */
function prepare([verb = 'help', ...rest]) {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor)) {
		throw new Error(`Cheminer needs Node ${OLDEST.major}.${OLDEST.minor} or newer to begin with; this one is ${process.version}.`);
	}
	const tool = TOOLS[verb];
	const build = tool?.build ?? SERVING.includes(verb);
	ensureInstalled(ROOT, { all: tool !== undefined || (build && !isBuilt(ROOT)) });
	const node = findNode(ROOT);
	if (build) ensureBuilt(ROOT, node);
	const program = tool ? [tool.program] : ['bin/cheminer.ts', verb];
	handOver(node, [...(tool ? [] : FRUGAL), join(ROOT, program[0] ?? ''), ...program.slice(1), ...rest]);
}

/**
 * Runs the program and ends as it ends. The channel between the two lets the program notice if this process is killed.
 * @param {string} node
 * @param {string[]} words
 */
function handOver(node, words) {
	const child = spawn(node, words, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
	for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
	const watch = setInterval(() => npmIsGone() && child.kill('SIGTERM'), 1000);
	watch.unref();
	child.on('error', (problem) => {
		console.error(problem.message);
		process.exit(1);
	});
	child.on('exit', (code, signal) => {
		if (signal) process.exitCode = 1;
		process.exit(code ?? 1);
	});
}

const [shell, npm] = process.env.npm_lifecycle_event ? [process.ppid, parentOf(process.ppid)] : [undefined, undefined];

/** Started by npm, this process ends with it: a killed npm would leave a server behind that nobody sees. */
function npmIsGone() {
	return shell !== undefined && (process.ppid !== shell || parentOf(shell) !== npm);
}

/**
 * @param {number} pid
 * @returns {number | undefined} undefined where the machine does not tell
 */
function parentOf(pid) {
	try {
		// "pid (name) state parent …": the name may hold spaces and brackets.
		return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
	} catch {
		return undefined;
	}
}
