import { error } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

/** The gallery of parts stands in the demo alone. */
function inDemo(): void {
	if (process.env['CHEMINER_DEMO'] !== '1') error(404);
}

/** A fixed present, so that two visits look the same. */
export const load: PageServerLoad = () => {
	inDemo();
	return { now: new Date('2026-11-19T13:30:00Z') };
};

/** The form of the gallery is there to be tried: it keeps nothing. */
export const actions: Actions = {
	enregistrer: () => {
		inDemo();
		return { saved: true };
	},
	brouillon: () => {
		inDemo();
		return { kept: true };
	}
};
