import { json } from '@sveltejs/kit';
import { databaseAnswers } from '#lib/server/db.ts';

/** Health check: 200 when the database answers, else 503. Says nothing else. */
export async function GET() {
	return (await databaseAnswers()) ? json({ status: 'ok' }) : json({ status: 'unavailable' }, { status: 503 });
}
