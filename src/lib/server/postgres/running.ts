import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartRefused } from '../refusal.ts';
import { dataFolder } from '../secrets.ts';
import { lockData } from './lock.ts';

/** Address for one login on a server of this machine. */
type Address = (login: string, password: string, database: string) => string;

/** Where a server in this folder is reached: through its socket, or on a loopback port where that path would be too long. */
export function addressIn(folder: string, port: number | undefined): Address {
	return (login, password, database) => {
		// A folder stands in the query, where every driver finds it; "localhost" only keeps the address readable to parsers.
		const host = port === undefined ? `localhost/${database}?host=${encodeURIComponent(folder)}` : `127.0.0.1:${port}/${database}`;
		return `postgres://${login}:${encodeURIComponent(password)}@${host}`;
	};
}

/**
 * The address of the server that another process runs on a data folder.
 * @returns undefined when no process holds the folder: whoever asks may start the server itself
 * @throws StartRefused when the folder is held and no server answers there yet
 */
export async function runningAddress(path: string): Promise<{ url: Address } | undefined> {
	const data = dataFolder(path);
	if (!(await isHeld(data))) return undefined;
	const folder = join(data, 'postgres');
	if (existsSync(join(folder, '.s.PGSQL.5432'))) return { url: addressIn(folder, undefined) };
	const port = Number(portLine(folder));
	if (!port) throw new StartRefused(`Cheminer is starting or stopping on ${data}: try again in a moment.`);
	return { url: addressIn(folder, port) };
}

async function isHeld(data: string): Promise<boolean> {
	try {
		(await lockData(data, 0)).release();
		return false;
	} catch (problem) {
		if (problem instanceof StartRefused && problem.message.includes('already runs')) return true;
		throw problem;
	}
}

/** The fourth line of what a running server writes about itself. */
function portLine(folder: string): string | undefined {
	try {
		return readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[3];
	} catch {
		return undefined;
	}
}
