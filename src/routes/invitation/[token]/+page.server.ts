import { error, fail, redirect } from '@sveltejs/kit';
import { tooMany } from '#lib/accounts/answers.ts';
import { beginAttempt } from '#lib/accounts/attempts.server.ts';
import { readSecretForm } from '#lib/accounts/form.ts';
import { acceptInvitation, readInvitation } from '#lib/accounts/invitations.server.ts';
import { SecondBeginForm } from '#lib/accounts/rules.ts';
import { signIn } from '#lib/accounts/sign-in.server.ts';
import { found } from '#lib/web/found.ts';
import { refused } from '#lib/web/once.server.ts';

/** Who invites, and whom. */
export async function load({ params, setHeaders }) {
	setHeaders({ 'cache-control': 'no-store' });
	return found(await readInvitation(params.token));
}

const CODES = { wrong: 'invitation_wrong', short: 'password_short', obvious: 'password_obvious' } as const;

export const actions = {
	default: async (event) => {
		const read = await readSecretForm(event.request, SecondBeginForm, 'password');
		if (!read.ok) return refused(read);
		// Counted by the address: an administrator who invites somebody again and again has no more guesses at her password than anybody.
		const invited = await readInvitation(event.params.token);
		const attempt = await (invited ? beginAttempt(event, 'password', invited.email) : beginAttempt(event, 'link', event.params.token));
		if (attempt.wait > 0) return tooMany(event, attempt.wait, read.typed);
		const { password } = read.data;
		const done = await acceptInvitation(event.params.token, password);
		if (done.is === 'stale') error(404);
		if (done.is !== 'accepted') return fail(422, { issues: [{ field: 'password', code: CODES[done.is] }], typed: read.typed });
		await attempt.succeeded();
		const signedIn = await signIn(event, { email: done.email, password });
		redirect(303, signedIn.step === 'second' ? '/connexion/code' : '/connexion');
	}
};
