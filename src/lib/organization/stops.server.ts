import { sql } from 'kysely';
import type { Tx } from '../server/db.ts';

/** An account that asked for so much in a short time that it had to wait; about nobody accompanied. */
export interface Stop {
	id: string;
	first_name: string;
	last_name: string;
	at: Date;
}

/** Whose account had to wait within the last thirty days, the latest first. @throws HttpError 404 for whoever is no administrator */
export async function readStops(tx: Tx): Promise<Stop[]> {
	const { rows } = await sql<Stop>`select * from reading_stops()`.execute(tx);
	return rows;
}
