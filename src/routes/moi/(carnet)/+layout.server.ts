import { herOf } from '#lib/space/her.server.ts';

/** Where dates are read; and what a session does not open yet. Behind a second PIN: the country of everyday numbers, and nothing else. */
export function load({ locals }) {
	if (locals.decoy) return { zone: locals.decoy.timeZone, useful: locals.decoy.country, young: null, byCode: false };
	const { timeZone, settles, proof } = herOf(locals);
	return { zone: timeZone, useful: null, young: settles, byCode: proof === 'code' };
}
