import { error, fail, redirect } from '@sveltejs/kit';
import { tooMany } from '#lib/accounts/answers.ts';
import { readCarnets } from '#lib/carnet/carnet.server.ts';
import { shownCode } from '#lib/carnet/code.ts';
import { endDeviceOf, readDevices, rememberDevice } from '#lib/carnet/devices.server.ts';
import { askCodeInside, useCodeInside } from '#lib/carnet/one-time.server.ts';
import { chooseSecondPin, dropSecondPin } from '#lib/carnet/own-card.server.ts';
import { GiveCarnetForm, HerSignInForm, OneTimeForm } from '#lib/carnet/rules.ts';
import { endOtherSessions, herSessions, joinCarnet, signHerOut } from '#lib/carnet/sign-in.server.ts';
import { asHer } from '#lib/server/db.ts';
import { whatLeaves } from '#lib/server/settings.ts';
import { herOf, readParts } from '#lib/space/her.server.ts';
import { mayKeep } from '#lib/space/offline/device.server.ts';
import { readForm, readTyped, type Typed } from '#lib/web/form.ts';
import { idFrom } from '#lib/web/found.ts';
import { refused } from '#lib/web/once.server.ts';

/** My card: its code, where the notebook is open, what opens the rest, a second code, my device, the card of another organisation. */
export async function load(event) {
	const her = herOf(event.locals);
	const { cards, concealed } = await asHer(her, async (tx) => {
		const parts = await readParts(tx);
		const each = await Promise.all(
			parts.map(async (part) =>
				(await readCarnets(tx, part))
					.filter(({ ended_at }) => !ended_at)
					.map(({ id, code, by, created_at }) => ({ id, code: shownCode(code), by, created_at, organization: part.organization.name }))
			)
		);
		return { cards: each.flat(), concealed: parts.some(({ accompaniment }) => accompaniment.concealed) };
	});
	return {
		cards,
		concealed,
		offline: await mayKeep(her),
		sessions: await herSessions(her),
		devices: await readDevices(event, her),
		calls: whatLeaves().includes('voice'),
		done: event.url.searchParams.get('fait')
	};
}

/** Her session, when her PIN opened it: a code that was sent sets no PIN of hers. */
function openedByPin(locals: App.Locals) {
	const her = herOf(locals);
	if (her.proof !== 'pin') error(404);
	return her;
}

export const actions = {
	ailleurs: async ({ request, locals }) => {
		await readTyped(request);
		await endOtherSessions(herOf(locals));
		redirect(303, '/moi/carte?fait=ferme');
	},
	reunir: async (event) => {
		const her = herOf(event.locals);
		const read = await readForm(event.request, HerSignInForm);
		read.typed['pin'] = undefined;
		const typed: Typed = { ...read.typed, about: 'reunir' };
		if (!read.ok) return refused({ ...read, typed });
		const done = await joinCarnet(event, her, read.data);
		if (done.step === 'wait') return tooMany(event, done.seconds, typed);
		if (done.step === 'refused') return fail(422, { issues: [{ field: '', code: 'carnet' }], typed });
		redirect(303, '/moi/carte?fait=reuni');
	},
	recevoir: async (event) => {
		const her = herOf(event.locals);
		const { typed } = await readTyped(event.request);
		const wait = await askCodeInside(event, her, { aloud: typed['recevoir'] === 'voix' });
		if (wait > 0) return tooMany(event, wait, { about: 'ouvrir' } satisfies Typed);
		redirect(303, '/moi/carte?fait=demande#tout');
	},
	ouvrir: async (event) => {
		const her = herOf(event.locals);
		const read = await readForm(event.request, OneTimeForm);
		const typed: Typed = { about: 'ouvrir' };
		if (!read.ok) return refused({ ...read, typed });
		const done = await useCodeInside(event, her, read.data.recu);
		if (typeof done === 'object') return tooMany(event, done.wait, typed);
		if (done === 'refused') return fail(422, { issues: [{ field: 'recu', code: 'carnet_sent' }], typed });
		redirect(303, '/moi/carte?fait=ouvert');
	},
	second: async (event) => {
		const her = openedByPin(event.locals);
		const read = await readForm(event.request, GiveCarnetForm);
		const typed: Typed = { about: 'second' };
		if (!read.ok) return refused({ ...read, typed });
		const done = await chooseSecondPin(event, her, read.data.pin);
		if (typeof done === 'object') return tooMany(event, done.wait, typed);
		if (done === 'same') return fail(422, { issues: [{ field: 'pin', code: 'carnet_second' }], typed });
		redirect(303, '/moi/carte?fait=fait');
	},
	aucun: async ({ request, locals }) => {
		await readTyped(request);
		await dropSecondPin(openedByPin(locals));
		redirect(303, '/moi/carte?fait=fait');
	},
	retenir: async (event) => {
		const her = herOf(event.locals);
		await readTyped(event.request);
		const kept = await rememberDevice(event, her);
		redirect(303, kept ? '/moi/carte?fait=retenu' : '/moi/carte');
	},
	oublier: async (event) => {
		const her = herOf(event.locals);
		const { typed } = await readTyped(event.request);
		await endDeviceOf(event, her, idFrom(typeof typed['device'] === 'string' ? typed['device'] : ''));
		redirect(303, '/moi/carte?fait=oublie');
	},
	fermer: async (event) => {
		await readTyped(event.request);
		await signHerOut(event);
		redirect(303, '/moi/connexion');
	}
};
