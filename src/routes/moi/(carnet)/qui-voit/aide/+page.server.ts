import { redirect } from '@sveltejs/kit';
import { givenHelper } from '#lib/helper/giving.server.ts';
import { mayHaveHelper, readHelpers, takeHelperBack } from '#lib/helper/helper.server.ts';
import { helperDays, OneHelperForm } from '#lib/helper/rules.ts';
import { asHer } from '#lib/server/db.ts';
import { herOf, openParts, partChoices, partOf, readParts } from '#lib/space/her.server.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { readForm } from '#lib/web/form.ts';
import { once, refused } from '#lib/web/once.server.ts';

/** Who helps her, until when, what he reads; and a new access, with its code shown once. */
export async function load({ locals, url }) {
	const her = herOf(locals);
	const today = inputDate(new Date(), her.timeZone);
	return asHer(her, async (tx) => {
		const parts = await readParts(tx);
		const concealed = openParts(parts).some(({ accompaniment }) => accompaniment.concealed);
		const may = await Promise.all(parts.map(({ accompaniment }) => mayHaveHelper(tx, accompaniment.id)));
		const free = parts.filter((_, at) => may[at]);
		return {
			parts: partChoices(free),
			full: !concealed && free.length === 0 && openParts(parts).length > 0,
			concealed,
			helpers: (
				await Promise.all(
					parts.map(async (part) => (await readHelpers(tx, part)).map((one) => ({ ...one, organization: part.organization.name })))
				)
			).flat(),
			several: parts.length > 1,
			days: { today, ...helperDays(today) },
			done: url.searchParams.has('repris'),
			formKey: crypto.randomUUID()
		};
	});
}

export const actions = {
	donner: async ({ request, locals, url }) => {
		const her = herOf(locals);
		const where = { today: inputDate(new Date(), her.timeZone), zone: her.timeZone, url };
		return givenHelper(request, where, (give, part) => asHer(her, async (tx) => give(tx, partOf(await readParts(tx), part))));
	},

	reprendre: async ({ request, locals }) => {
		const her = herOf(locals);
		const read = await readForm(request, OneHelperForm);
		if (!read.ok) return refused(read);
		const to = await asHer(her, (tx) =>
			once(tx, read.formKey, async () => {
				await takeHelperBack(tx, read.data.helper);
				return '/moi/qui-voit/aide?repris';
			})
		);
		redirect(303, to);
	}
};
