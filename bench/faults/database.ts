import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { openEmbedded } from '../../bin/database.ts';
import { health, keep, serverProcesses, type Keeper } from './keeper.ts';
import type { Proof } from './run.ts';
import { setStage, urlOf, type Hand, type Stage } from './stage.ts';
import { compare, startWriting, told, type Writing } from './writers.ts';

/** The longest that anybody may wait for an answer, whatever is away. */
const QUICK_MS = 6000;

/** A page that somebody who is signed in asks for. @returns its status and how long it took */
async function read(keeper: Keeper, hand: Hand, path: string): Promise<{ status: number; ms: number }> {
	const began = performance.now();
	try {
		const answer = await fetch(keeper.url + path, { redirect: 'manual', headers: { accept: 'text/html', cookie: hand.cookie } });
		await answer.arrayBuffer();
		return { status: answer.status, ms: performance.now() - began };
	} catch {
		return { status: 0, ms: performance.now() - began };
	}
}

/** What people meet while something is away, asked every half second. */
export async function look(keeper: Keeper, stage: Stage, seconds: number) {
	const seen = { sante: new Set<string>(), caseload: new Set<number>(), file: new Set<number>(), signIn: new Set<number>(), slowest: 0 };
	const hand = stage.hands[0]!;
	for (const until = Date.now() + seconds * 1000; Date.now() < until; await pause(500)) {
		const [state, list, file, door] = await Promise.all([
			health(keeper.url),
			read(keeper, hand, '/personnes'),
			read(keeper, hand, `/personnes/${hand.file}`),
			read(keeper, { ...hand, cookie: '' }, '/connexion')
		]);
		seen.sante.add(state);
		seen.caseload.add(list.status);
		seen.file.add(file.status);
		seen.signIn.add(door.status);
		seen.slowest = Math.max(seen.slowest, list.ms, file.ms, door.ms);
	}
	const words = `/sante ${[...seen.sante].join(', ')}; caseload ${[...seen.caseload].join(', ')}, a file ${[...seen.file].join(', ')}, sign-in page ${[...seen.signIn].join(', ')}; slowest page ${(seen.slowest / 1000).toFixed(1)} s`;
	return { ...seen, words };
}

/** Ends the writing once all is well again, and compares. */
export async function settle(keeper: Keeper, stage: Stage, writing: Writing) {
	const began = performance.now();
	await keeper.well();
	const back = (performance.now() - began) / 1000;
	await writing.more(6);
	await writing.finish();
	const { wrong } = await compare(stage, writing.ledger);
	const kept =
		wrong.length === 0 ? `all ${writing.ledger.acknowledged.size} acknowledged are there once, drafts too` : wrong.slice(0, 3).join('; ');
	return {
		held: wrong.length === 0 && writing.ledger.slowest < QUICK_MS,
		words: `back by itself ${back.toFixed(1)} s later; ${kept}; slowest form ${(writing.ledger.slowest / 1000).toFixed(1)} s; answers ${told(writing.ledger)}`
	};
}

const only = <T>(seen: Set<T>, ...wanted: T[]) => [...seen].every((one) => wanted.includes(one));

/** A database that stands still, that nobody can reach any more, that is stopped and started again by its operator. */
export async function database(proof: Proof): Promise<void> {
	const data = join(proof.folder, 'data');
	const stage = await setStage(data);
	const keeper = await keep(data);
	try {
		await keeper.well();
		await paused(proof, keeper, stage);
		await outOfConnections(proof, keeper, stage);
	} finally {
		await keeper.stop();
	}
	await stopped(proof, stage);
}

async function paused({ say }: Proof, keeper: Keeper, stage: Stage): Promise<void> {
	const writing = startWriting(keeper.url, stage);
	await writing.more(20);
	const frozen = serverProcesses(stage.data);
	for (const pid of frozen) process.kill(pid, 'SIGSTOP');
	let seen;
	try {
		await pause(4000);
		seen = await look(keeper, stage, 26);
	} finally {
		for (const pid of frozen) process.kill(pid, 'SIGCONT');
	}
	const after = await settle(keeper, stage, writing);
	const honest = only(seen.sante, '503 unavailable') && only(seen.file, 503) && only(seen.signIn, 200) && seen.slowest < 1000;
	say('The database stands still for 30 s (SIGSTOP of all its processes)', honest && after.held, `${seen.words}; ${after.words}`);
}

async function outOfConnections({ say }: Proof, keeper: Keeper, stage: Stage): Promise<void> {
	const writing = startWriting(keeper.url, stage);
	await writing.more(20);
	const hog: pg.Client[] = [];
	let seen;
	try {
		// First what is free, then what the application has, which is cut and taken in its place.
		await takeAll(stage.data, hog);
		for (const until = Date.now() + 4000; Date.now() < until;) {
			await hog[0]?.query(
				`select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'cheminer%' and pid <> pg_backend_pid()`
			);
			await takeAll(stage.data, hog);
		}
		seen = await look(keeper, stage, 6);
	} finally {
		await Promise.all(hog.map((client) => client.end().catch(() => undefined)));
	}
	const after = await settle(keeper, stage, writing);
	const honest = only(seen.file, 200, 503) && only(seen.signIn, 200) && seen.slowest < QUICK_MS;
	say(`No connection left (${hog.length} taken, those of the application cut)`, honest && after.held, `${seen.words}; ${after.words}`);
}

async function takeAll(data: string, hog: pg.Client[]): Promise<void> {
	for (;;) {
		const client = new pg.Client({ connectionString: urlOf(data, 'server'), application_name: 'hog' });
		client.on('error', () => undefined);
		try {
			await client.connect();
		} catch {
			return;
		}
		hog.push(client);
	}
}

async function stopped({ say, folder }: Proof, stage: Stage): Promise<void> {
	let operator = await openEmbedded(stage.data);
	const own = join(folder, 'own');
	mkdirSync(own);
	chmodSync(own, 0o755);
	const keeper = await keep(own, {
		DATABASE_URL: operator.serverUrl,
		DATABASE_OWNER_URL: operator.ownerUrl,
		CHEMINER_KEY_FILE: join(stage.data, 'keys', 'installation.json')
	});
	try {
		await keeper.well();
		const writing = startWriting(keeper.url, stage);
		await writing.more(20);
		await operator.stop();
		const seen = await look(keeper, stage, 6);
		operator = await openEmbedded(stage.data);
		const after = await settle(keeper, stage, writing);
		const honest = only(seen.sante, '503 unavailable') && only(seen.file, 503) && only(seen.signIn, 200) && seen.slowest < 1000;
		say(
			'The operator’s own PostgreSQL is stopped, and started again',
			honest && after.held && keeper.restarts() === 0,
			`${seen.words}; ${after.words}; Node ended ${keeper.restarts()} times`
		);
	} finally {
		await keeper.stop();
		await operator.stop();
	}
}
