import { fail, redirect } from '@sveltejs/kit';
import { countryProfile } from '#lib/frame/country/country.ts';
import { isMinor } from '#lib/people/age.ts';
import { readPersonForm, refusedHere } from '#lib/people/form.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { readProfile } from '#lib/people/profile.server.ts';
import { keepProtection, readProtections, removeProtection } from '#lib/people/protection.server.ts';
import { ProtectionForm, RemoveProtectionForm } from '#lib/people/rules.ts';
import { as, asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { readForm } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';
import { once, refused, StaleError } from '#lib/web/once.server.ts';

/** Who holds a legal mandate, for what and until when; and the country's rule for those under 18. */
export async function load({ locals, params }) {
	const id = idFrom(params.person);
	const { country, today } = hereOf(locals);
	const profile = countryProfile(country);
	return asIn(actorOf(locals), id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		const { birthDate } = await readProfile(tx, pathway);
		return {
			person: headOf(pathway),
			protections: await readProtections(tx, id, pathway.key),
			kinds: profile.protections.map(({ kind, label }) => ({ kind, label })),
			rules: profile.protections.flatMap(({ rule }) => (rule ? [rule] : [])),
			minor: isMinor(birthDate, today) ? profile.minors : []
		};
	});
}

export const actions = {
	keep: async ({ request, params, locals }) => {
		const actor = actorOf(locals);
		const id = idFrom(params.person);
		const read = await readPersonForm(request, ProtectionForm);
		if (!read.ok) return refusedHere(read);
		let path: string;
		try {
			path = await as(actor, (tx) =>
				once(tx, read.formKey, async () => {
					await keepProtection(tx, writable(found(await readPathway(tx, id))), read.data);
					return `/personnes/${id}/protection`;
				})
			);
		} catch (problem) {
			// What is stored now is read again by load: here, only that it changed.
			if (problem instanceof StaleError) return fail(409, { issues: [], typed: read.typed, numbers: [], changed: true });
			throw problem;
		}
		redirect(303, path);
	},
	remove: async ({ request, params, locals }) => {
		const actor = actorOf(locals);
		const id = idFrom(params.person);
		const read = await readForm(request, RemoveProtectionForm);
		if (!read.ok) return refused(read);
		const path = await as(actor, (tx) =>
			once(tx, read.formKey, async () => {
				writable(found(await readPathway(tx, id)));
				await removeProtection(tx, id, read.data.remove);
				return `/personnes/${id}/protection`;
			})
		);
		redirect(303, path);
	}
};
