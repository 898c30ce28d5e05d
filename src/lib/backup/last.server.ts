import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { asRole, type Tx } from '../server/db.ts';

/** When the last archive was made that was read again and found good; undefined when there is none. */
export async function readLastArchive(tx: Tx): Promise<Date | undefined> {
	const { at } = await tx
		.selectFrom('archive')
		.select(({ fn }) => fn.max('made_at').as('at'))
		.executeTakeFirstOrThrow();
	return at ?? undefined;
}

/** A health check does not wait for this. Milliseconds. */
const PATIENCE = 1000;

/** Whole hours since the last good archive, for the health check; null when there is none, undefined when the database does not tell soon. */
export async function hoursSinceArchive(): Promise<number | null | undefined> {
	const asked = asRole('cheminer_jobs', async (tx) => {
		const { rows } = await sql<{ hours: number | null }>`
			select floor(extract(epoch from now() - max(made_at)) / 3600)::int as hours from archive`.execute(tx);
		const hours = rows[0]?.hours ?? null;
		// A clock that was set back since then makes nothing younger than now.
		return hours === null ? null : Math.max(0, hours);
	}).catch(() => undefined);
	return Promise.race([asked, pause(PATIENCE, undefined, { ref: false })]);
}
