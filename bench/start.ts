/** What the machine gives: how long until the first page, and how much memory, in the very shape of `npm start`. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent } from 'node:http';
import { FRUGAL } from '../scripts/node.js';
import { ask, press, type Load } from './client.ts';
import type { Engine } from './engine.ts';
import { caseload, pathway, recording, search, turns } from './loads.ts';
import { median, type Report } from './report.ts';
import { freePort, ROOT, signIn, UNHURRIED } from './servers.ts';
import { TENTH, WHOLE, type Size } from './sizes.ts';

/** What is measured while nothing else is open. */
export interface Alone {
	engine: Engine;
	report: Report;
	/** Seconds of one pass. */
	seconds: number;
	/** The tenth alone. */
	quick: boolean;
}

/** `cheminer start`, as npm runs it once the application is built. */
interface Started {
	port: number;
	/** Milliseconds from starting the process to the first page that it answers. */
	took: number;
	/** Milliseconds that the process itself worked meanwhile, the database apart: what another program on the machine does not change. */
	work: number;
	/** MiB that the process holds in memory now. */
	memory(): number;
	stop(): Promise<void>;
}

const PATIENCE_MS = 60_000;

async function start(data: string, environment: Record<string, string>): Promise<Started> {
	const port = await freePort();
	const began = performance.now();
	const child = spawn(process.execPath, [...FRUGAL, 'bin/cheminer.ts', 'start', '--port', String(port), '--data', data], {
		cwd: ROOT,
		env: { ...process.env, ...UNHURRIED, CHEMINER_LOG_FILE: join(data, 'logs', 'bench.log'), ...environment },
		stdio: ['ignore', 'ignore', 'inherit']
	});
	const took = (await firstPage(child, port)) - began;
	return {
		port,
		took,
		work: workOf(child.pid),
		memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024,
		async stop() {
			if (child.exitCode !== null) return;
			child.kill('SIGTERM');
			await once(child, 'exit');
		}
	};
}

/** Milliseconds that a process has worked; the machine counts in hundredths of a second. */
function workOf(pid: number | undefined): number {
	const [, , , , , , , , , , , user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
	return (Number(user) + Number(system)) * 10;
}

/** When the page of signing in was there. */
async function firstPage(child: ChildProcess, port: number): Promise<number> {
	const agent = new Agent();
	for (const until = performance.now() + PATIENCE_MS; performance.now() < until && child.exitCode === null; await pause(5)) {
		const status = await ask(agent, port, '/connexion').then(
			(answer) => answer.status,
			() => 0
		);
		if (status === 200) return performance.now();
	}
	throw new Error('it did not open');
}

const TIMES = 5;
const SOON_MS = 2000;
/** What counts as the same start: within the noise of a start. */
const SAME_MS = 250;

/** Warm starts to the first page, with nothing in the database and with a million interviews. */
export async function starts({ report, quick, engine }: Alone): Promise<void> {
	const size = quick ? TENTH : WHOLE;
	const empty = await engine.withNothing(several);
	report.say(`Start, warm, to the first page, nothing in the database: ${said(empty)}; goal 2 s: ${report.judge(empty.took <= SOON_MS)}.`);
	const full = await engine.asItsOwn(size, several);
	const same = Math.abs(full.took - empty.took) <= SAME_MS;
	report.say(
		`Start, warm, with ${size.interviews.toLocaleString('en')} interviews: ${said(full)}; goal 2 s, as empty: ${report.judge(full.took <= SOON_MS && same)}.`
	);
}

async function several(data: string, environment: Record<string, string>): Promise<Pick<Started, 'took' | 'work'>> {
	const took: number[] = [];
	const work: number[] = [];
	// The first makes or migrates what there is, and fills the disk's cache.
	for (let n = 0; n <= TIMES; n += 1) {
		const started = await start(data, environment);
		if (n > 0) {
			took.push(started.took);
			work.push(started.work);
		}
		await started.stop();
	}
	return { took: median(took), work: median(work) };
}

const said = ({ took, work }: Pick<Started, 'took' | 'work'>) =>
	`${(took / 1000).toFixed(2)} s (${(work / 1000).toFixed(2)} s of the processor)`;

const IDLE_MIB = 170;
const LOADED_MIB = 250;
/** Noise of a collector that gives back when it likes. */
const SLOPE_MIB = 20;
const SETTLE_MS = 5_000;

/** Memory of the process of the pages: after its first page and a moment, then after a run of everything that is measured. */
export async function memory(bench: Alone): Promise<void> {
	const { report, engine } = bench;
	const loaded: number[] = [];
	for (const size of bench.quick ? [TENTH] : [TENTH, WHOLE]) {
		const cookies = await signedIn(engine, size);
		const { idle, after } = await engine.asItsOwn(size, (data, environment) => weighMemory(bench, size, cookies, data, environment));
		loaded.push(after);
		report.say(
			`Memory of the Node process, ${size.people.toLocaleString('en')} people: ${idle.toFixed(0)} MiB idle, ${after.toFixed(0)} MiB after the load run; goals ${IDLE_MIB} and ${LOADED_MIB} MiB: ${report.judge(idle <= IDLE_MIB && after <= LOADED_MIB)}.`
		);
	}
	const [tenth, whole] = loaded;
	if (tenth !== undefined && whole !== undefined)
		report.say(
			`Memory, ten times the people: ${(whole - tenth).toFixed(0)} MiB more; goal no slope: ${report.judge(whole - tenth <= SLOPE_MIB)}.`
		);
}

async function weighMemory(
	{ seconds }: Alone,
	size: Size,
	cookies: string[],
	data: string,
	environment: Record<string, string>
): Promise<Weighed> {
	const started = await start(data, environment);
	try {
		await pause(SETTLE_MS);
		const idle = started.memory();
		const loads = [caseload, search, pathway, recording].map((pair) => pair.cheminer(size, started.port, cookies));
		await press(inTurns(loads), 8, seconds * 4000);
		return { idle, after: started.memory() };
	} finally {
		await started.stop();
	}
}

interface Weighed {
	idle: number;
	after: number;
}

/** One of each after the other. */
function inTurns(loads: readonly Load[]): Load {
	let n = 0;
	return { port: loads[0]!.port, next: () => loads[n++ % loads.length]!.next() };
}

/** Sessions for those who will ask; nothing stays open. */
async function signedIn(engine: Engine, size: Size): Promise<string[]> {
	const database = await engine.open();
	try {
		return await signIn(database, size, engine.data, turns(size));
	} finally {
		await database.stop();
	}
}
