import { herOf } from '#lib/space/her.server.ts';

/** Where dates are read. */
export function load({ locals }) {
	return { zone: herOf(locals).timeZone };
}
