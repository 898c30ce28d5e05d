import { fail, type RequestEvent } from '@sveltejs/kit';
import { accountOf } from '../web/actor.ts';
import { found } from '../web/found.ts';
import { readForm } from '../web/form.ts';
import { refused } from '../web/once.server.ts';
import { tooMany } from './answers.ts';
import { readSecretForm } from './form.ts';
import { CodeForm, SecondBeginForm } from './rules.ts';
import { beginSetUp, confirmSetUp, pendingSetUp, provePassword } from './second-step.server.ts';

/** Set-up, first half: the password again, then what to scan. */
export async function beginAction(event: RequestEvent) {
	const account = accountOf(event.locals);
	const read = await readSecretForm(event.request, SecondBeginForm, 'password');
	if (!read.ok) return refused(read);
	const proof = await provePassword(event, account, read.data.password);
	if (!proof.ok)
		return proof.wait
			? tooMany(event, proof.wait, read.typed)
			: fail(422, { issues: [{ field: 'password', code: 'password_wrong' }], typed: read.typed });
	return { typed: read.typed, setUp: found(await beginSetUp(event, read.data.password)) };
}

/** Set-up, second half: the first code. A wrong one shows the same picture again. */
export async function confirmAction(event: RequestEvent) {
	const account = accountOf(event.locals);
	const read = await readForm(event.request, CodeForm);
	const setUp = found(await pendingSetUp(account));
	if (!read.ok) return fail(422, { issues: read.issues, typed: read.typed, setUp });
	const proof = await confirmSetUp(event, account, read.data.code);
	if (proof.ok) return { confirmed: true as const, suite: read.data.suite };
	if (!proof.wait) return fail(422, { issues: [{ field: 'code', code: 'code_setup' }], typed: read.typed, setUp });
	event.setHeaders({ 'retry-after': String(proof.wait) });
	return fail(429, { issues: [{ field: '', code: 'wait' }], typed: read.typed, wait: proof.wait, setUp });
}
