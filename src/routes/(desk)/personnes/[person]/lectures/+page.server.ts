import { redirect } from '@sveltejs/kit';
import { headOf, writable } from '#lib/people/head.ts';
import { firstName, shownName } from '#lib/people/name.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { asIn } from '#lib/server/db.ts';
import { askAboutReading, readQuestionsNoted } from '#lib/space-sees/looked.server.ts';
import { QuestionForm } from '#lib/space-sees/rules.ts';
import { readForm } from '#lib/web/form.ts';
import { once, refused } from '#lib/web/once.server.ts';
import { readReadings } from '#lib/thread/readings.server.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';

/** Who looked at this pathway. */
export async function load({ locals, params, url }) {
	const id = idFrom(params.person);
	return asIn(actorOf(locals), id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		const name = shownName(pathway.accompaniment);
		const before = url.searchParams.get('avant');
		const [{ readings, next }, noted] = await Promise.all([readReadings(tx, pathway, before), readQuestionsNoted(tx, pathway)]);
		return {
			...{ id, name, first: firstName(name), next, before },
			readings: readings.map((one) => ({ ...one, question: noted.get(one.id) ?? null })),
			readOnly: headOf(pathway).readOnly,
			done: url.searchParams.has('fait')
		};
	});
}

export const actions = {
	/** She does not understand a reading, and says so at the desk: coordination is asked, and must answer. */
	default: async ({ request, locals, params, url }) => {
		const id = idFrom(params.person);
		const read = await readForm(request, QuestionForm);
		if (!read.ok) return refused(read);
		const before = url.searchParams.get('avant');
		const path = await asIn(actorOf(locals), id, (tx) =>
			once(tx, read.formKey, async () => {
				writable(found(await readPathway(tx, id)));
				found((await askAboutReading(tx, read.data)) || null);
				return `/personnes/${id}/lectures?fait${before ? `&avant=${encodeURIComponent(before)}` : ''}#ligne-${read.data.line}`;
			})
		);
		redirect(303, path);
	}
};
