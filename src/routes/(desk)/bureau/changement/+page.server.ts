import { fail, redirect } from '@sveltejs/kit';
import { ColleagueGone } from '#lib/companions/companions.server.ts';
import { handOverCaseload, readMyCaseload } from '#lib/companions/handover.server.ts';
import { CaseloadHandoverForm, STAY_DAYS, untilEndOf } from '#lib/companions/rules.ts';
import { addDays } from '#lib/frame/deadlines.ts';
import { readPersonForm } from '#lib/people/form.ts';
import { readNameable } from '#lib/people/opening.server.ts';
import { noteReading } from '#lib/people/pathway.server.ts';
import { as } from '#lib/server/db.ts';
import { actorWho } from '#lib/web/actor.ts';
import type { Issue } from '#lib/web/form.ts';
import { hereOf } from '#lib/web/here.ts';
import { once } from '#lib/web/once.server.ts';

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** The handover of a whole caseload: first to whom, then everybody I am the lead of. */
export async function load({ locals, url }) {
	const actor = actorWho(locals, 'walk-with-people');
	const { today } = hereOf(locals);
	const wanted = url.searchParams.get('vers') ?? '';
	return as(actor, async (tx) => {
		const colleagues = await readNameable(tx, actor);
		const to = UUID.test(wanted) ? colleagues.find((one) => one.id === wanted) : undefined;
		await noteReading(tx, 'list', null, false);
		return {
			colleagues,
			to,
			people: await readMyCaseload(tx, actor, to?.id ?? null),
			went: /^\d{1,5}$/.test(url.searchParams.get('fait') ?? '') ? Number(url.searchParams.get('fait')) : null,
			stayUntil: addDays(today, STAY_DAYS),
			formKey: crypto.randomUUID(),
			today
		};
	});
}

export const actions = {
	default: async ({ request, locals }) => {
		const actor = actorWho(locals, 'walk-with-people');
		const { today, timeZone } = hereOf(locals);
		const read = await readPersonForm(request, CaseloadHandoverForm(today));
		if (!read.ok) return fail(422, { issues: read.issues, typed: read.typed, numbers: read.numbers });
		const stayUntil = read.data.stay ? untilEndOf(read.data.stay_until ?? addDays(today, STAY_DAYS), timeZone) : null;
		let path: string;
		try {
			path = await as(actor, (tx) =>
				once(tx, read.formKey, async () => {
					const { went } = await handOverCaseload(tx, actor, read.data, { happenedOn: today, stayUntil });
					return `/bureau/changement?vers=${read.data.member}&fait=${went}`;
				})
			);
		} catch (problem) {
			const gone: Issue[] = [{ field: 'member', code: 'choice' }];
			if (problem instanceof ColleagueGone) return fail(422, { issues: gone, typed: read.typed, numbers: [] });
			throw problem;
		}
		redirect(303, path);
	}
};
