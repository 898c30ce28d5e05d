import { fail, redirect } from '@sveltejs/kit';
import { countryProfile } from '#lib/frame/country/country.ts';
import { deadlinesOf } from '#lib/frame/deadlines.ts';
import { readFrame, tellFrame, type FormerFrame } from '#lib/frame/frame.server.ts';
import { FrameForm } from '#lib/frame/rules.ts';
import { calledNames, namedToday } from '#lib/interviews/audience.server.ts';
import { isMinor } from '#lib/people/age.ts';
import { readPersonForm, refusedHere } from '#lib/people/form.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { readFormer, readProfile } from '#lib/people/profile.server.ts';
import { as, asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';
import { once, StaleError } from '#lib/web/once.server.ts';

/** The frame as it was told, the deadlines that protect her, and the frames before. */
export async function load({ locals, params }) {
	const id = idFrom(params.person);
	const { country, today } = hereOf(locals);
	const profile = countryProfile(country);
	return asIn(actorOf(locals), id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		const frame = await readFrame(tx, pathway);
		const { birthDate } = await readProfile(tx, pathway);
		const asked = profile.askedBy.find((one) => one.code === frame?.asked_by);
		return {
			person: headOf(pathway),
			readers: [...calledNames(await namedToday(tx, pathway)).values()],
			frame,
			former: await readFormer<FormerFrame>(tx, pathway, 'frame'),
			deadlines: frame ? deadlinesOf(profile, frame.asked_by, { ...frame.deadlines, startsOn: frame.starts_on }) : [],
			rules: asked?.rules ?? [],
			minor: isMinor(birthDate, today) ? profile.minors : [],
			askedBy: profile.askedBy.map(({ code, label }) => ({ code, label })),
			rulesVersion: profile.version,
			formKey: crypto.randomUUID(),
			today
		};
	});
}

export const actions = {
	default: async ({ request, params, locals }) => {
		const actor = actorOf(locals);
		const id = idFrom(params.person);
		const { country, today } = hereOf(locals);
		const read = await readPersonForm(request, FrameForm(countryProfile(country), today));
		if (!read.ok) return refusedHere(read);
		let path: string;
		try {
			path = await as(actor, (tx) =>
				once(tx, read.formKey, async () => {
					await tellFrame(tx, actor, writable(found(await readPathway(tx, id))), { ...read.data, told_on: read.data.told_on ?? today });
					return `/personnes/${id}/cadre`;
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
