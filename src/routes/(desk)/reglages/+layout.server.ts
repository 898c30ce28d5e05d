import { can } from '#lib/access/access.ts';
import { actorOf } from '#lib/web/actor.ts';

/** Which of the settings are this member's: the organisation's, her own people, or both. */
export function load({ locals }) {
	const actor = actorOf(locals);
	return { ofOrganization: can(actor, 'change-settings'), ofPeople: can(actor, 'bring-people-in') };
}
