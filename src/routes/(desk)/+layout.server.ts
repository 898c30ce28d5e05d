import { sectionsOf } from '#lib/desk/nav.ts';
import { actorOf } from '#lib/web/actor.ts';

/** Who is at the desk, where, and which sections the rights open. */
export function load({ locals }) {
	const actor = actorOf(locals);
	return {
		who: { name: locals.account?.name ?? actor.firstName, organization: locals.place?.organization ?? '' },
		zone: locals.place?.timeZone ?? 'Europe/Paris',
		sections: sectionsOf(actor)
	};
}
