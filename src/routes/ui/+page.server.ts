import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** The gallery of parts stands in the demo alone. A fixed present, so that two visits look the same. */
export const load: PageServerLoad = () => {
	if (process.env.CHEMINER_DEMO !== '1') error(404);
	return { now: new Date('2026-11-19T13:30:00Z') };
};
