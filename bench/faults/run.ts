/**
 * Pulls the plugs, one after another, and says what held: `npm run proof [-- --only kills,power,disk,database,clock,twenty] [--kills 20] [--write]`.
 * Everything happens under a folder of its own in the machine's temporary folder; `--write` adds the table to bench/RESULTS.md.
 */
import { appendFileSync, chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { clock } from './clock.ts';
import { database } from './database.ts';
import { disk } from './disk.ts';
import { kills } from './kills.ts';
import { leaveNothing, leaving } from './leave.ts';
import { power } from './power.ts';
import { twenty } from './twenty.ts';

/** What one proof needs. */
export interface Proof {
	/** A folder of its own. */
	folder: string;
	/** How often each process is killed. */
	kills: number;
	/** One line of the table: what was done, whether it held, what was seen. */
	say(what: string, held: boolean, seen: string): void;
	/** What could not be done on this machine, and why. */
	skip(what: string, why: string): void;
}

const PROOFS: Record<string, (proof: Proof) => Promise<void>> = { kills, power, disk, database, clock, twenty };

const { values } = parseArgs({
	options: {
		only: { type: 'string', default: Object.keys(PROOFS).join(',') },
		kills: { type: 'string', default: '20' },
		write: { type: 'boolean', default: false }
	}
});

const lines: { what: string; state: string; seen: string }[] = [];
const tell = (what: string, state: string, seen: string) => {
	lines.push({ what, state, seen });
	console.log(`${state === 'held' ? '✔' : state === 'FAILED' ? '✖' : '–'} ${what}: ${seen}`);
};

async function prove(name: string, work: (proof: Proof) => Promise<void>): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'proof-'));
	// Where the database runs as another user, he must be able to enter.
	chmodSync(folder, 0o755);
	const takeAway = leaving(() => rmSync(folder, { recursive: true, force: true }));
	process.env['CHEMINER_LOG_FILE'] = join(folder, 'proof.log');
	const began = performance.now();
	try {
		await work({
			folder,
			kills: Number(values.kills),
			say: (what, held, seen) => tell(what, held ? 'held' : 'FAILED', seen),
			skip: (what, why) => tell(what, 'not run', why)
		});
	} catch (problem) {
		tell(name, 'FAILED', problem instanceof Error ? (problem.stack ?? problem.message) : String(problem));
	} finally {
		console.log(`  (${name}: ${Math.round((performance.now() - began) / 1000)} s)`);
		takeAway();
	}
}

leaveNothing();
const load = loadavg()[0]?.toFixed(2);
console.log(`Load average before: ${load} on ${cpus().length} cores; Node ${process.versions.node}.`);
for (const name of values.only.split(',')) {
	const work = PROOFS[name];
	if (work) await prove(name, work);
	else tell(name, 'FAILED', `there is no such proof: ${Object.keys(PROOFS).join(', ')}`);
}
if (values.write) {
	const cell = (text: string) => text.split('\n', 1)[0]!.replace(/\|/g, '/');
	const table = lines.map(({ what, state, seen }) => `| ${cell(what)} | ${state} | ${cell(seen)} |`);
	appendFileSync(
		new URL('../RESULTS.md', import.meta.url),
		`\n## ${new Date().toISOString().slice(0, 10)}, pulled plugs (\`npm run proof\`, load average ${load} on ${cpus().length} cores before)\n\n| what | | what was seen |\n|---|---|---|\n${table.join('\n')}\n`
	);
}
process.exitCode = lines.some(({ state }) => state === 'FAILED') ? 1 : 0;
// The channel to the script that started this one would keep the process alive.
process.removeAllListeners('disconnect');
if (process.connected) process.disconnect();
