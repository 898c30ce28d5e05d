import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { archivesIn, momentOf } from '../src/lib/backup/place.ts';
import { log } from '../src/lib/server/log.ts';
import type { Settings } from '../src/lib/server/settings.ts';
import type { Opened } from './database.ts';

const HOUR = 3_600_000;
/** How often it is looked whether an archive is due. */
const LOOK_EVERY = 5 * 60_000;
/** After one that failed, the next try: a disk may be plugged in again. */
const TRY_AGAIN = HOUR / 2;

/**
 * Whether an archive is due: at night once the last is half a day old, and at any hour once it is a day old, for a machine that sleeps at night.
 * @param last when the last archive was made, if there is one
 */
export function isDue(now: Date, last: Date | undefined): boolean {
	if (!last) return true;
	const age = now.getTime() - last.getTime();
	const night = now.getHours() >= 1 && now.getHours() < 5;
	return age >= 24 * HOUR || (night && age >= 12 * HOUR) || age < -HOUR;
}

/**
 * Has an archive made once a day while the application runs, by `cheminer backup` in a process of its own: the work of those who are
 * served is not held up, and the login that may read everything stays out of the process that serves.
 */
export function keepNightly(house: { settings: Settings; data: string; database: Opened }, lookEvery = LOOK_EVERY): { stop(): void } {
	const { to, days } = house.settings.backup;
	if (to === undefined) return { stop: () => undefined };
	let failedAt = 0;
	let child: ReturnType<typeof makeOne> | undefined;
	const look = () => {
		const now = new Date();
		const newest = archivesIn(to, 'data')[0];
		if (child || now.getTime() - failedAt < TRY_AGAIN || !isDue(now, newest === undefined ? undefined : momentOf(newest))) return;
		if (!existsSync(to)) {
			// A disk that is not there: made here, the folder would lie on the wrong one.
			failedAt = now.getTime();
			log('archive failed', { why: 'the folder of CHEMINER_BACKUP_TO is not there' });
			return;
		}
		child = makeOne(house, to, days, (code, said) => {
			child = undefined;
			failedAt = code === 0 ? 0 : Date.now();
			if (code === 0) log('archive made');
			else log('archive failed', { code: code ?? undefined, why: said.split('\n', 1)[0] });
		});
	};
	const timer = setInterval(look, lookEvery);
	timer.unref();
	return {
		stop() {
			clearInterval(timer);
			child?.kill('SIGTERM');
		}
	};
}

function makeOne(
	{ settings, data, database }: { settings: Settings; data: string; database: Opened },
	to: string,
	days: number,
	ended: (code: number | null, said: string) => void
) {
	const { DATABASE_URL: _, DATABASE_OWNER_URL: __, ...environment } = process.env;
	const external = settings.databaseUrl ? { DATABASE_URL: database.serverUrl, DATABASE_OWNER_URL: database.ownerUrl } : {};
	const words = ['backup', '--data', data, '--to', to, '--keep', String(days)];
	const child = spawn(process.execPath, [join(import.meta.dirname, 'cheminer.ts'), ...words], {
		env: { ...environment, ...external },
		stdio: ['ignore', 'ignore', 'pipe']
	});
	// Whoever is served comes first.
	if (child.pid !== undefined) setPriority(child.pid, 10);
	let said = '';
	child.stderr.on('data', (piece: Buffer) => (said = (said + piece.toString()).slice(0, 2000)));
	child.once('error', () => ended(null, 'the program did not start'));
	child.once('exit', (code) => ended(code, said));
	return child;
}
