import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { tooMany } from '#lib/accounts/answers.ts';
import { demoCarnets } from '#lib/accounts/demo.server.ts';
import { codeFrom } from '#lib/carnet/code.ts';
import { codeOfDevice } from '#lib/carnet/devices.server.ts';
import { askCodeAtDoor } from '#lib/carnet/one-time.server.ts';
import { AskCodeForm, HerSignInForm } from '#lib/carnet/rules.ts';
import { signInWithCarnet } from '#lib/carnet/sign-in.server.ts';
import { bringLanguage } from '#lib/space/language.server.ts';
import { whatLeaves } from '#lib/server/settings.ts';
import { herPath } from '#lib/space/paths.ts';
import { formOf, readFields } from '#lib/web/form.ts';
import { refused } from '#lib/web/once.server.ts';

/**
 * The door: a code and a PIN, or a one-time code. A card may bring its code along in the address (the square on it); a device that she had
 * remembered stands for it.
 */
export async function load(event) {
	const { locals, url } = event;
	if (locals.helper) redirect(303, '/moi/aide');
	if (locals.her || locals.decoy) redirect(303, herPath(url.searchParams.get('suite')) ?? '/moi');
	const brought = url.searchParams.get('code') ?? '';
	const other = url.searchParams.has('autre') || brought !== '';
	return {
		code: codeFrom(brought) ? brought : '',
		suite: url.searchParams.get('suite'),
		device: !other && (await codeOfDevice(event)) !== undefined,
		calls: whatLeaves().includes('voice'),
		demo: demoCarnets()
	};
}

export const actions = {
	default: async (event) => {
		const form = await formOf(event.request);
		const device = form.has('code') ? undefined : await codeOfDevice(event);
		if (device) form.set('code', device);
		if (form.has('recevoir')) return askForCode(event, form, device !== undefined);
		const read = readFields(form, HerSignInForm);
		Object.assign(read.typed, { pin: undefined, ...(device && { code: undefined }) });
		if (!read.ok) return refused(read);
		const done = await signInWithCarnet(event, read.data);
		if (done.step === 'wait') return tooMany(event, done.seconds, read.typed);
		if (done.step === 'refused') return fail(422, { issues: [{ field: '', code: 'carnet' }], typed: read.typed });
		await bringLanguage(event);
		redirect(303, done.helper ? '/moi/aide' : (herPath(read.data.suite) ?? '/moi'));
	}
};

/** The same answer, whoever asks for whatever card. What a device stands for is told to nobody who holds it. */
async function askForCode(event: RequestEvent, form: FormData, device: boolean) {
	const read = readFields(form, AskCodeForm);
	Object.assign(read.typed, { pin: undefined, ...(device && { code: undefined }) });
	if (!read.ok) return refused(read);
	const wait = await askCodeAtDoor(event, { code: read.data.code, aloud: read.data.recevoir === 'voix' });
	if (wait > 0) return tooMany(event, wait, read.typed);
	return { typed: read.typed, sent: true };
}
