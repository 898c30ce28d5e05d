import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { look, settle } from './database.ts';
import { keep } from './keeper.ts';
import { leaving } from './leave.ts';
import type { Proof } from './run.ts';
import { setStage } from './stage.ts';
import { startWriting } from './writers.ts';

/** A small disk of its own. @returns why there is none, or what takes it away */
function mountSmall(place: string, size: string): string | (() => void) {
	mkdirSync(place, { recursive: true });
	if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'mounting a small disk needs Linux and root';
	const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0755`, 'tmpfs', place], { encoding: 'utf8' });
	return status === 0 ? leaving(() => spawnSync('umount', ['-l', place])) : `no small disk here: ${stderr.trim()}`;
}

/** Takes all the room that is left. @returns what gives it back */
function fill(place: string): () => void {
	const ballast = join(place, 'ballast');
	const handle = openSync(ballast, 'w');
	for (let size = 1024 * 1024; size >= 512;) {
		try {
			if (writeSync(handle, Buffer.alloc(size)) < size) size /= 2;
		} catch {
			size /= 2;
		}
	}
	closeSync(handle);
	return () => rmSync(ballast, { force: true });
}

const freeOn = (place: string) => Math.round((statfsSync(place).bfree * statfsSync(place).bsize) / 1024);

/** The disk of the data is full, then the disk of the logs. Drafts and kept posts lie in the database: their disk is that of the data. */
export async function disk(proof: Proof): Promise<void> {
	await dataFull(proof);
	await logsFull(proof);
}

async function dataFull({ folder, say, skip }: Proof): Promise<void> {
	const what = 'The disk of the data is full (texts, drafts, kept posts)';
	const place = join(folder, 'small');
	const unmount = mountSmall(place, '320m');
	if (typeof unmount === 'string') return skip(what, unmount);
	try {
		const data = join(place, 'data');
		const stage = await setStage(data);
		const keeper = await keep(data, { CHEMINER_LOG_FILE: join(folder, 'app.log') });
		try {
			await keeper.well();
			const writing = startWriting(keeper.url, stage);
			await writing.more(30);
			const giveBack = fill(place);
			const left = freeOn(place);
			let seen;
			try {
				await refusedWithin(writing.ledger.statuses, 30);
				seen = await look(keeper, stage, 12);
			} finally {
				giveBack();
			}
			const after = await settle(keeper, stage, writing);
			const honest = ![...seen.sante].includes('200 ok') && [...seen.signIn].every((status) => status === 200);
			say(what, honest && after.held, `${left} kB left; ${seen.words}; ${after.words}; Node ended ${keeper.restarts()} times`);
			await startOnFull({ folder, say }, place, keeper, stage);
		} finally {
			await keeper.stop();
		}
	} finally {
		unmount();
	}
}

/** Writing goes on until the first form is refused for lack of room. */
async function refusedWithin(statuses: Map<number, number>, seconds: number): Promise<void> {
	for (const until = Date.now() + seconds * 1000; !statuses.has(503); await new Promise((resolve) => setTimeout(resolve, 50)))
		if (Date.now() > until) throw new Error(`nothing was refused within ${seconds} s on a full disk`);
}

async function startOnFull(
	{ say }: Pick<Proof, 'folder' | 'say'>,
	place: string,
	keeper: Awaited<ReturnType<typeof keep>>,
	stage: Awaited<ReturnType<typeof setStage>>
): Promise<void> {
	const giveBack = fill(place);
	const writing = startWriting(keeper.url, stage);
	try {
		process.kill(keeper.pid(), 'SIGKILL');
		await new Promise((resolve) => setTimeout(resolve, 8000));
	} finally {
		giveBack();
	}
	const after = await settle(keeper, stage, writing);
	say('Node is killed while the disk is full', after.held, `${after.words}; started again ${keeper.restarts()} times`);
}

async function logsFull({ folder, say, skip }: Proof): Promise<void> {
	const what = 'The disk of the logs is full';
	const data = join(folder, 'data');
	const logs = join(data, 'logs');
	mkdirSync(data);
	chmodSync(data, 0o755);
	const unmount = mountSmall(logs, '1m');
	if (typeof unmount === 'string') return skip(what, unmount);
	try {
		const stage = await setStage(data);
		const keeper = await keep(data);
		try {
			await keeper.well();
			fill(logs);
			const writing = startWriting(keeper.url, stage);
			await writing.more(60);
			// A start, and a database that comes back, have much to say.
			process.kill(keeper.pid(), 'SIGKILL');
			await writing.more(60);
			const after = await settle(keeper, stage, writing);
			say(what, after.held && keeper.restarts() === 1, `${after.words}; ended once, killed by the proof, and started on the full disk`);
		} finally {
			await keeper.stop();
		}
	} finally {
		unmount();
	}
}
