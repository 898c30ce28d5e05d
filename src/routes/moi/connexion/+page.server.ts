import { fail, redirect } from '@sveltejs/kit';
import { tooMany } from '#lib/accounts/answers.ts';
import { demoCarnets } from '#lib/accounts/demo.server.ts';
import { codeFrom } from '#lib/carnet/code.ts';
import { HerSignInForm } from '#lib/carnet/rules.ts';
import { signInWithCarnet } from '#lib/carnet/sign-in.server.ts';
import { bringLanguage } from '#lib/space/language.server.ts';
import { herPath } from '#lib/space/paths.ts';
import { readForm } from '#lib/web/form.ts';
import { refused } from '#lib/web/once.server.ts';

/** The door: a code and a PIN. A card may bring its code along in the address (the square on it). */
export function load({ locals, url }) {
	if (locals.helper) redirect(303, '/moi/aide');
	if (locals.her) redirect(303, herPath(url.searchParams.get('suite')) ?? '/moi');
	const brought = url.searchParams.get('code') ?? '';
	return {
		code: codeFrom(brought) ? brought : '',
		suite: url.searchParams.get('suite'),
		demo: demoCarnets()
	};
}

export const actions = {
	default: async (event) => {
		const read = await readForm(event.request, HerSignInForm);
		read.typed['pin'] = undefined;
		if (!read.ok) return refused(read);
		const done = await signInWithCarnet(event, read.data);
		if (done.step === 'wait') return tooMany(event, done.seconds, read.typed);
		if (done.step === 'refused') return fail(422, { issues: [{ field: '', code: 'carnet' }], typed: read.typed });
		await bringLanguage(event);
		redirect(303, done.helper ? '/moi/aide' : (herPath(read.data.suite) ?? '/moi'));
	}
};
