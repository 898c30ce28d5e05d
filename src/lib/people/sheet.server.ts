import type { Actor } from '../access/access.ts';
import type { Tx } from '../server/db.ts';

/** Who answers first for what is written: the organisation, as the information page names it. */
export interface House {
	name: string;
	address: string;
	phone: string;
}

/** My organisation's public facts. */
export async function readHouse(tx: Tx, { organization }: Pick<Actor, 'organization'>): Promise<House> {
	return tx.selectFrom('organization').select(['name', 'address', 'phone']).where('id', '=', organization).executeTakeFirstOrThrow();
}
