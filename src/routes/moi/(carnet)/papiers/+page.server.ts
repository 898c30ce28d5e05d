import { readPapers } from '#lib/documents/documents.server.ts';
import { paperLine } from '#lib/documents/pages.ts';
import { readPlanSource } from '#lib/paper/plan.server.ts';
import { linesOf, usualKeys } from '#lib/paper/rules.ts';
import { readProfile } from '#lib/people/profile.server.ts';
import { asHer } from '#lib/server/db.ts';
import { herOf, readParts } from '#lib/space/her.server.ts';

/** Her papers: what she keeps, what she can print, and everything in one file. The choice of lines is kept nowhere. */
export async function load({ locals, url }) {
	return asHer(herOf(locals), async (tx) => {
		const parts = await readParts(tx);
		const papers = await Promise.all(
			parts.map(async (part) =>
				(await readPapers(tx, part)).map((paper) => ({ ...paperLine(paper), organization: part.organization.name }))
			)
		);
		return {
			papers: papers.flat().sort((a, b) => b.at.getTime() - a.at.getTime()),
			done: url.searchParams.get('fait'),
			parts: await Promise.all(
				parts.map(async (part) => {
					const [source, { languages }] = await Promise.all([readPlanSource(tx, part), readProfile(tx, part)]);
					return {
						id: part.accompaniment.id,
						organization: part.organization.name,
						first: part.first,
						open: part.accompaniment.ended_on === null,
						source,
						lines: linesOf(source),
						usual: usualKeys(source),
						languages
					};
				})
			)
		};
	});
}
