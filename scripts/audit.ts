/**
 * Tools that others made look at a demo of their own: `npm run audit [-- --only sqlmap,axe] [--write]`. Each has its share of the time;
 * one that the machine lacks is a line that says how to get it. Ends with 1 when a tool finds more than it may. `--write` appends the
 * table to bench/RESULTS.md. How to read it: docs/how-to/audit.md.
 */
import { appendFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { browserProgram } from '../tests/browser.ts';
import { lighthouse, slowhttptest, sqlmap, wapiti } from './audit/attackers.ts';
import { programCalled } from './audit/programs.ts';
import { axe, htmlValidate } from './audit/readers.ts';
import { startTarget, type Target } from './audit/target.ts';
import type { Tool } from './audit/tool.ts';

const { values } = parseArgs({ options: { only: { type: 'string' }, write: { type: 'boolean', default: false } } });

/** Pages are read before they are attacked: what an attack leaves in the demo is no page of ours. */
const TOOLS: Tool[] = [htmlValidate, axe, lighthouse(browserProgram()), slowhttptest, sqlmap, wapiti];
const wanted = TOOLS.filter(({ name }) => values.only?.split(',').includes(name) ?? true);
if (wanted.length === 0) throw new Error(`No tool of that name: ${TOOLS.map(({ name }) => name).join(', ')}.`);

interface Row {
	tool: string;
	tried: string;
	findings: string;
	verdict: string;
	seconds: string;
}

const found: string[] = [];
let failed = false;

async function rowOf({ name, program, seconds, most, run }: Tool, target: Target): Promise<Row> {
	const path = program ? programCalled(program.name) : '';
	if (path === undefined) return { tool: name, tried: '', findings: '', verdict: `not installed: ${program?.get}`, seconds: '' };
	const began = Date.now();
	const before = target.failures().length;
	const { tried, findings, cut } = await run(target, path, seconds).catch((problem: Error) => ({
		tried: '',
		findings: [`it failed: ${problem.message}`],
		cut: true
	}));
	const all = [...findings, ...target.failures().slice(before)];
	found.push(...all.map((line) => `${name}: ${line}`));
	failed ||= all.length > most;
	const verdict = all.length > most ? `above ${most}` : cut ? 'nothing until its time was over' : 'well';
	return { tool: name, tried, findings: String(all.length), verdict, seconds: ((Date.now() - began) / 1000).toFixed(0) };
}

const COLUMNS: (keyof Row)[] = ['tool', 'tried', 'findings', 'verdict', 'seconds'];

function tableOf(rows: Row[]): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [line(COLUMNS), line(COLUMNS.map(() => '---')), ...rows.map((row) => line(COLUMNS.map((column) => row[column])))].join('\n');
}

const target = await startTarget();
const rows: Row[] = [];
let stopping: Promise<void> | undefined;
const stop = () => (stopping ??= target.stop());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop().then(() => process.exit(1)));
try {
	for (const tool of wanted) {
		console.error(`${tool.name}…`);
		rows.push(await rowOf(tool, target));
	}
} finally {
	await stop();
}

const table = tableOf(rows);
console.log(`\n${table}`);
for (const line of found.slice(0, 100)) console.log(`\n${line}`);
if (values.write) {
	const day = new Date().toISOString().slice(0, 10);
	const load = `Load average ${loadavg()[0]?.toFixed(2)} on ${cpus().length} cores.`;
	appendFileSync(new URL('../bench/RESULTS.md', import.meta.url), `\n## ${day}, npm run audit\n\n${load}\n\n${table}\n`);
}
process.exit(failed ? 1 : 0);
