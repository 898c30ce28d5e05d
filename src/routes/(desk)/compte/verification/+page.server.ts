import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { tooMany } from '#lib/accounts/answers.ts';
import { readSecretForm } from '#lib/accounts/form.ts';
import { SecondBeginForm } from '#lib/accounts/rules.ts';
import { beginAction, confirmAction } from '#lib/accounts/second-step-actions.server.ts';
import { hasSecondStep, newBackupCodes, provePassword, stopSecondStep } from '#lib/accounts/second-step.server.ts';
import { can } from '#lib/access/access.ts';
import { accountOf, actorOf } from '#lib/web/actor.ts';
import { refused } from '#lib/web/once.server.ts';

/** The second step of my sign-in: set up, new backup codes, turned off. */
export async function load({ locals }) {
	const actor = actorOf(locals);
	return { inPlace: await hasSecondStep(actor.account), required: can(actor, 'manage-members') };
}

/** The password typed again, then what it allows. */
async function proven<T>(event: RequestEvent, work: (password: string) => Promise<T>) {
	const account = accountOf(event.locals);
	const read = await readSecretForm(event.request, SecondBeginForm, 'password');
	if (!read.ok) return refused(read);
	const proof = await provePassword(event, account, read.data.password);
	if (proof.ok) return { typed: read.typed, done: await work(read.data.password) };
	return proof.wait
		? tooMany(event, proof.wait, read.typed)
		: fail(422, { issues: [{ field: 'password', code: 'password_wrong' }], typed: read.typed });
}

export const actions = {
	begin: beginAction,
	confirm: async (event) => {
		const done = await confirmAction(event);
		if ('confirmed' in done) redirect(303, '/compte?fait=verification');
		return done;
	},
	codes: async (event) => {
		const answer = await proven(event, (password) => newBackupCodes(event, password));
		return 'done' in answer ? { typed: answer.typed, backupCodes: answer.done ?? [] } : answer;
	},
	stop: async (event) => {
		const answer = await proven(event, (password) => stopSecondStep(event, password));
		if ('done' in answer) redirect(303, '/compte?fait=arret');
		return answer;
	}
};
