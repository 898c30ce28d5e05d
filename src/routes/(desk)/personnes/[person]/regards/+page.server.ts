import { fail, redirect } from '@sveltejs/kit';
import { ColleagueGone, readNameableHere, readRights } from '#lib/companions/companions.server.ts';
import { calledNames, namedToday } from '#lib/interviews/audience.server.ts';
import { readPersonForm, refusedHere } from '#lib/people/form.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as, asIn } from '#lib/server/db.ts';
import { AskForm, lastDayToAsk, TakeBackForm } from '#lib/views/rules.ts';
import { askView, readShowable, readViews, takeViewBack } from '#lib/views/views.server.ts';
import { actorOf } from '#lib/web/actor.ts';
import { readForm } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';
import { once, refused } from '#lib/web/once.server.ts';

/** "Demander un regard": what was asked and answered, and the form that asks a colleague, with her. */
export async function load({ locals, params, url }) {
	const actor = actorOf(locals);
	const id = idFrom(params.person);
	const { today } = hereOf(locals);
	return asIn(actor, id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		const named = await namedToday(tx, pathway);
		const names = calledNames(named);
		const nameable = await readNameableHere(tx, id);
		return {
			person: headOf(pathway),
			views: await readViews(tx, pathway),
			mayAsk: (await readRights(tx, id)).names,
			colleagues: nameable.filter((one) => one.id !== actor.member),
			showable: await readShowable(tx, pathway),
			named: named.map((one) => ({ id: one.id, name: names.get(one.id) ?? one.first_name, me: one.me })),
			asked: url.searchParams.has('demande'),
			today,
			lastDay: lastDayToAsk(today),
			formKey: crypto.randomUUID()
		};
	});
}

export const actions = {
	demander: async ({ request, params, locals }) => {
		const actor = actorOf(locals);
		const id = idFrom(params.person);
		const { today, timeZone: zone } = hereOf(locals);
		const read = await readPersonForm(request, AskForm(today));
		if (!read.ok) return refusedHere(read);
		let path: string;
		try {
			path = await as(actor, (tx) =>
				once(tx, read.formKey, async () => {
					await askView(tx, writable(found(await readPathway(tx, id))), actor, read.data, { today, zone });
					return `/personnes/${id}/regards?demande`;
				})
			);
		} catch (problem) {
			if (!(problem instanceof ColleagueGone)) throw problem;
			return fail(422, { issues: [{ field: 'member', code: 'choice' }], typed: read.typed, numbers: [] });
		}
		redirect(303, path);
	},

	reprendre: async ({ request, params, locals }) => {
		const id = idFrom(params.person);
		const read = await readForm(request, TakeBackForm);
		if (!read.ok) return refused(read);
		const path = await as(actorOf(locals), (tx) =>
			once(tx, read.formKey, async () => {
				await takeViewBack(tx, found(await readPathway(tx, id)), read.data.view, read.data.how);
				return `/personnes/${id}/regards`;
			})
		);
		redirect(303, path);
	}
};
