import { json } from '@sveltejs/kit';
import { databaseHealth } from '#lib/server/db.ts';

/** Health check: 200 while people can work, else 503 with what is wrong in one word. Says nothing else. */
export async function GET() {
	const status = await databaseHealth();
	return json({ status }, { status: status === 'ok' ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}
