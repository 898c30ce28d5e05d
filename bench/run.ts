/**
 * Measures the pages people use all day against their floors, what a first visit weighs, the plan on paper and a slow phone:
 * `npm run bench [-- --data .data/bench] [--tenth] [--only caseload,pathway,recording,weights,plan,phone] [--seconds 6] [--write]`.
 * Server, database and load share one core; floor and Cheminer take turns; three passes, medians. `--write` appends to RESULTS.md.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { loadavg, cpus } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openEmbedded, type Opened } from '../bin/database.ts';
import { press } from './client.ts';
import { caseload, pathway, recording, turns, type Pair } from './loads.ts';
import type { Visit } from './phone.ts';
import { planLatency } from './plan.ts';
import { signIn, startCheminer, startFloor } from './servers.ts';
import { idOf, TENTH, WHOLE, type Size } from './sizes.ts';
import { countClicks, weigh } from './weigh.ts';

const { values } = parseArgs({
	options: {
		data: { type: 'string', default: '.data/bench' },
		seconds: { type: 'string', default: '6' },
		only: { type: 'string', default: 'caseload,pathway,recording,weights,plan,phone' },
		tenth: { type: 'boolean', default: false },
		write: { type: 'boolean', default: false },
		profile: { type: 'boolean', default: false }
	}
});

const CONNECTIONS = 8;
const PASSES = 3;
// Long enough for the compiler of both to settle: a service runs for days.
const WARM_MS = 10_000;
const ONE_CORE = 'BENCH_ON_ONE_CORE';

/** Everything this process starts stays on its core. */
if (!process.env[ONE_CORE] && spawnSync('taskset', ['--version']).status === 0) {
	const { status } = spawnSync('taskset', ['-c', '0', process.execPath, ...process.argv.slice(1)], {
		stdio: 'inherit',
		env: { ...process.env, [ONE_CORE]: '1' }
	});
	process.exit(status ?? 1);
}

const median = (all: number[]) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? NaN;

interface Measured {
	floor: number;
	cheminer: number;
}

async function measure(pair: Pair, database: Opened, size: Size, data: string): Promise<Measured> {
	const cookies = await signIn(database, size, data, turns(size));
	const floor = await startFloor(database, size, data);
	const cheminer = await startCheminer(database, size, data, values.profile ? ['--cpu-prof', '--cpu-prof-dir', `${data}/profiles`] : []);
	const loads = { floor: pair.floor(size, floor.port), cheminer: pair.cheminer(size, cheminer.port, cookies) };
	const passes: Measured[] = [];
	try {
		for (let pass = 0; pass <= PASSES; pass += 1) {
			const warming = pass === 0;
			const ms = warming ? WARM_MS : Number(values.seconds) * 1000;
			const measured = { floor: await press(loads.floor, CONNECTIONS, ms), cheminer: await press(loads.cheminer, CONNECTIONS, ms) };
			if (!warming) passes.push(measured);
		}
	} finally {
		await floor.stop();
		await cheminer.stop();
	}
	return { floor: median(passes.map((pass) => pass.floor)), cheminer: median(passes.map((pass) => pass.cheminer)) };
}

const data = resolve(values.data);
const lines: string[] = [];
const say = (line: string) => {
	lines.push(line);
	console.log(line);
};
let missed = false;
const judge = (good: boolean) => {
	missed ||= !good;
	return good ? 'met' : 'MISSED';
};

const [load] = loadavg();
say(
	`Before: load average ${load!.toFixed(2)} on ${cpus().length} cores${load! > 0.5 ? ' (not idle: read the ratios with care)' : ' (idle)'}; ${process.env[ONE_CORE] ? 'one core' : 'NOT pinned'}; Node ${process.versions.node}.`
);
const whole = values.tenth ? TENTH : WHOLE;
const only = new Set(values.only.split(','));
const ratio = ({ floor, cheminer }: Measured) => cheminer / floor;

/** One thing against its floor, on a tenth of the data and on the whole, with how it grows. */
async function compare(database: Opened, what: string, pair: Pair, goal: number): Promise<void> {
	const told = ({ floor, cheminer }: Measured) => `${cheminer.toFixed(0)} against ${floor.toFixed(0)} a second`;
	const tenth = await measure(pair, database, TENTH, data);
	say(`${what}, a tenth of the data: ${ratio(tenth).toFixed(3)} of the floor (${told(tenth)}).`);
	if (values.tenth) return;
	const all = await measure(pair, database, WHOLE, data);
	say(`${what}, 100,000 people: ${ratio(all).toFixed(3)} of the floor (${told(all)}); goal ${goal}: ${judge(ratio(all) >= goal)}.`);
	const growth = Math.log10(tenth.cheminer / all.cheminer);
	say(`${what}, growth exponent for data × 10: ${growth.toFixed(3)}; goal 0.10: ${judge(growth <= 0.1)}.`);
}

const PARTS: Record<string, (database: Opened) => Promise<void>> = {
	caseload: (database) => compare(database, 'Caseload', caseload, 0.35),
	pathway: (database) => compare(database, 'Pathway with 40 interviews', pathway, 0.25),
	recording: (database) => compare(database, 'Recording an interview', recording, 0.2),
	weights: async (database) => {
		const person = `/personnes/${idOf('accompaniment', 0, 0)}`;
		const { pages, way } = await served(database, async (port, cookie) => {
			const pages = [];
			for (const path of ['/bureau', '/personnes', person, `${person}/entretiens/nouveau`]) pages.push(await weigh(port, path, cookie));
			return { pages, way: await countClicks(port, cookie) };
		});
		for (const { path, bytes, requests } of pages) {
			say(
				`First visit to ${path.replace(/[0-9a-f-]{36}/, '…')}: ${(bytes / 1000).toFixed(1)} kB, ${requests} requests; goals 70 kB, 8: ${judge(bytes <= 70_000 && requests <= 8)}.`
			);
		}
		say(
			`From the caseload to a recorded interview: ${way.clicks} clicks, ${way.texts} text, no required field; goal 4 and 1: ${judge(way.clicks <= 4 && way.texts <= 1)}.`
		);
	},
	plan: async (database) => {
		const { alone, plans, pages } = await served(database, (port, cookie) =>
			planLatency(port, cookie, `/personnes/${idOf('accompaniment', 0, 0)}`)
		);
		say(`plan.pdf: p50 ${plans.toFixed(0)} ms; goal 60 ms: ${judge(plans <= 60)}.`);
		say(
			`The desk while plans are made: p50 ${pages.toFixed(0)} ms, alone ${alone.toFixed(0)} ms; goal: no longer than one plan more (${judge(pages <= alone + plans)}).`
		);
	},
	phone: async (database) => {
		const visits = await served(database, (port, cookie) => slowPhone(port, cookie));
		for (const { path, interactive, longest } of visits) {
			say(
				`${path} on a slow phone: interactive after ${(interactive / 1000).toFixed(2)} s, longest task ${longest.toFixed(0)} ms; goals 1.5 s, 50 ms: ${judge(interactive <= 1500 && longest <= 50)}.`
			);
		}
	}
};

/** Cheminer alone, for somebody signed in. */
async function served<T>(database: Opened, work: (port: number, cookie: string) => Promise<T>): Promise<T> {
	const [cookie] = await signIn(database, whole, data, [0]);
	const cheminer = await startCheminer(database, whole, data);
	try {
		return await work(cheminer.port, cookie!);
	} finally {
		await cheminer.stop();
	}
}

/** The browser of the tests runs beside the pinned core, as a phone is not the server. */
async function slowPhone(port: number, cookie: string): Promise<Visit[]> {
	const words = ['bench/phone.ts', String(port), cookie, '/personnes', `/personnes/${idOf('accompaniment', 0, 0)}/entretiens/nouveau`];
	const pinned = process.env[ONE_CORE] ? ['-c', `0-${cpus().length - 1}`, process.execPath, ...words] : words;
	const child = spawnSync(process.env[ONE_CORE] ? 'taskset' : process.execPath, pinned, {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit']
	});
	return JSON.parse(child.stdout) as Visit[];
}

const database = await openEmbedded(data);
try {
	for (const [part, work] of Object.entries(PARTS)) if (only.has(part)) await work(database);
} finally {
	await database.stop();
}
if (values.write)
	appendFileSync(
		new URL('RESULTS.md', import.meta.url),
		`\n## ${new Date().toISOString().slice(0, 10)}\n\n${lines.map((line) => `- ${line}`).join('\n')}\n`
	);
process.exitCode = missed ? 1 : 0;
// The channel to the script that started this one would keep the process alive.
if (process.connected) process.disconnect();
