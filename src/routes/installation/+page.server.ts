import { error, fail, redirect } from '@sveltejs/kit';
import { readSecretForm } from '#lib/accounts/form.ts';
import { firstStart, isSetUpToken, needsFirstStart } from '#lib/accounts/first-start.server.ts';
import { isObvious } from '#lib/accounts/password.ts';
import { FirstStartForm } from '#lib/accounts/rules.ts';
import { refused } from '#lib/web/once.server.ts';

/** Open once, to whoever reads the launcher's console, while there is no organisation; then it has never existed. */
export async function load({ url, request, setHeaders }) {
	setHeaders({ 'cache-control': 'no-store' });
	const token = url.searchParams.get('jeton');
	const isAnswer = request.method === 'POST';
	if (!(await needsFirstStart()) || !(isAnswer || isSetUpToken(token))) error(404);
	return { token };
}

export const actions = {
	default: async ({ request }) => {
		const read = await readSecretForm(request, FirstStartForm, 'password');
		if (!isSetUpToken(read.typed.token) || !(await needsFirstStart())) error(404);
		if (!read.ok) return refused(read);
		const { token, ...said } = read.data;
		if (isObvious(said.password, [said.email, said.firstName, said.lastName, said.organization])) {
			return fail(422, { issues: [{ field: 'password', code: 'password_obvious' }], typed: read.typed });
		}
		if (!(await firstStart(said, token))) error(404);
		redirect(303, '/connexion?ouvert');
	}
};
