/** Single visits: what they weigh, how many clicks, the plan on paper, a slow phone. */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import type { Bench } from './compare.ts';
import { HER_PAGES } from '../src/lib/space/nav.ts';
import type { Visit } from './phone.ts';
import { planLatency } from './plan.ts';
import { enterHer, signIn, startCheminer } from './servers.ts';
import { idOf, TENTH, WHOLE } from './sizes.ts';
import { countClicks, weigh } from './weigh.ts';

/** Set for everything that was started on one core. */
export const ONE_CORE = 'BENCH_ON_ONE_CORE';

const SOMEBODY = `/personnes/${idOf('accompaniment', 0, 0)}`;
const FORM = `${SOMEBODY}/entretiens/nouveau`;

/** Cheminer alone, for somebody signed in. */
async function served<T>({ database, data, quick }: Bench, work: (port: number, cookie: string) => Promise<T>): Promise<T> {
	const size = quick ? TENTH : WHOLE;
	const [cookie] = await signIn(database, size, data, [0]);
	const cheminer = await startCheminer(database, size, data);
	try {
		return await work(cheminer.port, cookie!);
	} finally {
		await cheminer.stop();
	}
}

/** First visits with nothing in the cache, and the way from the caseload to a recorded interview. */
export async function weights(bench: Bench): Promise<void> {
	const { report } = bench;
	await served(bench, async (port, cookie) => {
		for (const visited of ['/bureau', '/personnes', SOMEBODY, FORM]) {
			const { path, bytes, requests } = await weigh(port, visited, cookie);
			report.say(
				`First visit to ${path.replace(/[0-9a-f-]{36}/, '…')}: ${(bytes / 1000).toFixed(1)} kB, ${requests} requests; goals 70 kB, 8: ${report.judge(bytes <= 70_000 && requests <= 8)}.`
			);
		}
		const { clicks, texts } = await countClicks(port, cookie);
		report.say(
			`From the caseload to a recorded interview: ${clicks} clicks, ${texts} text, no required field; goal 4 and 1: ${report.judge(clicks <= 4 && texts <= 1)}.`
		);
	});
}

/** The door, every page of her menu, those below them that stand without anything being made first, and the page for when there is no line. */
const DOOR = '/moi/connexion';
const HERS = [
	DOOR,
	...HER_PAGES,
	'/moi/actions/notes',
	'/moi/actions/avance',
	'/moi/ce-qui-compte/souhaits/nouveau',
	'/moi/ce-qui-compte/besoins/nouveau',
	'/moi/carte/telephone',
	'/moi/emporter',
	'/moi/hors-ligne'
];

/** First visits to her own space, on a phone that was never here. */
export async function herWeights(bench: Bench): Promise<void> {
	const { database, data, quick, report } = bench;
	const [hers] = await enterHer(database, quick ? TENTH : WHOLE, data, [0]);
	await served(bench, async (port) => {
		for (const visited of HERS) {
			const { path, bytes, requests } = await weigh(port, visited, visited === DOOR ? '' : hers!);
			report.say(
				`First visit to ${path}: ${(bytes / 1000).toFixed(1)} kB, ${requests} requests; goal 35 kB: ${report.judge(bytes <= 35_000)}.`
			);
		}
	});
}

/** The plan on paper, and whether others wait for it. */
export async function plan(bench: Bench): Promise<void> {
	const { report } = bench;
	const { alone, plans, pages } = await served(bench, (port, cookie) => planLatency(port, cookie, SOMEBODY));
	report.say(`plan.pdf: p50 ${plans.toFixed(0)} ms; goal 60 ms: ${report.judge(plans <= 60)}.`);
	report.say(
		`The desk while plans are made: p50 ${pages.toFixed(0)} ms, alone ${alone.toFixed(0)} ms; goal: no longer than one plan more (${report.judge(pages <= alone + plans)}).`
	);
}

/** A cheap phone on a bad line. */
export async function phone(bench: Bench): Promise<void> {
	const { report } = bench;
	const visits = await served(bench, (port, cookie) => Promise.resolve(slowPhone(port, cookie, '/personnes', FORM)));
	for (const { path, interactive, longest } of visits) {
		report.say(
			`${path} on a slow phone: interactive after ${(interactive / 1000).toFixed(2)} s, longest task ${longest.toFixed(0)} ms; goals 1.5 s, 50 ms: ${report.judge(interactive <= 1500 && longest <= 50)}.`
		);
	}
}

/** Her first page on the same phone: what she sees first, and when nothing holds her finger up. */
export async function herPhone(bench: Bench): Promise<void> {
	const { database, data, quick, report } = bench;
	const [hers] = await enterHer(database, quick ? TENTH : WHOLE, data, [0]);
	const visits = await served(bench, (port) => Promise.resolve(slowPhone(port, hers!, '/moi', '/moi/actions')));
	for (const { path, painted, interactive } of visits) {
		report.say(
			`${path} on a slow phone: first paint after ${(painted / 1000).toFixed(2)} s, interactive after ${(interactive / 1000).toFixed(2)} s; goals 0.8 s, 1.0 s: ${report.judge(painted <= 800 && interactive <= 1000)}.`
		);
	}
}

/** The browser of the tests runs beside the pinned core, as a phone is not the server. */
function slowPhone(port: number, cookie: string, ...paths: string[]): Visit[] {
	const words = ['bench/phone.ts', String(port), cookie, ...paths];
	const pinned = process.env[ONE_CORE] ? ['-c', `0-${cpus().length - 1}`, process.execPath, ...words] : words;
	const child = spawnSync(process.env[ONE_CORE] ? 'taskset' : process.execPath, pinned, {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit']
	});
	return JSON.parse(child.stdout) as Visit[];
}
