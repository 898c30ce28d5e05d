import { building } from '$app/env';
import { redirect } from '@sveltejs/kit';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks';
import { openDatabase } from '#lib/server/db.ts';
import { logProblem } from '#lib/server/log.ts';
import { keepPost, readSession } from '#lib/server/session.ts';
import { settings } from '#lib/server/settings.ts';
import { securityHeaders } from '#lib/web/headers.ts';
import { inLanguageOf, SPOKEN } from '#lib/web/language.ts';

/** Once a process: settings are checked, the database and the keyring are opened. */
export const init: ServerInit = async () => {
	if (building) return;
	const { databaseUrl, keyFile } = settings();
	await openDatabase(databaseUrl, keyFile);
};

/** Session → actor, language, headers. Nothing else. */
export const handle: Handle = async ({ event, resolve }) => {
	Object.assign(event.locals, await readSession(event));
	if (event.route.id?.startsWith('/(desk)') && !event.locals.actor) {
		const suite = event.request.method === 'POST' ? await keepPost(event) : event.url.pathname + event.url.search;
		redirect(303, `/connexion?suite=${encodeURIComponent(suite)}`);
	}
	return inLanguageOf(event.request, async (locale) => {
		const response = await resolve(event, {
			transformPageChunk: ({ html }) => html.replace('lang="%lang%" dir="%dir%"', SPOKEN[locale] ?? '')
		});
		for (const [name, value] of securityHeaders({ https: event.url.protocol === 'https:' })) response.headers.set(name, value);
		if (event.locals.account) response.headers.set('cache-control', 'no-store');
		return response;
	});
};

/** A bug: logged under a reference, which the page shows; what we refused ourselves keeps its own words. */
export const handleError: HandleServerError = (caught) => {
	if (caught.kind === 'unknown') return { reference: logProblem('unexpected', caught.error) };
};
