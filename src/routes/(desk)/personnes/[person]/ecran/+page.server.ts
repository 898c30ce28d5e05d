import { error, redirect } from '@sveltejs/kit';
import { signHerOut } from '#lib/carnet/sign-in.server.ts';
import { headOf } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { asIn } from '#lib/server/db.ts';
import { clearTogetherCookie, endMyTogether, openTogether, readOpenTogether, setTogetherCookie } from '#lib/together/together.server.ts';
import { actorOf } from '#lib/web/actor.ts';
import { readTyped } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';

/** "Écran à deux": her own space on this screen, for this appointment. */
export async function load({ locals, params, url }) {
	const id = idFrom(params.person);
	return asIn(actorOf(locals), id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		return {
			person: headOf(pathway),
			over: pathway.accompaniment.ended_on !== null,
			until: await readOpenTogether(tx, id),
			ended: url.searchParams.has('fini'),
			formKey: crypto.randomUUID()
		};
	});
}

export const actions = {
	/** Sent twice, it is one screen: a new one takes the place of the one before. */
	ouvrir: async (event) => {
		const id = idFrom(event.params.person);
		const { formKey } = await readTyped(event.request);
		const opened = await asIn(actorOf(event.locals), id, async (tx) => {
			found(await readPathway(tx, id));
			return openTogether(tx, event, id, formKey);
		});
		if (!opened) error(404);
		// A carnet that somebody left open in this browser is not what comes back when the screen ends.
		await signHerOut(event);
		setTogetherCookie(event, opened);
		redirect(303, '/moi');
	},

	finir: async (event) => {
		const id = idFrom(event.params.person);
		await readTyped(event.request);
		await asIn(actorOf(event.locals), id, async (tx) => {
			found(await readPathway(tx, id));
			await endMyTogether(tx);
		});
		clearTogetherCookie(event);
		redirect(303, `/personnes/${id}/ecran?fini`);
	}
};
