import { redirect } from '@sveltejs/kit';
import { presentOf } from '#lib/appointments/rules.ts';
import { readMemos, writeMemo } from '#lib/memos/memos.server.ts';
import { lastDay, MEMO_MONTHS, MemoForm } from '#lib/memos/rules.ts';
import { readPersonForm, refusedHere } from '#lib/people/form.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as, asIn } from '#lib/server/db.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { actorOf } from '#lib/web/actor.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { once } from '#lib/web/once.server.ts';

/** My memos about her, on a page of their own: for me alone, never open beside her. */
export async function load({ locals, params, url }) {
	const id = idFrom(params.person);
	const { zone, now } = presentOf(locals);
	const today = inputDate(now, zone);
	return asIn(actorOf(locals), id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		const memos = await readMemos(tx, pathway, zone);
		return {
			person: headOf(pathway),
			memos,
			ends: MEMO_MONTHS.map((months) => ({ months, last: lastDay(today, months) })),
			kept: memos.find((memo) => memo.id === url.searchParams.get('garde'))?.last_day ?? null,
			erased: url.searchParams.has('efface'),
			formKey: crypto.randomUUID()
		};
	});
}

export const actions = {
	default: async ({ request, locals, params }) => {
		const id = idFrom(params.person);
		const here = presentOf(locals);
		const read = await readPersonForm(request, MemoForm);
		if (!read.ok) return refusedHere(read);
		const path = await as(actorOf(locals), (tx) =>
			once(tx, read.formKey, async () => {
				const pathway = writable(found(await readPathway(tx, id)));
				return `/personnes/${id}/memos?garde=${await writeMemo(tx, pathway, read.data, here)}`;
			})
		);
		redirect(303, path);
	}
};
