import { redirect } from '@sveltejs/kit';
import { endMembership, readMember } from '#lib/organization/members.server.ts';
import { EndForm } from '#lib/organization/rules.ts';
import { tell, whoIsTold } from '#lib/organization/told.server.ts';
import { as } from '#lib/server/db.ts';
import { fullName } from '#lib/team/words.ts';
import { actorWho } from '#lib/web/actor.ts';
import { readForm } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { notPossible } from '#lib/web/not-possible.ts';
import { once, refused, stale, StaleError } from '#lib/web/once.server.ts';

/** Before a colleague leaves: what will happen, said beforehand. */
export async function load({ locals, params }) {
	const actor = actorWho(locals, 'manage-members');
	const id = idFrom(params.member);
	const member = found(await as(actor, (tx) => readMember(tx, id)));
	if (member.ended_at !== null) redirect(303, `/reglages/membres/${id}`);
	return { member, isMe: id === actor.member, formKey: crypto.randomUUID() };
}

export const actions = {
	default: async ({ request, locals, params }) => {
		const actor = actorWho(locals, 'manage-members');
		const id = idFrom(params.member);
		const stored = found(await as(actor, (tx) => readMember(tx, id)));
		const read = await readForm(request, EndForm);
		if (!read.ok) return refused(read);
		const told = await whoIsTold(actor, id);
		let to: string;
		try {
			to = await as(actor, (tx) =>
				once(tx, read.formKey, async () => {
					found((await endMembership(tx, id, read.data.version)) || null);
					await tell(tx, told, {
						act: 'update',
						subject: 'member',
						by: found(locals.account).name,
						about: fullName(stored),
						columns: ['ended_at']
					});
					return id === actor.member ? '/bureau' : '/reglages/membres?fait=fin';
				})
			);
		} catch (problem) {
			return problem instanceof StaleError ? stale(problem, read.typed) : notPossible(problem, read.typed);
		}
		redirect(303, to);
	}
};
