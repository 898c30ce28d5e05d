import { sql } from 'kysely';
import { noteReading } from '../people/pathway.server.ts';
import { keyring, type Tx } from '../server/db.ts';

/** One appointment as the front desk knows it: nothing else about the person exists here (decisions 6). */
export interface Expected {
	/** Alias, or name to use; empty when she chose to come without a name. */
	name: string;
	at: Date;
	zone: string;
	channel: string;
	/** First name of the colleague she comes to see. */
	withWhom: string;
	/** The room; empty when nothing was said, or when they meet elsewhere. */
	place: string;
}

interface Row {
	shown_name: string;
	starts_at: Date;
	time_zone: string;
	channel: string;
	member_first_name: string;
	id: string;
	person_id: string;
	sealed: string | null;
	wrapped: string | null;
}

/**
 * Who is expected between two instants, in the order of the hours, and one line in the journal: no journal, no list.
 * @throws HttpError 404 for whoever is not at the front desk; somebody who excluded this colleague is not in the list
 */
export async function readExpected(tx: Tx, from: Date, until: Date): Promise<Expected[]> {
	await noteReading(tx, 'front-desk');
	const { rows } = await sql<Row>`select * from front_desk(${from}, ${until})`.execute(tx);
	return rows.map((row) => ({
		name: row.shown_name,
		at: row.starts_at,
		zone: row.time_zone,
		channel: row.channel,
		withWhom: row.member_first_name,
		place: placeOf(row)
	}));
}

function placeOf({ id, person_id, sealed, wrapped }: Row): string {
	if (!sealed || !wrapped) return '';
	return keyring().unwrap(person_id, wrapped).open<{ place?: string }>('appointment', id, sealed).place ?? '';
}
