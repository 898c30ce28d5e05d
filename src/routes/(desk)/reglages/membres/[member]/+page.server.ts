import { redirect } from '@sveltejs/kit';
import { changedColumns, changeMember, readMember } from '#lib/organization/members.server.ts';
import { MemberForm } from '#lib/organization/rules.ts';
import { tell, whoIsTold } from '#lib/organization/told.server.ts';
import { as } from '#lib/server/db.ts';
import { fullName } from '#lib/team/words.ts';
import { actorWho } from '#lib/web/actor.ts';
import { readForm } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';
import { notPossible } from '#lib/web/not-possible.ts';
import { once, refused, stale, StaleError } from '#lib/web/once.server.ts';

/** One colleague: who she is here and what she may do. */
export async function load({ locals, params }) {
	const actor = actorWho(locals, 'manage-members');
	const id = idFrom(params.member);
	const member = found(await as(actor, (tx) => readMember(tx, id)));
	return { member, isMe: id === actor.member, formKey: crypto.randomUUID() };
}

export const actions = {
	default: async ({ request, locals, params }) => {
		const actor = actorWho(locals, 'manage-members');
		const id = idFrom(params.member);
		const stored = found(await as(actor, (tx) => readMember(tx, id)));
		const read = await readForm(request, MemberForm);
		if (!read.ok) return refused(read);
		const told = await whoIsTold(actor, id);
		const columns = changedColumns(stored, read.data);
		let to: string;
		try {
			to = await as(actor, (tx) =>
				once(tx, read.formKey, async () => {
					found((await changeMember(tx, id, read.data)) || null);
					if (columns.length > 0)
						await tell(tx, told, { act: 'update', subject: 'member', by: found(locals.account).name, about: fullName(stored), columns });
					return '/reglages/membres?fait=enregistre';
				})
			);
		} catch (problem) {
			return problem instanceof StaleError ? stale(problem, read.typed) : notPossible(problem, read.typed);
		}
		redirect(303, to);
	}
};
