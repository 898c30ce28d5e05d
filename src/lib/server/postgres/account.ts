import { execFileSync, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { StartRefused } from '../refusal.ts';

/** A user of the machine, by numbers. */
export interface Account {
	uid: number;
	gid: number;
}

/**
 * Under whom the database server runs: PostgreSQL refuses to run as root.
 * An ordinary user runs it himself (undefined). Root gives it to the user who owns the cluster already, else to one that
 * exists for the purpose, else to one made now.
 * @param cluster the cluster's folder, which may not exist yet
 * @throws StartRefused when the cluster belongs to somebody else, or no user can be found or made
 */
export function serverAccount(cluster: string): Account | undefined {
	const owner = statSync(cluster, { throwIfNoEntry: false });
	const me = process.getuid?.();
	if (me !== 0) {
		if (owner && me !== undefined && owner.uid !== me) {
			throw new StartRefused(
				`The data in ${cluster} belong to another user (number ${owner.uid}): start Cheminer as that user, or choose another folder with --data.`
			);
		}
		return undefined;
	}
	if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
	const found = ['cheminer', 'postgres', 'nobody'].map(accountOf).find((account) => account !== undefined) ?? make('cheminer');
	if (!found)
		throw new StartRefused(
			'PostgreSQL does not run as root and no other user exists here: create a user named cheminer, or start Cheminer as an ordinary user.'
		);
	return found;
}

function accountOf(name: string): Account | undefined {
	const number = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
	try {
		const account = { uid: number('-u'), gid: number('-g') };
		return account.uid > 0 ? account : undefined;
	} catch {
		return undefined;
	}
}

function make(name: string): Account | undefined {
	const ways: [string, string[]][] = [
		['useradd', ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', name]],
		['adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', name]]
	];
	for (const [program, words] of ways) {
		if (spawnSync(program, words, { stdio: 'ignore' }).status === 0) return accountOf(name);
	}
	return undefined;
}

/** Options of `child_process` that run a program as this account, away from a folder that it may not see. */
export function as(account: Account | undefined): { uid?: number; gid?: number; cwd: string } {
	return { ...account, cwd: '/' };
}

/** Whether the account can enter a folder: asked of the machine itself, for a parent or an access list may forbid what the folder allows. */
export function canEnter(account: Account | undefined, folder: string): boolean {
	if (!account) return true;
	return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...as(account), stdio: 'ignore' }).status === 0;
}

/** For sentences: who runs this process. */
export function whoAmI(): string {
	try {
		return userInfo().username;
	} catch {
		return `number ${process.getuid?.() ?? '?'}`;
	}
}
