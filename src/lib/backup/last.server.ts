import type { Tx } from '../server/db.ts';

/** When the last archive was made that was read again and found good; undefined when there is none. */
export async function readLastArchive(tx: Tx): Promise<Date | undefined> {
	const { at } = await tx
		.selectFrom('archive')
		.select(({ fn }) => fn.max('made_at').as('at'))
		.executeTakeFirstOrThrow();
	return at ?? undefined;
}
