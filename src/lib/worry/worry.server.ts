import { sql } from 'kysely';
import type { Tx } from '../server/db.ts';

/** Someone of my organisation whom I can call. */
export interface Colleague {
	id: string;
	first_name: string;
	last_name: string;
	job_title: string;
}

/** Whom to call: coordination first comes to mind, then everybody else who practises; and the number of the house. Nothing about anyone accompanied. */
export interface AtHand {
	phone: string;
	coordination: Colleague[];
	others: Colleague[];
}

/** My colleagues of today, by first name; not me. Reads nothing about a person and writes nothing. */
export async function readAtHand(tx: Tx): Promise<AtHand> {
	const [{ rows }, house] = await Promise.all([
		sql<Colleague & { coordinates: boolean }>`
			select m.id, m.first_name, m.last_name, m.job_title, 'coordination' = any (m.roles) as coordinates from member m
			where m.organization_id = my_organization() and m.id <> me() and (m.ended_at is null or m.ended_at > now())
			and m.roles && array['coordination', 'practitioner']
			order by fold(m.first_name), m.id`.execute(tx),
		sql<{ phone: string }>`select phone from organization where id = my_organization()`.execute(tx)
	]);
	const plain = ({ coordinates: _, ...one }: (typeof rows)[number]): Colleague => one;
	return {
		phone: house.rows[0]?.phone ?? '',
		coordination: rows.filter(({ coordinates }) => coordinates).map(plain),
		others: rows.filter(({ coordinates }) => !coordinates).map(plain)
	};
}
