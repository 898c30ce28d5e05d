import { readLastArchive } from '#lib/backup/last.server.ts';
import { readOrganization } from '#lib/organization/organization.server.ts';
import { as } from '#lib/server/db.ts';
import { actorWho } from '#lib/web/actor.ts';
import { found } from '#lib/web/found.ts';

/** A copy older than this (milliseconds) is said to be: one is promised a day. */
const OLD = 2 * 24 * 3_600_000;

/** What an administrator must know of the data that the house holds. */
export async function load({ locals }) {
	const actor = actorWho(locals, 'change-settings');
	const { name, archived } = await as(actor, async (tx) => ({
		name: found(await readOrganization(tx)).name,
		archived: await readLastArchive(tx)
	}));
	return {
		name,
		archived: archived && { at: archived, isOld: Date.now() - archived.getTime() > OLD },
		country: locals.place?.country ?? 'FR'
	};
}
