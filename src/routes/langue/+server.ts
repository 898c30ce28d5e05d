import { redirect } from '@sveltejs/kit';
import { isLocale } from '#lib/paraglide/runtime.js';
import { formOf } from '#lib/web/form.ts';
import { pathHere } from '#lib/web/path-here.ts';

const YEAR = 365 * 24 * 3600;

/** Keeps the language for a year and goes back to the page one was on. */
export async function POST({ request, cookies, url }) {
	const form = await formOf(request);
	const language = form.get('langue');
	if (typeof language === 'string' && isLocale(language)) {
		cookies.set('langue', language, { path: '/', maxAge: YEAR, httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' });
	}
	redirect(303, pathHere(form.get('suite')) ?? '/');
}
