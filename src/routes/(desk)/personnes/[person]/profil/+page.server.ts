import { fail, redirect } from '@sveltejs/kit';
import { countryProfile } from '#lib/frame/country/country.ts';
import { calledNames, namedToday } from '#lib/interviews/audience.server.ts';
import { isMinor } from '#lib/people/age.ts';
import { readContacts } from '#lib/people/contact.server.ts';
import { readPersonForm, refusedHere } from '#lib/people/form.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { changeProfile, readFormer, readProfile, type FormerProfile } from '#lib/people/profile.server.ts';
import { ProfileForm } from '#lib/people/rules.ts';
import { as, asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';
import { once, StaleError } from '#lib/web/once.server.ts';

/** Everything told at opening, with her words and ours, and what it said before. */
export async function load({ locals, params }) {
	const id = idFrom(params.person);
	const { country, today } = hereOf(locals);
	return asIn(actorOf(locals), id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		const { name_to_use, alias, concealed, track } = pathway.accompaniment;
		const profile = await readProfile(tx, pathway);
		return {
			person: headOf(pathway),
			readers: [...calledNames(await namedToday(tx, pathway)).values()],
			stored: { ...profile, name_to_use, alias: alias ?? '', concealed, track },
			contacts: await readContacts(tx, id, pathway.key),
			former: await readFormer<FormerProfile>(tx, pathway, 'profile'),
			minor: isMinor(profile.birthDate, today) ? countryProfile(country).minors : [],
			formKey: crypto.randomUUID(),
			today
		};
	});
}

export const actions = {
	default: async ({ request, params, locals }) => {
		const actor = actorOf(locals);
		const id = idFrom(params.person);
		const read = await readPersonForm(request, ProfileForm(hereOf(locals).today));
		if (!read.ok) return refusedHere(read);
		let path: string;
		try {
			path = await as(actor, (tx) =>
				once(tx, read.formKey, async () => {
					await changeProfile(tx, actor, writable(found(await readPathway(tx, id))), read.data);
					return `/personnes/${id}`;
				})
			);
		} catch (problem) {
			// What is stored now is read again by load: here, only that it changed.
			if (problem instanceof StaleError) return fail(409, { issues: [], typed: read.typed, numbers: [], changed: true });
			throw problem;
		}
		redirect(303, path);
	}
};
