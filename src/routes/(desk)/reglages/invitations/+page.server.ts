import { fail, redirect } from '@sveltejs/kit';
import { invite, pendingInvitations, withdrawInvitation } from '#lib/accounts/invitations.server.ts';
import { InvitationForm, WithdrawForm } from '#lib/organization/rules.ts';
import { tell, whoIsTold } from '#lib/organization/told.server.ts';
import { as } from '#lib/server/db.ts';
import { settings } from '#lib/server/settings.ts';
import { fullName } from '#lib/team/words.ts';
import { actorWho } from '#lib/web/actor.ts';
import { readForm } from '#lib/web/form.ts';
import { found } from '#lib/web/found.ts';
import { NotPossible, notPossible } from '#lib/web/not-possible.ts';
import { once, refused } from '#lib/web/once.server.ts';

/** Who was invited and has not come yet. */
export async function load({ locals, url }) {
	const actor = actorWho(locals, 'manage-members');
	const invitations = await as(actor, pendingInvitations);
	return { invitations, done: url.searchParams.get('fait') };
}

export const actions = {
	/** The link leaves by mail; only where no mail can leave is it shown, once, to be handed over. */
	inviter: async ({ request, locals }) => {
		const actor = actorWho(locals, 'manage-members');
		const read = await readForm(request, InvitationForm);
		if (!read.ok) return cameBack('inviter', refused(read));
		const { first_name, last_name, job_title, email, roles } = read.data;
		const told = await whoIsTold(actor, null);
		let shown: { name: string; link: string } | undefined;
		const to = await as(actor, (tx) =>
			once(tx, read.formKey, async () => {
				const { link } = await invite(tx, actor, { email, roles, firstName: first_name, lastName: last_name, jobTitle: job_title });
				await tell(tx, told, {
					act: 'insert',
					subject: 'invitation',
					by: found(locals.account).name,
					about: fullName(read.data),
					columns: []
				});
				if (!settings().mail) shown = { name: first_name, link };
				return '/reglages/invitations?fait=invite';
			})
		);
		// Sent twice, the second answer has no link to show: it stands nowhere in clear.
		if (shown) return { shown };
		redirect(303, to);
	},
	retirer: async ({ request, locals }) => {
		const actor = actorWho(locals, 'manage-members');
		const read = await readForm(request, WithdrawForm);
		if (!read.ok) return cameBack('retirer', refused(read));
		let to: string;
		try {
			to = await as(actor, (tx) =>
				once(tx, read.formKey, async () => {
					if (!(await withdrawInvitation(tx, read.data.invitation))) throw new NotPossible('', 'list_changed', 409);
					return '/reglages/invitations?fait=retire';
				})
			);
		} catch (problem) {
			return cameBack('retirer', notPossible(problem, read.typed));
		}
		redirect(303, to);
	}
};

/** Says which of the page's forms came back. */
const cameBack = (at: string, { status, data }: ReturnType<typeof refused>) => fail(status, { ...data, at });
