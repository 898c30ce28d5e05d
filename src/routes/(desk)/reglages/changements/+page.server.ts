import { readChanges } from '#lib/organization/changes.server.ts';
import { as } from '#lib/server/db.ts';
import { actorWho } from '#lib/web/actor.ts';
import { idFrom } from '#lib/web/found.ts';

/** Who changed settings and accounts, the latest first. */
export async function load({ locals, url }) {
	const actor = actorWho(locals, 'change-settings');
	const before = url.searchParams.get('avant');
	return as(actor, (tx) => readChanges(tx, before === null ? null : idFrom(before)));
}
