import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { StartRefused } from '../src/lib/server/refusal.ts';
import { runningAddress } from '../src/lib/server/postgres/running.ts';
import { hasSecret, secret } from '../src/lib/server/secrets.ts';
import type { Settings } from '../src/lib/server/settings.ts';
import { DATABASE, openDatabase, openEmbedded, type Opened } from './database.ts';

/**
 * The database of a house that exists, whether or not the application is running on it: an operator's verb beside people at work.
 * @throws StartRefused in one sentence: nothing there, a server that does not answer
 */
export async function reachDatabase(settings: Settings, data: string): Promise<Opened> {
	if (settings.databaseUrl) return openDatabase(settings, data);
	if (!existsSync(join(data, 'postgres', 'PG_VERSION')))
		throw new StartRefused(`There is no database of Cheminer in ${data}: give its folder with --data.`);
	const address = await runningAddress(data);
	if (!address) return openEmbedded(data);
	if (!hasSecret(data, 'owner') || !hasSecret(data, 'server'))
		throw new StartRefused(`The database in ${data} is in the middle of its first start.`);
	return {
		ownerUrl: address.url('cheminer_migrator', secret(data, 'owner'), DATABASE),
		serverUrl: address.url('cheminer_server', secret(data, 'server'), DATABASE),
		stop: () => Promise.resolve()
	};
}

/** Nothing is ever restored over something: a folder that is not there yet, or holds nothing. */
export function refuseUsedFolder(data: string): void {
	if (existsSync(data) && readdirSync(data).length > 0)
		throw new StartRefused(
			`The folder ${data} is not empty: an archive is restored into a new one, given with --data. Nothing was changed.`
		);
}
