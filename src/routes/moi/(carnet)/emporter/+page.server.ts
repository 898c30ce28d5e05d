import { herOf } from '#lib/space/her.server.ts';

/** What her file holds, and what it does not. */
export function load({ locals }) {
	herOf(locals);
}
