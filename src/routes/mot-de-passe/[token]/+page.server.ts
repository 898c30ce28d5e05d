import { error, fail, redirect } from '@sveltejs/kit';
import { tooMany } from '#lib/accounts/answers.ts';
import { beginAttempt } from '#lib/accounts/attempts.server.ts';
import { readSecretForm } from '#lib/accounts/form.ts';
import { resetIsOpen, resetPassword } from '#lib/accounts/reset.server.ts';
import { ResetForm } from '#lib/accounts/rules.ts';
import { refused } from '#lib/web/once.server.ts';

/** The link of a mail. A mail program that opens it to look inside uses nothing up. */
export async function load({ params, setHeaders }) {
	setHeaders({ 'cache-control': 'no-store' });
	if (!(await resetIsOpen(params.token))) error(404);
}

export const actions = {
	default: async (event) => {
		const read = await readSecretForm(event.request, ResetForm, 'password');
		if (!read.ok) return refused(read);
		const attempt = await beginAttempt(event, 'link', event.params.token);
		if (attempt.wait > 0) return tooMany(event, attempt.wait, read.typed);
		const done = await resetPassword(event.params.token, read.data.password);
		if (done === 'stale') error(404);
		if (done === 'obvious') return fail(422, { issues: [{ field: 'password', code: 'password_obvious' }], typed: read.typed });
		await attempt.succeeded();
		redirect(303, '/connexion?change');
	}
};
