import { fail, redirect } from '@sveltejs/kit';
import { setPassword } from '#lib/accounts/accounts.server.ts';
import { tooMany } from '#lib/accounts/answers.ts';
import { readSecretForm } from '#lib/accounts/form.ts';
import { hashPassword, isObvious } from '#lib/accounts/password.ts';
import { PasswordForm } from '#lib/accounts/rules.ts';
import { provePassword } from '#lib/accounts/second-step.server.ts';
import { asRole } from '#lib/server/db.ts';
import { sessionToken } from '#lib/server/session.ts';
import { accountOf } from '#lib/web/actor.ts';
import { refused } from '#lib/web/once.server.ts';

export const actions = {
	default: async (event) => {
		const account = accountOf(event.locals);
		const read = await readSecretForm(event.request, PasswordForm, 'current', 'password');
		if (!read.ok) return refused(read);
		const { current, password } = read.data;
		const refuse = (field: string, code: string) => fail(422, { issues: [{ field, code }], typed: read.typed });
		if (isObvious(password, [account.email, account.name])) return refuse('password', 'password_obvious');
		const proof = await provePassword(event, account, current);
		if (!proof.ok) return proof.wait ? tooMany(event, proof.wait, read.typed) : refuse('current', 'password_wrong');
		const hashed = await hashPassword(password);
		await asRole('cheminer_auth', (tx) => setPassword(tx, account.id, hashed, sessionToken(event)));
		redirect(303, '/compte?fait=mot-de-passe');
	}
};
