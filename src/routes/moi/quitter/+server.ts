import { redirect } from '@sveltejs/kit';
import { signHerOut } from '#lib/carnet/sign-in.server.ts';

/** "Quitter vite": her session ends, a page of nothing takes the place of hers, then somewhere else. Works with no session too. */
export async function POST(event) {
	await signHerOut(event);
	redirect(303, '/moi/ailleurs');
}
