import { redirect } from '@sveltejs/kit';
import { asHer } from '#lib/server/db.ts';
import { HerStepForm, OneStepForm } from '#lib/space/doing.ts';
import { herOf, partChoices, partOf, readParts } from '#lib/space/her.server.ts';
import { keepStep, readSteps, takeStepBack } from '#lib/space/steps.server.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { readForm } from '#lib/web/form.ts';
import { once, refused } from '#lib/web/once.server.ts';

/** "J’ai avancé": steps she is proud of, in her words. */
export async function load({ locals, url }) {
	const her = herOf(locals);
	return asHer(her, async (tx) => {
		const parts = await readParts(tx);
		const each = await Promise.all(
			parts.map(async (part) =>
				(await readSteps(tx, part)).map(({ noted_by, ...step }) => ({
					...step,
					organization: part.organization.name,
					/** On a shared screen only what was noted there is taken back. */
					hers: !her.together || noted_by === her.together.member
				}))
			)
		);
		return {
			parts: partChoices(parts),
			steps: each.flat().sort((a, b) => (a.on_day < b.on_day || (a.on_day === b.on_day && a.id < b.id) ? 1 : -1)),
			done: url.searchParams.get('fait'),
			formKey: crypto.randomUUID()
		};
	});
}

export const actions = {
	garder: async ({ request, locals }) => {
		const her = herOf(locals);
		const read = await readForm(request, HerStepForm);
		if (!read.ok) return refused(read);
		const path = await asHer(her, (tx) =>
			once(tx, read.formKey, async () => {
				await keepStep(tx, partOf(await readParts(tx), read.data.part), read.data.text, inputDate(new Date(), her.timeZone));
				return '/moi/actions/avance?fait=garde';
			})
		);
		redirect(303, path);
	},

	retirer: async ({ request, locals }) => {
		const her = herOf(locals);
		const read = await readForm(request, OneStepForm);
		if (!read.ok) return refused(read);
		const path = await asHer(her, (tx) =>
			once(tx, read.formKey, async () => {
				await takeStepBack(tx, read.data.step);
				return '/moi/actions/avance?fait=retire';
			})
		);
		redirect(303, path);
	}
};
