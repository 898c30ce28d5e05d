import { sql, type Selectable } from 'kysely';
import type { Organization } from '../../../database/types.ts';
import type { Tx } from '../server/db.ts';
import { StaleError } from '../web/once.server.ts';
import type { OrganizationSaid } from './rules.ts';

export type OrganizationRow = Pick<Selectable<Organization>, 'name' | 'kind' | 'address' | 'directions' | 'phone' | 'version'>;

/** The organisation in which I act. */
export async function readOrganization(tx: Tx): Promise<OrganizationRow | undefined> {
	return tx
		.selectFrom('organization')
		.select(['name', 'kind', 'address', 'directions', 'phone', 'version'])
		.where('id', '=', sql<string>`my_organization()`)
		.executeTakeFirst();
}

/**
 * Changes what my organisation says of itself.
 * @throws StaleError when somebody changed it meanwhile
 * @throws HttpError 404 for whoever is not an administrator
 */
export async function changeOrganization(tx: Tx, { version, ...said }: OrganizationSaid): Promise<void> {
	const changed = await tx
		.updateTable('organization')
		.set({ ...said, version: version + 1 })
		.where('id', '=', sql<string>`my_organization()`)
		.where('version', '=', version)
		.executeTakeFirst();
	if (changed.numUpdatedRows > 0n) return;
	throw new StaleError({ ...(await readOrganization(tx)) });
}
