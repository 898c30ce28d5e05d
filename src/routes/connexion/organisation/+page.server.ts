import { redirect } from '@sveltejs/kit';
import { actIn, membershipsOf } from '#lib/accounts/next-step.server.ts';
import { ownPath, withSuite } from '#lib/accounts/paths.ts';
import { OrganisationForm } from '#lib/accounts/rules.ts';
import { readForm } from '#lib/web/form.ts';
import { found } from '#lib/web/found.ts';
import { refused } from '#lib/web/once.server.ts';

/** Which organisation to act in: asked after sign-in when there are several, and on the way to switch. */
export async function load({ locals, url, cookies }) {
	const suite = ownPath(url.searchParams.get('suite'));
	if (!locals.account) redirect(303, withSuite('/connexion', suite));
	return { suite, memberships: await membershipsOf({ cookies, url }) };
}

export const actions = {
	default: async ({ request, cookies, url, locals }) => {
		const read = await readForm(request, OrganisationForm);
		if (!read.ok) return refused(read);
		const suite = ownPath(read.data.suite);
		if (!locals.account) redirect(303, withSuite('/connexion', suite));
		found((await actIn({ cookies, url }, read.data.member)) || undefined);
		redirect(303, withSuite('/connexion', suite));
	}
};
