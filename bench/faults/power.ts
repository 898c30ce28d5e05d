import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, createReadStream, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keep, serverProcesses } from './keeper.ts';
import { leaving } from './leave.ts';
import type { Proof } from './run.ts';
import { moved, setStage } from './stage.ts';
import { compare, startWriting, type Ledger } from './writers.ts';

const WHAT = 'The power goes (ext4 on a loop device with direct I/O, its image taken in mid-load, mounted elsewhere, started)';

function run(program: string, ...words: string[]): string {
	const { status, stdout, stderr, error } = spawnSync(program, words, { encoding: 'utf8' });
	if (status !== 0) throw new Error(`${program} ${words.join(' ')}: ${(stderr ?? '').trim() || (error?.message ?? status)}`);
	return stdout.trim();
}

/** A loop device over an image, so that what is there is what a disk would hold: nothing waits in the host's memory. */
function attach(image: string, place: string): { device: string; detach(): void } {
	const device = run('losetup', '--find', '--show', '--direct-io=on', image);
	const detach = leaving(() => {
		spawnSync('umount', ['-l', place]);
		spawnSync('losetup', ['--detach', device]);
	});
	try {
		mkdirSync(place);
		// The journal is committed when somebody asks for it (fsync), not by the clock in the middle of the copy.
		run('mount', '-o', 'commit=300', device, place);
		return { device, detach };
	} catch (problem) {
		detach();
		throw problem;
	}
}

async function printOf(file: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const piece of createReadStream(file, { highWaterMark: 4 * 1024 * 1024 })) hash.update(piece as Buffer);
	return hash.digest('hex');
}

/** The image as it stands at one instant: everything that could write stands still, and two copies must be the same. */
async function copyStill(image: string, copy: string): Promise<void> {
	for (let tries = 0; tries < 6; tries += 1) {
		run('cp', '--sparse=always', image, copy);
		if ((await printOf(image)) === (await printOf(copy))) return;
	}
	throw new Error('the image went on changing while everything stood still');
}

/** What a power cut leaves: acknowledged ⊆ stored. Beside it a file that nobody makes sure of, which shows that the cut does lose things. */
export async function power({ folder, say, skip }: Proof): Promise<void> {
	if (process.platform !== 'linux' || process.getuid?.() !== 0) return skip(WHAT, 'loop devices need Linux and root');
	const [image, copy] = [join(folder, 'disk.img'), join(folder, 'copy.img')];
	run('truncate', '-s', '600M', image);
	run('mkfs.ext4', '-q', '-F', '-E', 'lazy_itable_init=0,lazy_journal_init=0', image);
	let disk;
	try {
		disk = attach(image, join(folder, 'disk'));
	} catch (problem) {
		return skip(WHAT, problem instanceof Error ? problem.message : String(problem));
	}
	const data = join(folder, 'disk', 'data');
	const control = join(folder, 'disk', 'control');
	let ledger: Ledger;
	let stage;
	let lines = 0;
	try {
		stage = await setStage(data);
		const keeper = await keep(data, { CHEMINER_LOG_FILE: join(folder, 'app.log') });
		const frozen: number[] = [];
		try {
			await keeper.well();
			const writing = startWriting(keeper.url, stage);
			const careless = setInterval(() => appendFileSync(control, `${++lines}\n`), 5);
			await writing.more(300, 90);
			clearInterval(careless);
			frozen.push(keeper.pid(), ...serverProcesses(data));
			for (const pid of frozen) process.kill(pid, 'SIGSTOP');
			writing.abandon();
			ledger = structuredClone({ ...writing.ledger, drafts: new Map() }) as Ledger;
			for (const [hand, numbers] of writing.ledger.drafts) ledger.drafts.set(hand, { ...numbers });
			await copyStill(image, copy);
		} finally {
			await keeper.cut();
		}
	} finally {
		disk.detach();
	}
	const elsewhere = attach(copy, join(folder, 'elsewhere'));
	try {
		const kept = readFileSync(join(folder, 'elsewhere', 'control'), { encoding: 'utf8', flag: 'a+' }).split('\n').length - 1;
		const found = moved(stage, join(folder, 'elsewhere', 'data'));
		const began = performance.now();
		const keeper = await keep(found.data, { CHEMINER_LOG_FILE: join(folder, 'app.log') });
		try {
			await keeper.well();
			const back = (performance.now() - began) / 1000;
			const { stored, wrong } = await compare(found, ledger);
			const acknowledged = ledger.acknowledged.size;
			say(
				WHAT,
				wrong.length === 0,
				`${acknowledged} acknowledged, ${stored} stored: ${wrong.length === 0 ? 'none lost, none twice, drafts too' : wrong.slice(0, 3).join('; ')}; serving ${back.toFixed(1)} s after the start; for comparison, of a file that nobody made sure of ${kept} of ${lines} lines`
			);
		} finally {
			await keeper.stop();
		}
	} finally {
		elsewhere.detach();
	}
}
