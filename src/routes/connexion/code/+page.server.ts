import { fail, redirect } from '@sveltejs/kit';
import { tooMany } from '#lib/accounts/answers.ts';
import { ownPath, withSuite } from '#lib/accounts/paths.ts';
import { CodeForm } from '#lib/accounts/rules.ts';
import { confirmSignIn, secondStepWaits } from '#lib/accounts/sign-in.server.ts';
import { readForm } from '#lib/web/form.ts';
import { refused } from '#lib/web/once.server.ts';

/** The second step of a sign-in; without a first one there is nothing to do here. */
export function load({ cookies, url }) {
	const suite = ownPath(url.searchParams.get('suite'));
	if (!secondStepWaits({ cookies, url })) redirect(303, withSuite('/connexion', suite));
	return { suite };
}

export const actions = {
	default: async (event) => {
		const read = await readForm(event.request, CodeForm);
		if (!read.ok) return refused(read);
		const suite = ownPath(read.data.suite);
		const done = await confirmSignIn(event, read.data);
		const typed = { suite };
		if (done.step === 'wait') return tooMany(event, done.seconds, typed);
		if (done.step === 'refused') return fail(422, { issues: [{ field: 'code', code: 'code' }], typed });
		// Signed in, or to begin again: that page knows which.
		redirect(303, withSuite('/connexion', suite));
	}
};
