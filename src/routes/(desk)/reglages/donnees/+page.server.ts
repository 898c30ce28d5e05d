import { readOrganization } from '#lib/organization/organization.server.ts';
import { as } from '#lib/server/db.ts';
import { actorWho } from '#lib/web/actor.ts';
import { found } from '#lib/web/found.ts';

/** What an administrator must know of the data that the house holds. */
export async function load({ locals }) {
	const actor = actorWho(locals, 'change-settings');
	const { name } = found(await as(actor, readOrganization));
	return { name, country: locals.place?.country ?? 'FR' };
}
