import { herOf } from '#lib/space/her.server.ts';

/** Where dates are read; on a shared screen, who turned it and until when. */
export function load({ locals }) {
	const { timeZone, screen } = herOf(locals);
	return { zone: timeZone, screen };
}
