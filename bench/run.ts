/**
 * Measures what people do all day against its floors, what a first visit weighs, the plan on paper, a slow phone, and what the machine
 * gives for it: `npm run bench [-- --data .data/bench] [--tenth] [--external] [--only caseload,…] [--seconds 6] [--write]`.
 * Server, database and load share one core; floor and Cheminer take turns; three passes, medians. `--write` appends to RESULTS.md.
 */
import { spawnSync } from 'node:child_process';
import { loadavg, cpus } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bringIn } from './bring.ts';
import { compare, type Bench } from './compare.ts';
import { disk } from './disk.ts';
import { embedded, external, isLoaded } from './engine.ts';
import { fill } from './fill.ts';
import { caseload, pathway, recording, search, today } from './loads.ts';
import { Report } from './report.ts';
import { memory, starts, type Alone } from './start.ts';
import { TENTH, WHOLE } from './sizes.ts';
import { herPhone, herWeights, ONE_CORE, phone, plan, weights } from './visits.ts';

const PARTS: Record<string, (bench: Bench) => Promise<void>> = {
	caseload: (bench) => compare(bench, 'Caseload', caseload, { ratio: 0.35, growth: 0.1, p99: 6 }),
	search: (bench) => compare(bench, 'Search by pieces of a name', search, { ratio: 0.4, growth: 0.3 }),
	pathway: (bench) => compare(bench, 'Pathway with 40 interviews', pathway, { ratio: 0.25, growth: 0.1 }),
	recording: (bench) => compare(bench, 'Recording an interview', recording, { ratio: 0.2, growth: 0.1 }),
	today: (bench) => compare(bench, 'Her first page, in her own space', today, { ratio: 0.3, growth: 0.1 }),
	disk,
	import: bringIn,
	weights,
	'her-weights': herWeights,
	plan,
	phone,
	'her-phone': herPhone
};

/** These start and stop the database themselves. */
const ALONE: Record<string, (bench: Alone) => Promise<void>> = { start: starts, memory };

const { values } = parseArgs({
	options: {
		data: { type: 'string', default: '.data/bench' },
		seconds: { type: 'string', default: '6' },
		only: { type: 'string', default: Object.keys({ ...PARTS, ...ALONE }).join(',') },
		tenth: { type: 'boolean', default: false },
		external: { type: 'boolean', default: false },
		write: { type: 'boolean', default: false },
		profile: { type: 'boolean', default: false }
	}
});

/** Everything this process starts stays on its core. */
if (!process.env[ONE_CORE] && spawnSync('taskset', ['--version']).status === 0) {
	const { status } = spawnSync('taskset', ['-c', '0', process.execPath, ...process.argv.slice(1)], {
		stdio: 'inherit',
		env: { ...process.env, [ONE_CORE]: '1' }
	});
	process.exit(status ?? 1);
}

const only = new Set(values.only.split(','));
const report = new Report();
const [load] = loadavg();
const data = resolve(values.data);
const engine = values.external ? await external(data) : embedded(data);
report.say(
	`Before: load average ${load!.toFixed(2)} on ${cpus().length} cores${load! > 0.5 ? ' (not idle: read the ratios with care)' : ' (idle)'}; ${process.env[ONE_CORE] ? 'one core' : 'NOT pinned'}; Node ${process.versions.node}; ${engine.name}.`
);
try {
	const common = { engine, report, seconds: Number(values.seconds), quick: values.tenth };
	const database = await engine.open();
	try {
		for (const size of values.tenth ? [TENTH] : [TENTH, WHOLE]) {
			// What an operator's server is asked to hold is made at the first time; the embedded one is loaded by hand, being large.
			if (!(await isLoaded(database, size))) await fill(database, size, engine.data);
		}
		const bench = { ...common, database, data: engine.data, profile: values.profile };
		for (const [part, work] of Object.entries(PARTS)) if (only.has(part)) await work(bench);
	} finally {
		await database.stop();
	}
	for (const [part, work] of Object.entries(ALONE)) if (only.has(part)) await work(common);
} finally {
	await engine.stop();
}
if (values.write) report.keep();
process.exitCode = report.missed ? 1 : 0;
// The channel to the script that started this one would keep the process alive.
if (process.connected) process.disconnect();
