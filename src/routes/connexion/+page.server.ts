import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { tooMany } from '#lib/accounts/answers.ts';
import { demoAccounts, typedOrChosen } from '#lib/accounts/demo.server.ts';
import { readSecretForm } from '#lib/accounts/form.ts';
import { nextStep } from '#lib/accounts/next-step.server.ts';
import { homeOf, ownPath, withSuite } from '#lib/accounts/paths.ts';
import { SignInForm } from '#lib/accounts/rules.ts';
import { signIn } from '#lib/accounts/sign-in.server.ts';
import { refused } from '#lib/web/once.server.ts';

/** Whoever is signed in goes on: to where they were going, or to what is still asked of them. */
export async function load({ locals, url, cookies }) {
	const suite = ownPath(url.searchParams.get('suite'));
	if (locals.actor) redirect(303, suite ?? homeOf(locals.actor.roles));
	if (locals.account) redirect(303, withSuite(await nextStep({ cookies, url }), suite));
	return {
		suite,
		kept: suite?.startsWith('/reprise/') ?? false,
		changed: url.searchParams.has('change'),
		opened: url.searchParams.has('ouvert'),
		demo: demoAccounts()
	};
}

export const actions = {
	default: async (event) => {
		const read = await readSecretForm(event.request, z.preprocess(typedOrChosen, SignInForm), 'password');
		if (!read.ok) return refused(read);
		const suite = ownPath(read.data.suite);
		const done = await signIn(event, read.data);
		if (done.step === 'wait') return tooMany(event, done.seconds, read.typed);
		if (done.step === 'refused') return fail(422, { issues: [{ field: '', code: 'credentials' }], typed: read.typed });
		redirect(303, withSuite(done.step === 'second' ? '/connexion/code' : '/connexion', suite));
	}
};
