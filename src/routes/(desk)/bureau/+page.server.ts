import { redirect } from '@sveltejs/kit';
import { can } from '#lib/access/access.ts';
import { readQuery } from '#lib/caseload/rules.ts';
import { readWaiting } from '#lib/correspondence/messages.server.ts';
import { findPeople, readDesk } from '#lib/desk/desk.server.ts';
import { readLettersForMe } from '#lib/documents/letters.server.ts';
import { WordForm } from '#lib/front-desk/rules.ts';
import { markRead } from '#lib/front-desk/words.server.ts';
import { readRequestsForMe } from '#lib/leaving/requests.server.ts';
import { as } from '#lib/server/db.ts';
import { readViewsToGive } from '#lib/views/given.server.ts';
import { readAwaited } from '#lib/views/views.server.ts';
import { actorOf } from '#lib/web/actor.ts';
import { readForm } from '#lib/web/form.ts';
import { found } from '#lib/web/found.ts';
import { once, refused } from '#lib/web/once.server.ts';

/** For whoever walks with nobody. */
const none = { desk: null, views: null, requests: [], letters: [], messages: [], found: null, said: null };

/** My day on one page; with `q`, the people whose name holds these fragments. */
export async function load({ locals, url }) {
	const actor = actorOf(locals);
	const now = new Date();
	const { search } = readQuery(url.searchParams);
	if (!can(actor, 'walk-with-people'))
		return { ...none, firstName: actor.firstName, now, search, seesOpinions: can(actor, 'see-opinions') };
	return as(actor, async (tx) => ({
		firstName: actor.firstName,
		now,
		search,
		seesOpinions: true,
		desk: await readDesk(tx, actor, locals.place?.timeZone ?? 'Europe/Paris', now),
		views: { toGive: await readViewsToGive(tx), asked: await readAwaited(tx, actor) },
		/** People who ask for all of their data, and await my answer. */
		requests: await readRequestsForMe(tx),
		/** Papers that somebody does not understand and sent to me. */
		letters: await readLettersForMe(tx),
		/** Who wrote something that I have not read. */
		messages: await readWaiting(tx),
		/** What was just done with a view. */
		said: url.searchParams.get('regard'),
		found: search ? await findPeople(tx, actor, search) : null
	}));
}

export const actions = {
	/** A word from the front desk was read. */
	lu: async ({ request, locals }) => {
		const read = await readForm(request, WordForm);
		if (!read.ok) return refused(read);
		const path = await as(actorOf(locals), (tx) =>
			once(tx, read.formKey, async () => {
				found((await markRead(tx, read.data.word)) || null);
				return '/bureau';
			})
		);
		redirect(303, path);
	}
};
