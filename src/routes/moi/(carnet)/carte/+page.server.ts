import { fail, redirect } from '@sveltejs/kit';
import { tooMany } from '#lib/accounts/answers.ts';
import { readCarnets } from '#lib/carnet/carnet.server.ts';
import { shownCode } from '#lib/carnet/code.ts';
import { HerSignInForm } from '#lib/carnet/rules.ts';
import { endOtherSessions, herSessions, joinCarnet, signHerOut } from '#lib/carnet/sign-in.server.ts';
import { asHer } from '#lib/server/db.ts';
import { herOf, readParts } from '#lib/space/her.server.ts';
import { mayKeep } from '#lib/space/offline/device.server.ts';
import { readForm, readTyped } from '#lib/web/form.ts';
import { refused } from '#lib/web/once.server.ts';

/** My card: its code, where the notebook is open, the card of another organisation. */
export async function load({ locals, url }) {
	const her = herOf(locals);
	const cards = await asHer(her, async (tx) => {
		const parts = await readParts(tx);
		const each = await Promise.all(
			parts.map(async (part) =>
				(await readCarnets(tx, part))
					.filter(({ ended_at }) => !ended_at)
					.map(({ id, code, by, created_at }) => ({ id, code: shownCode(code), by, created_at, organization: part.organization.name }))
			)
		);
		return each.flat();
	});
	return { cards, offline: await mayKeep(her), sessions: await herSessions(her), done: url.searchParams.get('fait') };
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
		if (!read.ok) return refused(read);
		const done = await joinCarnet(event, her, read.data);
		if (done.step === 'wait') return tooMany(event, done.seconds, read.typed);
		if (done.step === 'refused') return fail(422, { issues: [{ field: '', code: 'carnet' }], typed: read.typed });
		redirect(303, '/moi/carte?fait=reuni');
	},
	fermer: async (event) => {
		await readTyped(event.request);
		await signHerOut(event);
		redirect(303, '/moi/connexion');
	}
};
