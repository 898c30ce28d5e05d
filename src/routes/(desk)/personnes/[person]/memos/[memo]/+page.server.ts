import { fail, redirect } from '@sveltejs/kit';
import { presentOf } from '#lib/appointments/rules.ts';
import { keepDraft } from '#lib/interviews/drafts.server.ts';
import { changeMemo, eraseMemo, readMemo, type Memo } from '#lib/memos/memos.server.ts';
import { lastDay, MEMO_MONTHS, MemoChange } from '#lib/memos/rules.ts';
import { readPersonForm, type Numbers } from '#lib/people/form.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as, asIn, type Tx } from '#lib/server/db.ts';
import { inputDate } from '#lib/ui/dates.ts';
import { actorOf } from '#lib/web/actor.ts';
import { readTyped, type Issue, type Typed } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { once, StaleError } from '#lib/web/once.server.ts';

async function readMine(tx: Tx, params: { person: string; memo: string }, zone: string) {
	const pathway = found(await readPathway(tx, idFrom(params.person)));
	return { pathway, memo: found(await readMemo(tx, pathway, zone, idFrom(params.memo))) };
}

/** One memo of mine: change it, erase it now, make it ours. */
export async function load({ locals, params }) {
	const { zone, now } = presentOf(locals);
	const today = inputDate(now, zone);
	return asIn(actorOf(locals), idFrom(params.person), async (tx) => {
		const { pathway, memo } = await readMine(tx, params, zone);
		const ends = MEMO_MONTHS.map((months) => ({ months, last: lastDay(memo.written_on, months) }));
		return { person: headOf(pathway), memo, ends: ends.filter(({ last }) => last >= today), formKey: crypto.randomUUID() };
	});
}

interface Again {
	issues: Issue[];
	typed: Typed;
	numbers?: Numbers;
	stored?: Memo;
}

export const actions = {
	modifier: async ({ request, locals, params }) => {
		const here = presentOf(locals);
		const read = await readPersonForm(request, MemoChange);
		if (!read.ok) return fail<Again>(422, { issues: read.issues, typed: read.typed, numbers: read.numbers });
		try {
			const path = await as(actorOf(locals), (tx) =>
				once(tx, read.formKey, async () => {
					const { pathway, memo } = await readMine(tx, params, here.zone);
					await changeMemo(tx, writable(pathway), memo, read.data, here);
					return `/personnes/${pathway.accompaniment.id}/memos?garde=${memo.id}`;
				})
			);
			redirect(303, path);
		} catch (problem) {
			if (!(problem instanceof StaleError)) throw problem;
			return fail<Again>(409, { issues: [], typed: read.typed, stored: problem.stored.memo as Memo });
		}
	},

	effacer: async ({ request, locals, params }) => {
		const { zone } = presentOf(locals);
		const { formKey } = await readTyped(request);
		const path = await as(actorOf(locals), (tx) =>
			once(tx, formKey, async () => {
				const { pathway, memo } = await readMine(tx, params, zone);
				await eraseMemo(tx, pathway, memo.id);
				return `/personnes/${pathway.accompaniment.id}/memos?efface=1`;
			})
		);
		redirect(303, path);
	},

	/**
	 * Makes it ours, once that was confirmed: its text opens a new interview, as my draft. The memo is erased when that interview
	 * is recorded, and never comes back; until then both are mine alone.
	 */
	partager: async ({ request, locals, params }) => {
		const { zone } = presentOf(locals);
		const { formKey } = await readTyped(request);
		const path = await as(actorOf(locals), (tx) =>
			once(tx, formKey, async () => {
				const { pathway, memo } = await readMine(tx, params, zone);
				const draft = crypto.randomUUID();
				await keepDraft(tx, writable(pathway), draft, { said: memo.text, from_memo: memo.id });
				return `/personnes/${pathway.accompaniment.id}/entretiens/nouveau?brouillon=${draft}`;
			})
		);
		redirect(303, path);
	}
};
