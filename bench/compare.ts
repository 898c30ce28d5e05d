/** One thing asked of the floor and of Cheminer in turns: answers a second, and how long they are waited for. */
import type { Opened } from '../bin/database.ts';
import { press, type Pressed } from './client.ts';
import { turns, type Pair } from './loads.ts';
import { median, type Report } from './report.ts';
import { enterHer, signIn, startCheminer, startFloor } from './servers.ts';
import { TENTH, WHOLE, type Size } from './sizes.ts';

const CONNECTIONS = 8;
const PASSES = 3;
// Long enough for the compiler of both to settle: a service runs for days.
const WARM_MS = 10_000;

/** What is measured, where, for how long. */
export interface Bench {
	database: Opened;
	/** Folder of the installation key and the logs. */
	data: string;
	report: Report;
	/** Seconds of one pass. */
	seconds: number;
	/** The tenth alone. */
	quick: boolean;
	/** Leaves CPU profiles of the application. */
	profile: boolean;
}

interface Measured {
	floor: Pressed;
	cheminer: Pressed;
}

/** Three passes, each floor then Cheminer; medians. */
async function measure({ database, data, seconds, profile }: Bench, pair: Pair, size: Size): Promise<Measured> {
	const cookies = await (pair.by === 'her' ? enterHer : signIn)(database, size, data, turns(size));
	const floor = await startFloor(database, size, data);
	const cheminer = await startCheminer(database, size, data, profile ? ['--cpu-prof', '--cpu-prof-dir', `${data}/profiles`] : []);
	const loads = { floor: pair.floor(size, floor.port), cheminer: pair.cheminer(size, cheminer.port, cookies) };
	const passes: Measured[] = [];
	try {
		for (let pass = 0; pass <= PASSES; pass += 1) {
			const warming = pass === 0;
			const ms = warming ? WARM_MS : seconds * 1000;
			const measured = { floor: await press(loads.floor, CONNECTIONS, ms), cheminer: await press(loads.cheminer, CONNECTIONS, ms) };
			if (!warming) passes.push(measured);
		}
	} finally {
		await floor.stop();
		await cheminer.stop();
	}
	const middle = (who: keyof Measured): Pressed => {
		const of = (what: keyof Pressed) => median(passes.map((pass) => pass[who][what]));
		return { rate: of('rate'), p50: of('p50'), p99: of('p99') };
	};
	return { floor: middle('floor'), cheminer: middle('cheminer') };
}

export interface Goals {
	/** Least part of the floor's answers a second. */
	ratio: number;
	/** Largest growth exponent. */
	growth: number;
	/** Most times the floor's p99. */
	p99?: number;
}

/** One thing against its floor, on a tenth of the data and on the whole, with how it grows. */
export async function compare(bench: Bench, what: string, pair: Pair, goals: Goals): Promise<void> {
	const { report } = bench;
	const ratio = ({ floor, cheminer }: Measured) => cheminer.rate / floor.rate;
	const told = ({ floor, cheminer }: Measured) => `${cheminer.rate.toFixed(0)} against ${floor.rate.toFixed(0)} a second`;
	const tenth = await measure(bench, pair, TENTH);
	report.say(`${what}, a tenth of the data: ${ratio(tenth).toFixed(3)} of the floor (${told(tenth)}).`);
	waits(report, `${what}, a tenth of the data`, tenth, bench.quick ? goals.p99 : undefined);
	if (bench.quick) return;
	const all = await measure(bench, pair, WHOLE);
	report.say(
		`${what}, 100,000 people: ${ratio(all).toFixed(3)} of the floor (${told(all)}); goal ${goals.ratio}: ${report.judge(ratio(all) >= goals.ratio)}.`
	);
	waits(report, `${what}, 100,000 people`, all, goals.p99);
	const growth = Math.log10(tenth.cheminer.rate / all.cheminer.rate);
	report.say(
		`${what}, growth exponent for data × 10: ${growth.toFixed(3)}; goal ${goals.growth.toFixed(2)}: ${report.judge(growth <= goals.growth)}.`
	);
}

function waits(report: Report, what: string, { floor, cheminer }: Measured, goal?: number): void {
	const times = cheminer.p99 / floor.p99;
	const ms = ({ p50, p99 }: Pressed) => `${p50.toFixed(1)} and ${p99.toFixed(1)} ms`;
	report.say(
		`${what}, p50 and p99: ${ms(cheminer)}, floor ${ms(floor)}: p99 ${times.toFixed(1)} times the floor's${goal === undefined ? '' : `; goal ${goal}: ${report.judge(times <= goal)}`}.`
	);
}
