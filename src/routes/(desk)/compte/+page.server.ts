import { redirect } from '@sveltejs/kit';
import { endSessions } from '#lib/accounts/accounts.server.ts';
import { membershipsOf } from '#lib/accounts/next-step.server.ts';
import { hasSecondStep } from '#lib/accounts/second-step.server.ts';
import { deviceOf, endSession, openSessions } from '#lib/accounts/sessions.server.ts';
import { keptPosts } from '#lib/accounts/kept.server.ts';
import { as, asRole } from '#lib/server/db.ts';
import { clearSessionCookie } from '#lib/server/session.ts';
import { accountOf, actorOf } from '#lib/web/actor.ts';
import { formOf } from '#lib/web/form.ts';
import { found, idFrom } from '#lib/web/found.ts';

/** My account: who I am here, how I sign in, where I am signed in. */
export async function load({ locals, url, cookies }) {
	const actor = actorOf(locals);
	const sessions = await openSessions({ cookies, url }, actor.account);
	return {
		account: accountOf(locals),
		organization: found(locals.place).organization,
		several: (await membershipsOf({ cookies, url })).length > 1,
		secondStep: await hasSecondStep(actor.account),
		sessions: sessions.map(({ userAgent, ...session }) => ({ ...session, device: deviceOf(userAgent) })),
		kept: (await as(actor, keptPosts)).length,
		done: url.searchParams.get('fait')
	};
}

export const actions = {
	end: async ({ request, locals }) => {
		const id = (await formOf(request)).get('session');
		found((await endSession(actorOf(locals).account, idFrom(typeof id === 'string' ? id : undefined))) || undefined);
		redirect(303, '/compte?fait=session');
	},
	everywhere: async ({ locals, cookies, url }) => {
		const { account } = actorOf(locals);
		await asRole('cheminer_auth', (tx) => endSessions(tx, account));
		clearSessionCookie({ cookies, url });
		redirect(303, '/connexion');
	}
};
