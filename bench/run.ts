/**
 * Measures the caseload against the floor, and what a first visit weighs: `npm run bench [-- --data .data/bench] [--tenth] [--seconds 6] [--write]`.
 * Server, database and load share one core; floor and Cheminer take turns; three passes, medians. `--write` appends to RESULTS.md.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { loadavg, cpus } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openEmbedded, type Opened } from '../bin/database.ts';
import { press, type Answer, type Load } from './client.ts';
import { signIn, startCheminer, startFloor } from './servers.ts';
import { idOf, KIND, organizationOf, TENTH, WHOLE, type Size } from './sizes.ts';
import { countClicks, weigh } from './weigh.ts';

const { values } = parseArgs({
	options: {
		data: { type: 'string', default: '.data/bench' },
		seconds: { type: 'string', default: '6' },
		tenth: { type: 'boolean', default: false },
		write: { type: 'boolean', default: false },
		profile: { type: 'boolean', default: false }
	}
});

const CONNECTIONS = 8;
const PASSES = 3;
// Long enough for the compiler of both to settle: a service runs for days.
const WARM_MS = 10_000;
const ROWS = 50;
const ONE_CORE = 'BENCH_ON_ONE_CORE';

/** Everything this process starts stays on its core. */
if (!process.env[ONE_CORE] && spawnSync('taskset', ['--version']).status === 0) {
	const { status } = spawnSync('taskset', ['-c', '0', process.execPath, ...process.argv.slice(1)], {
		stdio: 'inherit',
		env: { ...process.env, [ONE_CORE]: '1' }
	});
	process.exit(status ?? 1);
}

const ROW = new RegExp(`0199([0-9a-f]{4})-${KIND.accompaniment.toString(16).padStart(4, '0')}-7000`, 'g');

/** An answer is good when it is a 200 that shows exactly the first page, all of this organisation. */
function checker(organization: number, rowsIn: (body: string) => number) {
	const own = organization.toString(16).padStart(4, '0');
	return ({ status, body }: Answer) => {
		const text = body.toString();
		if (status !== 200) throw new Error(`an answer is ${status}`);
		if (rowsIn(text) !== ROWS) throw new Error(`an answer holds ${rowsIn(text)} rows instead of ${ROWS}`);
		for (const [, of] of text.matchAll(ROW)) if (of !== own) throw new Error('an answer holds a row of another organisation');
	};
}

/** The same practitioners in the same order for both servers, one after another. */
function turns(size: Size): number[] {
	const some = Math.min(100, size.practitioners);
	return Array.from({ length: some }, (_, n) => Math.floor((n * size.practitioners) / some));
}

function floorLoad(size: Size, port: number): Load {
	const rows = (body: string) => body.split('"name_folded"').length - 1;
	const asks = turns(size).map((p) => ({
		path: `/${idOf('member', organizationOf(size, p), p)}`,
		headers: {},
		check: checker(organizationOf(size, p), rows)
	}));
	let n = 0;
	return { port, next: () => asks[n++ % asks.length]! };
}

function caseloadLoad(size: Size, port: number, cookies: string[]): Load {
	const rows = (body: string) => body.split('<th scope="row"').length - 1;
	const asks = turns(size).map((p, index) => ({
		path: '/personnes',
		headers: { cookie: cookies[index]! },
		check: checker(organizationOf(size, p), rows)
	}));
	let n = 0;
	return { port, next: () => asks[n++ % asks.length]! };
}

const median = (all: number[]) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? NaN;

interface Measured {
	floor: number;
	cheminer: number;
}

async function measure(database: Opened, size: Size, data: string): Promise<Measured> {
	const cookies = await signIn(database, size, data, turns(size));
	const floor = await startFloor(database, size);
	const cheminer = await startCheminer(database, size, data, values.profile ? ['--cpu-prof', '--cpu-prof-dir', `${data}/profiles`] : []);
	const loads = { floor: floorLoad(size, floor.port), cheminer: caseloadLoad(size, cheminer.port, cookies) };
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

async function weights(database: Opened, size: Size, data: string) {
	const [cookie] = await signIn(database, size, data, [0]);
	const cheminer = await startCheminer(database, size, data);
	const person = `/personnes/${idOf('accompaniment', 0, 0)}`;
	try {
		const pages = [];
		for (const path of ['/bureau', '/personnes', person, `${person}/entretiens/nouveau`])
			pages.push(await weigh(cheminer.port, path, cookie!));
		return { pages, way: await countClicks(cheminer.port, cookie!) };
	} finally {
		await cheminer.stop();
	}
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
const database = await openEmbedded(data);
try {
	const tenth = await measure(database, TENTH, data);
	const ratio = ({ floor, cheminer }: Measured) => cheminer / floor;
	say(
		`Caseload, a tenth of the data: ${ratio(tenth).toFixed(3)} of the floor (${tenth.cheminer.toFixed(0)} against ${tenth.floor.toFixed(0)} a second).`
	);
	if (!values.tenth) {
		const whole = await measure(database, WHOLE, data);
		say(
			`Caseload, 100,000 people: ${ratio(whole).toFixed(3)} of the floor (${whole.cheminer.toFixed(0)} against ${whole.floor.toFixed(0)} a second); goal 0.35: ${judge(ratio(whole) >= 0.35)}.`
		);
		const growth = Math.log10(tenth.cheminer / whole.cheminer);
		say(`Growth exponent for data × 10: ${growth.toFixed(3)}; goal 0.10: ${judge(growth <= 0.1)}.`);
	}
	const { pages, way } = await weights(database, values.tenth ? TENTH : WHOLE, data);
	for (const { path, bytes, requests } of pages) {
		say(
			`First visit to ${path.replace(/[0-9a-f-]{36}/, '…')}: ${(bytes / 1000).toFixed(1)} kB, ${requests} requests; goals 70 kB, 8: ${judge(bytes <= 70_000 && requests <= 8)}.`
		);
	}
	say(
		`From the caseload to a recorded interview: ${way.clicks} clicks, ${way.texts} text, no required field; goal 4 and 1: ${judge(way.clicks <= 4 && way.texts <= 1)}.`
	);
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
