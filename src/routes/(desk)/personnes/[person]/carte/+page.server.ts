import { redirect } from '@sveltejs/kit';
import { endCarnet, giveCarnet, readCarnets } from '#lib/carnet/carnet.server.ts';
import { shownCode } from '#lib/carnet/code.ts';
import { GiveCarnetForm } from '#lib/carnet/rules.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as, asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { readForm, readTyped } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { once, refused } from '#lib/web/once.server.ts';

/** Her card: given at the desk, with a PIN that she types herself; replaced in one action. */
export async function load({ locals, params, url }) {
	const id = idFrom(params.person);
	return asIn(actorOf(locals), id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		const cards = await readCarnets(tx, pathway);
		return {
			person: headOf(pathway),
			card: cards.filter(({ ended_at }) => !ended_at).map((card) => ({ ...card, code: shownCode(card.code) }))[0] ?? null,
			before: cards.filter(({ ended_at }) => ended_at).map(({ id, by, created_at, ended_at }) => ({ id, by, created_at, ended_at })),
			saved: url.searchParams.has('donnee'),
			ended: url.searchParams.has('finie'),
			formKey: crypto.randomUUID()
		};
	});
}

export const actions = {
	donner: async ({ request, params, locals }) => {
		const actor = actorOf(locals);
		const id = idFrom(params.person);
		const read = await readForm(request, GiveCarnetForm);
		Object.assign(read.typed, { pin: undefined, again: undefined });
		if (!read.ok) return refused(read);
		const path = await as(actor, (tx) =>
			once(tx, read.formKey, async () => {
				await giveCarnet(tx, writable(found(await readPathway(tx, id))), read.data.pin);
				return `/personnes/${id}/carte?donnee`;
			})
		);
		redirect(303, path);
	},
	finir: async ({ request, params, locals }) => {
		const actor = actorOf(locals);
		const id = idFrom(params.person);
		const { formKey } = await readTyped(request);
		const path = await as(actor, (tx) =>
			once(tx, formKey, async () => {
				await endCarnet(tx, writable(found(await readPathway(tx, id))));
				return `/personnes/${id}/carte?finie`;
			})
		);
		redirect(303, path);
	}
};
