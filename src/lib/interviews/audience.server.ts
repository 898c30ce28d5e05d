import { sql } from 'kysely';
import type { Pathway } from '../people/pathway.server.ts';
import type { Tx } from '../server/db.ts';

/** A practitioner named on an accompaniment today: lead, colleague or cover. */
export interface Named {
	id: string;
	first_name: string;
	last_name: string;
	me: boolean;
}

/**
 * Who is named on this accompaniment today, the lead first: the default audience of a text (decisions 5).
 * Whoever left, stopped practising or is excluded is not among them; I always am when I am named.
 */
export async function namedToday(tx: Tx, { accompaniment }: Pathway): Promise<Named[]> {
	return tx
		.selectFrom('member as m')
		.select(['m.id', 'm.first_name', 'm.last_name', sql<boolean>`m.id = me()`.as('me')])
		.where((eb) =>
			eb.or([
				eb('m.id', '=', accompaniment.lead_id),
				eb('m.id', 'in', (colleague) =>
					colleague
						.selectFrom('colleague')
						.select('member_id')
						.where('accompaniment_id', '=', accompaniment.id)
						.where((until) => until.or([until('until', 'is', null), until('until', '>', sql<Date>`now()`)]))
				)
			])
		)
		.where(sql<boolean>`may_be_named(m.id, ${accompaniment.id})`)
		.orderBy(sql`m.id is distinct from ${accompaniment.lead_id}::uuid`)
		.orderBy(sql`fold(m.first_name)`)
		.orderBy('m.id')
		.execute();
}

/** First names as they are said; two of the same are told apart by the last name. */
export function calledNames(named: readonly Pick<Named, 'id' | 'first_name' | 'last_name'>[]): Map<string, string> {
	return new Map(
		named.map(({ id, first_name, last_name }) => {
			const shared = named.some((other) => other.id !== id && other.first_name === first_name);
			return [id, shared && last_name ? `${first_name} ${last_name}` : first_name];
		})
	);
}
