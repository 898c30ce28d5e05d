import { fail, redirect } from '@sveltejs/kit';
import { openMyTexts } from '#lib/interviews/audience.server.ts';
import { as } from '#lib/server/db.ts';
import { coverCaseload, endCover, readCovers } from '#lib/team/covers.server.ts';
import { CoverLine, endOf, MyCoverForm } from '#lib/team/rules.ts';
import { readPractitioners } from '#lib/team/team.server.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { actorWho } from '#lib/web/actor.ts';
import { readForm } from '#lib/web/form.ts';
import { found } from '#lib/web/found.ts';
import { notPossible } from '#lib/web/not-possible.ts';
import { once, refused } from '#lib/web/once.server.ts';

const zoneOf = (locals: App.Locals) => locals.place?.timeZone ?? 'Europe/Paris';
const todayOf = (locals: App.Locals) => inputDate(new Date(), zoneOf(locals));

/** Who covers for me and for whom I cover, until when. */
export async function load({ locals, url }) {
	const actor = actorWho(locals, 'walk-with-people');
	const { covers, practitioners } = await as(actor, async (tx) => ({
		covers: await readCovers(tx),
		practitioners: await readPractitioners(tx)
	}));
	return {
		given: covers.filter((cover) => cover.of_member === actor.member),
		held: covers.filter((cover) => cover.by_member === actor.member),
		practitioners,
		me: actor.member,
		today: todayOf(locals),
		done: url.searchParams.get('fait'),
		covered: Number(url.searchParams.get('personnes')) || 0,
		leftOut: Number(url.searchParams.get('sans')) || 0
	};
}

export const actions = {
	/** One gesture: my whole caseload, one colleague, one day. */
	remplacer: async ({ request, locals }) => {
		const actor = actorWho(locals, 'name-cover');
		const read = await readForm(request, MyCoverForm(todayOf(locals)));
		if (!read.ok) return cameBack('remplacer', refused(read));
		let to: string;
		try {
			to = await as(actor, (tx) =>
				once(tx, read.formKey, async () => {
					const until = endOf(read.data.until, zoneOf(locals));
					const { covered, leftOut } = await coverCaseload(tx, { of: actor.member, by: read.data.by, until });
					if (read.data.open) await openMyTexts(tx, null, read.data.by);
					return `/bureau/remplacement?fait=remplacer&personnes=${covered}&sans=${leftOut}`;
				})
			);
		} catch (problem) {
			return cameBack('remplacer', notPossible(problem, read.typed));
		}
		redirect(303, to);
	},
	/** I am back: the cover that I gave ends now. */
	terminer: async ({ request, locals }) => {
		const actor = actorWho(locals, 'name-cover');
		const read = await readForm(request, CoverLine);
		if (!read.ok) return cameBack('terminer', refused(read));
		const line = read.data;
		found(line.of === actor.member ? line : null);
		let to: string;
		try {
			to = await as(actor, (tx) =>
				once(tx, read.formKey, async () => {
					await endCover(tx, line);
					return '/bureau/remplacement?fait=terminer';
				})
			);
		} catch (problem) {
			return cameBack('terminer', notPossible(problem, read.typed));
		}
		redirect(303, to);
	}
};

/** Says which of the page's forms came back. */
const cameBack = (at: string, { status, data }: ReturnType<typeof refused>) => fail(status, { ...data, at });
