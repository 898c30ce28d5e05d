import { json } from '@sveltejs/kit';
import { hoursSinceArchive } from '#lib/backup/last.server.ts';
import { databaseHealth } from '#lib/server/db.ts';

/**
 * Health check: 200 while people can work, else 503 with what is wrong in one word; and how many hours ago the last archive was made,
 * null while there is none. An old archive stops nobody: whoever watches the machine decides. Says nothing else.
 */
export async function GET() {
	const status = await databaseHealth();
	const archive = status === 'unavailable' ? undefined : await hoursSinceArchive();
	return json({ status, ...(archive === undefined ? {} : { archive_hours: archive }) }, answer(status === 'ok' ? 200 : 503));
}

const answer = (status: number) => ({ status, headers: { 'cache-control': 'no-store' } });
