import { redirect } from '@sveltejs/kit';
import { audienceOfLast, hasCard, markRead, readMessages, withdrawMessage, writeMessage } from '#lib/correspondence/messages.server.ts';
import { readMessageFields } from '#lib/correspondence/sent.server.ts';
import { readMyDays } from '#lib/correspondence/days.server.ts';
import { queueNotice } from '#lib/correspondence/notices.server.ts';
import { MessageForm, OneMessageForm, ReadForm, saidOf } from '#lib/correspondence/rules.ts';
import { UnfitFile } from '#lib/files/rules.ts';
import { calledNames, namedToday } from '#lib/interviews/audience.server.ts';
import { readPersonFields, refusedHere } from '#lib/people/form.ts';
import { headOf, writable } from '#lib/people/head.ts';
import { readPathway } from '#lib/people/pathway.server.ts';
import { as, asIn } from '#lib/server/db.ts';
import { actorOf } from '#lib/web/actor.ts';
import { formOf, readForm } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { hereOf } from '#lib/web/here.ts';
import { once, refused } from '#lib/web/once.server.ts';

/** Messages with her: those that I wrote, and those that I am named with. */
export async function load({ locals, params, url }) {
	const id = idFrom(params.person);
	const before = url.searchParams.get('avant');
	const { today } = hereOf(locals);
	return asIn(actorOf(locals), id, async (tx) => {
		const pathway = found(await readPathway(tx, id));
		const [{ messages, next }, named, days, card] = await Promise.all([
			readMessages(tx, pathway, before),
			namedToday(tx, pathway),
			readMyDays(tx),
			hasCard(tx, pathway)
		]);
		const names = calledNames(named);
		return {
			person: headOf(pathway),
			/** She is accompanied here, and a card of hers opens what is written. */
			open: pathway.accompaniment.ended_on === null,
			card,
			messages,
			next,
			first: before === null,
			named: named.map(({ id, first_name, me }) => ({ id, me, name: names.get(id) ?? first_name })),
			audience: await audienceOfLast(tx, pathway, named),
			days: saidOf(days, today),
			done: url.searchParams.get('fait'),
			formKey: crypto.randomUUID()
		};
	});
}

export const actions = {
	/** I answer her; if she asked for it, a neutral word tells her that something waits. */
	ecrire: async ({ request, locals, params }) => {
		const id = idFrom(params.person);
		const form = await formOf(request);
		const asked = readPersonFields(form, MessageForm);
		if (!asked.ok) return refusedHere(asked);
		const read = await readMessageFields(form);
		if (!read.ok) return refusedHere({ ...read, numbers: [] });
		const { text, readers } = read.data;
		let path: string;
		try {
			path = await as(actorOf(locals), (tx) =>
				once(tx, read.formKey, async () => {
					const pathway = writable(found(await readPathway(tx, id)));
					const said = { text, readers, voice: read.voice, paper: read.paper };
					await writeMessage(tx, pathway, said, await namedToday(tx, pathway));
					await queueNotice(tx, pathway, hereOf(locals).country);
					return `/personnes/${id}/messages?fait=envoye`;
				})
			);
		} catch (problem) {
			if (!(problem instanceof UnfitFile)) throw problem;
			const issues = [{ field: read.paper ? 'paper' : 'voice', code: problem.code }];
			return refusedHere({ issues, typed: read.typed, numbers: [] });
		}
		redirect(303, path);
	},

	retirer: async ({ request, locals, params }) => {
		const id = idFrom(params.person);
		const read = await readForm(request, OneMessageForm);
		if (!read.ok) return refused(read);
		const path = await as(actorOf(locals), (tx) =>
			once(tx, read.formKey, async () => {
				await withdrawMessage(tx, found(await readPathway(tx, id)), read.data.message);
				return `/personnes/${id}/messages?fait=retire`;
			})
		);
		redirect(303, path);
	},

	/** I read them: my own mark, told to nobody. */
	lu: async ({ request, locals, params }) => {
		const id = idFrom(params.person);
		const read = await readForm(request, ReadForm);
		if (!read.ok) return refused(read);
		const path = await as(actorOf(locals), (tx) =>
			once(tx, read.formKey, async () => {
				await markRead(tx, found(await readPathway(tx, id)), read.data.messages);
				return `/personnes/${id}/messages?fait=lu`;
			})
		);
		redirect(303, path);
	}
};
