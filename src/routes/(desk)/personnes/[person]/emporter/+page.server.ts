import { fail, redirect } from '@sveltejs/kit';
import { answerRequest, readMemosForMe, readRequests, readTextsToGive, recordRequest } from '#lib/leaving/requests.server.ts';
import { AskForm, NothingForm } from '#lib/leaving/rules.ts';
import { getLocale, locales } from '#lib/paraglide/runtime.js';
import { headOf, writable } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { readProfile } from '#lib/people/profile.server.ts';
import { readMemosAwaited } from '#lib/space-sees/circle.server.ts';
import { MemosAnswerForm, monthAfter } from '#lib/space-sees/rules.ts';
import { as, asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { readForm } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';
import { once, refused } from '#lib/web/once.server.ts';

/** "Tout emporter": what leaves with her and what does not, what she asked, and who answers. */
export async function load({ locals, params, url }) {
	const actor = actorOf(locals);
	const id = idFrom(params.person);
	return asIn(actor, id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		const [requests, memos, texts, { languages }] = await Promise.all([
			readRequests(tx, pathway),
			readMemosForMe(tx, pathway),
			readTextsToGive(tx, pathway),
			readProfile(tx, pathway)
		]);
		const { today, organization } = hereOf(locals);
		return {
			person: headOf(pathway),
			concealed: pathway.accompaniment.concealed,
			requests,
			/** Hers, said here or in her own space, that awaits an answer of somebody. */
			asked: await readMemosAwaited(tx, id),
			memos: memos.map((one) => ({ ...one, due_on: monthAfter(one.said_on) })),
			texts,
			languages,
			organization,
			locales: [...locales],
			locale: getLocale(),
			done: url.searchParams.get('fait'),
			today,
			formKey: crypto.randomUUID()
		};
	});
}

export const actions = {
	/** She asks: written down, and told to whoever walks with her. */
	demander: async ({ request, params, locals }) => {
		const id = idFrom(params.person);
		const read = await readForm(request, AskForm(hereOf(locals).today));
		if (!read.ok) return refused(read);
		const path = await as(actorOf(locals), (tx) =>
			once(tx, read.formKey, async () => {
				await recordRequest(tx, writable(found(await readPathway(tx, id))), read.data);
				return `/personnes/${id}/emporter?fait=demande#remettre`;
			})
		);
		redirect(303, path);
	},

	/** She asks at the desk to read the memos about her; one that awaits an answer is not doubled. */
	demandermemos: async ({ request, params, locals }) => {
		const id = idFrom(params.person);
		const read = await readForm(request, AskForm(hereOf(locals).today));
		if (!read.ok) return fail(422, { issues: read.issues, typed: read.typed, at: 'memos' });
		const path = await as(actorOf(locals), (tx) =>
			once(tx, read.formKey, async () => {
				const pathway = writable(found(await readPathway(tx, id)));
				if (!(await readMemosAwaited(tx, id))) await recordRequest(tx, pathway, read.data, 'memos');
				return `/personnes/${id}/emporter?fait=demandermemos#memos-demander`;
			})
		);
		redirect(303, path);
	},

	/** I hold nothing more of hers than what was given. */
	rien: async ({ request, params, locals }) => {
		const id = idFrom(params.person);
		const read = await readForm(request, NothingForm);
		if (!read.ok) return refused(read);
		const path = await as(actorOf(locals), (tx) =>
			once(tx, read.formKey, async () => {
				const pathway = writable(found(await readPathway(tx, id)));
				found((await answerRequest(tx, pathway, read.data.request, 'nothing')) || null);
				return `/personnes/${id}/emporter?fait=rien`;
			})
		);
		redirect(303, path);
	},

	/** My answer to her request to read the memos: read together or handed over, or none is kept. */
	memos: async ({ request, params, locals }) => {
		const id = idFrom(params.person);
		const read = await readForm(request, MemosAnswerForm);
		if (!read.ok) return refused(read);
		const path = await as(actorOf(locals), (tx) =>
			once(tx, read.formKey, async () => {
				const pathway = writable(found(await readPathway(tx, id)));
				found((await answerRequest(tx, pathway, read.data.request, read.data.answer, 'memos')) || null);
				return `/personnes/${id}/emporter?fait=memos`;
			})
		);
		redirect(303, path);
	}
};
