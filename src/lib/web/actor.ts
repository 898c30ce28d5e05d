import { error } from '@sveltejs/kit';
import { can, type Actor, type Right } from '../access/access.ts';

/** The actor of a page below (desk); the hook has already sent anybody else to sign in. */
export function actorOf(locals: { actor: Actor | null }): Actor {
	if (!locals.actor) error(404);
	return locals.actor;
}

/** The actor, if the role holds this right; 403 otherwise (the page is no secret, it is not theirs). */
export function actorWho(locals: { actor: Actor | null }, right: Right): Actor {
	const actor = actorOf(locals);
	if (!can(actor, right)) error(403);
	return actor;
}
