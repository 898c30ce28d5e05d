import { keyring, type Tx } from '../server/db.ts';
import type { KeptFields } from '../server/session.ts';

/** A post that came after its session ended. */
export interface KeptPost {
	id: string;
	path: string;
	keptAt: Date;
}

/** What waits for me, the latest first. The wall shows each account its own, and her what was written with her card. */
export async function keptPosts(tx: Tx): Promise<KeptPost[]> {
	return tx.selectFrom('kept_post').select(['id', 'path', 'created_at as keptAt']).orderBy('created_at', 'desc').execute();
}

/** One of them with what was typed, in the order it was sent; undefined when it is not mine or is no more. */
export async function keptPost(tx: Tx, id: string): Promise<(KeptPost & { fields: KeptFields }) | undefined> {
	const row = await tx
		.selectFrom('kept_post')
		.select(['id', 'path', 'created_at as keptAt', 'sealed'])
		.where('id', '=', id)
		.executeTakeFirst();
	if (!row) return undefined;
	const { sealed, ...kept } = row;
	return { ...kept, fields: keyring().open<KeptFields>(`kept_post|${id}`, sealed) };
}

/** Throws one away, because its author says so. Otherwise it goes when its form is recorded, or after 7 days. */
export async function throwAway(tx: Tx, id: string): Promise<void> {
	await tx.deleteFrom('kept_post').where('id', '=', id).execute();
}
