import { redirect } from '@sveltejs/kit';
import { readHelperNames } from '#lib/helper/helper.server.ts';
import { countryProfile } from '#lib/frame/country/country.ts';
import { asHer } from '#lib/server/db.ts';
import { askAboutReading, readLooked, type Looked } from '#lib/space-sees/looked.server.ts';
import { QuestionForm } from '#lib/space-sees/rules.ts';
import { herOf, readParts } from '#lib/space/her.server.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { readForm } from '#lib/web/form.ts';
import { found } from '#lib/web/found.ts';
import { once, refused } from '#lib/web/once.server.ts';

/** To whom she may turn when nobody here may answer. */
function authorityIn(country: 'BE' | 'FR'): string {
	const { complaint } = countryProfile(country);
	return [complaint.name, complaint.phone, complaint.web].filter(Boolean).join(', ');
}

/** Who looked at what is hers, day by day, with what she asked about it. */
export async function load({ locals, url }) {
	const her = herOf(locals);
	const before = url.searchParams.get('avant');
	return asHer(her, async (tx) => {
		const [parts, { lines, next }] = await Promise.all([readParts(tx), readLooked(tx, before)]);
		const names = new Map((await Promise.all(parts.map((part) => readHelperNames(tx, part)))).flatMap((each) => [...each]));
		const days: { day: string; lines: Omit<Looked, 'member_id'>[] }[] = [];
		for (const { member_id, ...one } of lines) {
			const line = { ...one, first_name: one.kind === 'helper' ? (names.get(member_id) ?? null) : one.first_name };
			const day = inputDate(line.at, her.timeZone);
			if (days.at(-1)?.day === day) days.at(-1)!.lines.push(line);
			else days.push({ day, lines: [line] });
		}
		return {
			days,
			next,
			before,
			several: parts.length > 1,
			none: parts.length === 0,
			authority: authorityIn(her.country),
			done: url.searchParams.get('fait')
		};
	});
}

export const actions = {
	demander: async ({ request, locals, url }) => {
		const her = herOf(locals);
		const read = await readForm(request, QuestionForm);
		if (!read.ok) return refused(read);
		const before = url.searchParams.get('avant');
		const to = await asHer(her, (tx) =>
			once(tx, read.formKey, async () => {
				found((await askAboutReading(tx, read.data)) || null);
				return `/moi/qui-a-regarde?fait=question${before ? `&avant=${encodeURIComponent(before)}` : ''}#ligne-${read.data.line}`;
			})
		);
		redirect(303, to);
	}
};
