import { redirect } from '@sveltejs/kit';
import { herOf } from '#lib/space/her.server.ts';
import { emptyBrowser, mayKeep } from '#lib/space/offline/device.server.ts';
import { readTyped } from '#lib/web/form.ts';
import { found } from '#lib/web/found.ts';

/** "Garder sur ce téléphone": not offered while a file of hers is concealed. */
export async function load({ locals, url }) {
	found((await mayKeep(herOf(locals))) || null);
	return { done: url.searchParams.get('fait') };
}

export const actions = {
	effacer: async (event) => {
		herOf(event.locals);
		await readTyped(event.request);
		emptyBrowser(event, event.setHeaders);
		redirect(303, '/moi/carte/telephone?fait=efface');
	}
};
