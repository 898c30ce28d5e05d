import { readPlanSource } from '#lib/paper/plan.server.ts';
import { linesOf, usualKeys } from '#lib/paper/rules.ts';
import { readProfile } from '#lib/people/profile.server.ts';
import { asHer } from '#lib/server/db.ts';
import { herOf, readParts } from '#lib/space/her.server.ts';

/** What she can print and keep: her plan, line by line, and everything in one file. The choice of lines is kept nowhere. */
export async function load({ locals }) {
	return asHer(herOf(locals), async (tx) => ({
		parts: await Promise.all(
			(await readParts(tx)).map(async (part) => {
				const [source, { languages }] = await Promise.all([readPlanSource(tx, part), readProfile(tx, part)]);
				return {
					id: part.accompaniment.id,
					organization: part.organization.name,
					first: part.first,
					source,
					lines: linesOf(source),
					usual: usualKeys(source),
					languages
				};
			})
		)
	}));
}
