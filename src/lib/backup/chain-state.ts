import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { DB } from '../../../database/types.ts';
import { verifyChain } from '../server/close-chain.ts';

/** The chain over journal and audit, walked from its first batch. */
export interface ChainState {
	batches: number;
	lines: number;
	head: string | null;
	/** What is wrong with it, in fixed words; empty when nothing is. */
	sentences: string[];
}

const WORDS = {
	changed: 'a batch was changed since it was closed',
	lost: 'lines point to a batch that is not there',
	broken: 'batches hang from nothing',
	late: 'lines were slipped in under an old date'
};

/** Computes every head again, as role jobs. */
export async function chainOf(serverUrl: string): Promise<ChainState> {
	const pool = new pg.Pool({ connectionString: serverUrl, options: '-c role=cheminer_jobs', max: 1, application_name: 'cheminer copies' });
	const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
	try {
		const { batches, lines, head, findings } = await db.transaction().execute(verifyChain);
		return { batches, lines, head, sentences: [...new Set(findings.map(({ kind }) => WORDS[kind]))] };
	} finally {
		await db.destroy();
	}
}
