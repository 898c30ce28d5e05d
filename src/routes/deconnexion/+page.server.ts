import { redirect } from '@sveltejs/kit';
import { signOut } from '#lib/accounts/sign-in.server.ts';

export const actions = {
	default: async (event) => {
		await signOut(event);
		redirect(303, '/connexion');
	}
};
