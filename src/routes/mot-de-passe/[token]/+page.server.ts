import { error, fail, redirect } from '@sveltejs/kit';
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
	default: async ({ request, params }) => {
		const read = await readSecretForm(request, ResetForm, 'password');
		if (!read.ok) return refused(read);
		const done = await resetPassword(params.token, read.data.password);
		if (done === 'stale') error(404);
		if (done === 'obvious') return fail(422, { issues: [{ field: 'password', code: 'password_obvious' }], typed: read.typed });
		redirect(303, '/connexion?change');
	}
};
