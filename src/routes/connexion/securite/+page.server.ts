import { redirect } from '@sveltejs/kit';
import { ownPath, withSuite } from '#lib/accounts/paths.ts';
import { beginAction, confirmAction } from '#lib/accounts/second-step-actions.server.ts';

/** Asked of an administrator before anything else: a second step at sign-in. */
export function load({ locals, url }) {
	const suite = ownPath(url.searchParams.get('suite'));
	if (!locals.account || locals.actor) redirect(303, withSuite('/connexion', suite));
	return { suite };
}

export const actions = {
	begin: beginAction,
	confirm: async (event) => {
		const done = await confirmAction(event);
		if ('confirmed' in done) redirect(303, withSuite('/connexion', ownPath(done.suite)));
		return done;
	}
};
