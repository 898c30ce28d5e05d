import { error } from '@sveltejs/kit';
import { can, type Actor, type Right } from '../access/access.ts';
import { found } from './found.ts';

/** The actor of a page below (desk); the hook has already sent anybody else to sign in. 503 while nobody can say who it is. */
export function actorOf(locals: { actor: Actor | null; away?: boolean }): Actor {
	if (locals.away) error(503);
	if (!locals.actor) error(404);
	return locals.actor;
}

/** The actor, if the role holds this right; 403 otherwise (the page is no secret, it is not theirs). */
export function actorWho(locals: { actor: Actor | null; away?: boolean }, right: Right): Actor {
	const actor = actorOf(locals);
	if (!can(actor, right)) error(403);
	return actor;
}

/** The account behind the session, where no organisation need be chosen. 503 while nobody can say whose it is. */
export function accountOf<A>(locals: { account: A | null; away?: boolean }): A {
	if (locals.away) error(503);
	return found(locals.account);
}
