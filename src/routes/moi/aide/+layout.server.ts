import { helperOf } from '#lib/helper/helping.server.ts';

/** Where dates are read. */
export function load({ locals }) {
	return { zone: helperOf(locals).timeZone };
}
