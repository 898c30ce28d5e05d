import { join } from 'node:path';
import { isAlive, readPidFile } from '../../src/lib/server/postgres/leftover.ts';
import { keep, someBackend, type Keeper } from './keeper.ts';
import type { Proof } from './run.ts';
import { setStage } from './stage.ts';
import { compare, startWriting, told } from './writers.ts';

type Target = 'Node' | 'PostgreSQL' | 'a session of PostgreSQL' | 'both';

function victims(data: string, keeper: Keeper, target: Target): number[] {
	const server = readPidFile(join(data, 'postgres'))?.pid ?? 0;
	if (target === 'Node') return [keeper.pid()];
	if (target === 'PostgreSQL') return [server];
	if (target === 'both') return [keeper.pid(), server];
	return [someBackend(data) ?? 0];
}

/** `kill -9` in the middle of writing, again and again; nothing acknowledged is lost, nothing is there twice, nobody lends a hand. */
export async function kills({ folder, say, kills: times }: Proof): Promise<void> {
	const data = join(folder, 'kills');
	const stage = await setStage(data);
	const keeper = await keep(data);
	try {
		await keeper.well();
		for (const target of ['Node', 'PostgreSQL', 'a session of PostgreSQL', 'both'] as const) {
			const writing = startWriting(keeper.url, stage);
			const back: number[] = [];
			let done = 0;
			for (let round = 0; round < times; round += 1) {
				await writing.more(10 + Math.floor(Math.random() * 20));
				const began = performance.now();
				for (const pid of victims(data, keeper, target)) {
					if (pid <= 0 || !isAlive(pid)) continue;
					process.kill(pid, 'SIGKILL');
					done += 1;
				}
				await writing.more(1);
				await keeper.well();
				back.push(performance.now() - began);
			}
			await writing.finish();
			const { ledger } = writing;
			const { stored, wrong } = await compare(stage, ledger);
			const slowest = Math.max(...back) / 1000;
			say(
				`kill -9 of ${target}, ${times} times (${done} processes)`,
				wrong.length === 0 && slowest < 15,
				`${ledger.acknowledged.size} forms acknowledged, ${wrong.length === 0 ? 'all there, none twice, drafts too' : wrong.slice(0, 3).join('; ')} (${stored} in all); ${ledger.again} sent again; well again after ${(back.reduce((a, b) => a + b, 0) / back.length / 1000).toFixed(1)} s, ${slowest.toFixed(1)} s at most; answers ${told(ledger)}`
			);
		}
	} finally {
		await keeper.stop();
	}
}
